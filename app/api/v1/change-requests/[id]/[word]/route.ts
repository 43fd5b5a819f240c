import { approveChange, declineChange, withdrawChange } from '@/lib/flags/server/answer-change'
import { restWrite } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { withMembers } from '@/lib/platform/rest'

/** The verbs of a change that waits for approval. */
export const POST = restWrite<{ id: string; word: string }>(async ({ params: { id, word }, body, run }) => {
  const input = withMembers(body, { requestId: id })
  switch (word) {
    case 'approve':
      return run(approveChange, input)
    case 'decline':
      return run(declineChange, input)
    case 'withdraw':
      return run(withdrawChange, input)
    default:
      return refuse('not-found', 'A request has approve, decline and withdraw.')
  }
})
