/** How a screen stands to the server: `live` hears it, `reconnecting` has not for 45 s, `connecting` never did yet. */
export type Freshness = 'connecting' | 'live' | 'reconnecting'

export const SILENT_AFTER_MS = 45_000
export const POLL_EVERY_MS = 15_000

/**
 * @param heardAtMs when anything, heartbeat included, was last heard; null: never
 * @param sinceMs when listening began
 */
export function freshness(heardAtMs: number | null, sinceMs: number, nowMs: number): Freshness {
  if (nowMs - (heardAtMs ?? sinceMs) > SILENT_AFTER_MS) return 'reconnecting'
  return heardAtMs === null ? 'connecting' : 'live'
}
