/** Rows beyond what is in sight, on either side: a step by key is drawn before it is needed. */
const BEYOND = 8

/** Which rows of equal height are drawn: those in sight and a few around them. @returns from, and up to but not with, to */
export function drawnRows(top: number, fits: number, count: number): { from: number; to: number } {
  const to = Math.min(count, Math.max(0, top) + fits + BEYOND)
  return { from: Math.max(0, Math.min(top - BEYOND, to - fits - BEYOND)), to }
}

/** Where to scroll so that a row is in sight whole; where it is already, if it is. All in px. */
export function revealed(at: number, rowPx: number, now: { top: number; height: number }): number {
  const [start, end] = [at * rowPx, (at + 1) * rowPx]
  if (start < now.top) return start
  return end > now.top + now.height ? end - now.height : now.top
}
