/** What one live region waits to say; only the newest sentence is kept. */
export type Queue = { waiting: string | null; last: string; lastAtMs: number }

const APART_MS = 5000

/** Sentences are at least five seconds apart and the same one is not said twice in a row. */
export function nextAnnouncement(
  queue: Queue,
  nowMs: number,
): { queue: Queue; say: string | null; waitMs: number | null } {
  if (queue.waiting === null) return { queue, say: null, waitMs: null }
  if (queue.waiting === queue.last) return { queue: { ...queue, waiting: null }, say: null, waitMs: null }
  const waitMs = queue.lastAtMs + APART_MS - nowMs
  if (waitMs > 0) return { queue, say: null, waitMs }
  return { queue: { waiting: null, last: queue.waiting, lastAtMs: nowMs }, say: queue.waiting, waitMs: null }
}
