import { type Metadata } from 'next'
import { redirect } from 'next/navigation'
import { InboxScreen } from '@/components/feedback/inbox/inbox-screen'
import { rightsOf } from '@/components/feedback/parts/rights'
import { readViewAddress } from '@/components/feedback/inbox/view-address'
import { countFeedback, listFeedback, listSavedViews } from '@/lib/feedback/server/reads'
import { readStartView } from '@/lib/feedback/server/start-view'
import { readMembers } from '@/lib/governance/server/people'
import { signedIn } from '@/lib/governance/server/session-actor'
import { actorMay } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import * as actions from './actions'

export const metadata: Metadata = { title: 'Feedback' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function FeedbackPage({ searchParams }: Props) {
  const given = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  const address = new URLSearchParams(given)
  const { runtime, actor } = await signedIn(address.size > 0 ? `${paths.feedback()}?${address}` : paths.feedback())
  const views = await listSavedViews(runtime, actor)
  const saved = views.ok ? views.value : []
  const begins = await readStartView(runtime, actor)
  const start = begins.ok ? begins.value.view : 'inbox'
  if (address.size === 0 && start !== 'inbox') redirect(`${paths.feedback()}?view=${start}`)
  const { asked } = readViewAddress(address, saved)
  const [page, counts, members] = await Promise.all([
    listFeedback(runtime, actor, asked),
    countFeedback(runtime, actor),
    readMembers(runtime.database.db, actor.workspaceId),
  ])
  const none = { inbox: 0, mine: 0, unassigned: 0, rising: 0, snoozed: 0, waiting: 0, done: 0, spam: 0, notEnriched: 0 }
  return (
    <InboxScreen
      initial={{
        page: page.ok ? page.value : { items: [], nextCursor: null },
        counts: counts.ok ? counts.value : none,
        query: asked.toString(),
        saved,
        start,
      }}
      members={members.map(({ id, name }) => ({ id, name }))}
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
        saveView: actions.saveViewAction,
        deleteView: actions.deleteViewAction,
        startView: actions.startViewAction,
      }}
    />
  )
}
