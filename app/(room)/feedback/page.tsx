import { type Metadata } from 'next'
import { InboxScreen } from '@/components/feedback/inbox/inbox-screen'
import { countFeedback, listFeedback } from '@/lib/feedback/server/reads'
import { readMembers } from '@/lib/governance/server/people'
import { signedIn } from '@/lib/governance/server/session-actor'
import { actorMay } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import { bulkAction, replyAction, undoAction } from './actions'

export const metadata: Metadata = { title: 'Feedback' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function FeedbackPage({ searchParams }: Props) {
  const asked = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'sel' ? [[name, value]] : [],
  )
  const query = new URLSearchParams(asked)
  const { runtime, actor } = await signedIn(query.size > 0 ? `${paths.feedback()}?${query}` : paths.feedback())
  const [page, counts, members] = await Promise.all([
    listFeedback(runtime, actor, query),
    countFeedback(runtime, actor),
    readMembers(runtime.database.db, actor.workspaceId),
  ])
  const none = { inbox: 0, mine: 0, unassigned: 0, rising: 0, snoozed: 0, waiting: 0, done: 0, spam: 0, notEnriched: 0 }
  return (
    <InboxScreen
      initial={{
        page: page.ok ? page.value : { items: [], nextCursor: null },
        counts: counts.ok ? counts.value : none,
        query: query.toString(),
      }}
      members={members.map(({ id, name }) => ({ id, name }))}
      me={actor.id}
      mayTriage={actorMay(actor, 'feedback.triage')}
      now={runtime.now()}
      actions={{ bulk: bulkAction, undo: undoAction, reply: replyAction }}
    />
  )
}
