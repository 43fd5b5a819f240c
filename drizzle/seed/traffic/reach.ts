/** What the clients know about the server: failures in a row, and until when they leave it alone (unix ms). */
export type Reach = { failures: number; quietUntilMs: number }

export const reachable: Reach = { failures: 0, quietUntilMs: 0 }

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 4000

/** After an answer, or the lack of one: a silent server is asked less and less often. */
export function heard(reach: Reach, answered: boolean, nowMs: number): Reach {
  if (answered) return reachable
  // Calls that were under way together fail together: they are one failure.
  if (nowMs < reach.quietUntilMs) return reach
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(reach.failures, 10))
  return { failures: reach.failures + 1, quietUntilMs: nowMs + waitMs }
}
