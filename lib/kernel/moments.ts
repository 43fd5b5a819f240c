import { type Duration, type Instant } from './time'

export type { Duration, Instant } from './time'

/** Arithmetic of moments and lengths of time. Free of zod, so that screens get it without the schemas of `time`. */

/** @param ms unix milliseconds */
export function instant(ms: number): Instant {
  return new Date(ms).toISOString() as Instant // the one cast: toISOString always has this form
}

export const toMs = (at: Instant): number => Date.parse(at)
export const plus = (at: Instant, duration: Duration): Instant => instant(toMs(at) + durationMs(duration))
/** Milliseconds from `from` to `to`; negative when `to` is earlier. */
export const elapsedMs = (from: Instant, to: Instant): number => toMs(to) - toMs(from)

const PARTS = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const UNIT_MS = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000]
const DURATION_MAX_MS = 366 * 86_400_000

/** Milliseconds of an ISO 8601 length of weeks to seconds; null for anything else, or for more than 366 days. */
export function parseDuration(text: string): number | null {
  const match = PARTS.exec(text)
  if (!match || match.slice(1).every((part) => part === undefined)) return null
  const ms = match.slice(1).reduce((sum, part, i) => sum + Number(part ?? 0) * (UNIT_MS[i] ?? 0), 0)
  return ms <= DURATION_MAX_MS ? ms : null
}

export const durationMs = (duration: Duration): number => parseDuration(duration) ?? 0

/** @param ms whole seconds in milliseconds; fractions of a second are dropped */
export function duration(ms: number): Duration {
  const total = Math.floor(ms / 1000)
  const [d, h, m, s] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ]
  const time = `${h ? `${h}H` : ''}${m ? `${m}M` : ''}${s ? `${s}S` : ''}`
  const text = `P${d ? `${d}D` : ''}${time ? `T${time}` : ''}`
  return (text === 'P' ? 'PT0S' : text) as Duration // the one cast: built from the grammar above
}
export const hours = (n: number): Duration => duration(n * 3_600_000)
export const minutes = (n: number): Duration => duration(n * 60_000)
export const seconds = (n: number): Duration => duration(n * 1000)
