import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ItemScreen } from '@/components/feedback/item/item-screen'
import { rightsOf } from '@/components/feedback/parts/rights'
import { readItem } from '@/lib/feedback/server/reads'
import { readMembers } from '@/lib/governance/server/people'
import { signedIn } from '@/lib/governance/server/session-actor'
import { actorMay } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import * as actions from '../actions'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).id.toUpperCase() }
}

export default async function FeedbackItemPage({ params }: Props) {
  const { id } = await params
  const { runtime, actor } = await signedIn(paths.feedbackItem(id))
  const item = await readItem(runtime, actor, id)
  if (!item.ok) notFound()
  const members = await readMembers(runtime.database.db, actor.workspaceId)
  return (
    <ItemScreen
      initial={item.value}
      members={members.map(({ id: userId, name }) => ({ id: userId, name }))}
      me={actor.id}
      rights={rightsOf((permission) => actorMay(actor, permission))}
      now={runtime.now()}
      actions={{
        bulk: actions.bulkAction,
        undo: actions.undoAction,
        reply: actions.replyAction,
        presence: actions.presenceAction,
        reveal: actions.revealAction,
        consent: actions.consentAction,
        exportPerson: actions.exportPersonAction,
        erasePerson: actions.erasePersonAction,
      }}
    />
  )
}
