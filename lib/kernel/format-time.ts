import { type Duration, durationMs, elapsedMs, type Instant, toMs } from './moments'

/** Times as the screens say them: 24-hour clock, the viewer's zone first, UTC beside it. The zone is always a parameter. */

type Parts = Intl.DateTimeFormatOptions

const cache = new Map<string, Intl.DateTimeFormat>()
function formatter(locale: string, timeZone: string, parts: Parts): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(parts)}`
  const known = cache.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...parts, timeZone, hourCycle: 'h23' })
  cache.set(key, made)
  return made
}

const written = (at: Instant, timeZone: string, parts: Parts): string =>
  formatter('en-GB', timeZone, parts).format(toMs(at))

/** Whether a name is a time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    formatter('en-GB', name, { hour: '2-digit' })
    return true
  } catch {
    return false // RangeError is how Intl says no
  }
}

/** `03:14`, or `03:14:07` with seconds. */
export const clock = (at: Instant, timeZone: string, seconds = false): string =>
  written(at, timeZone, { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) })

/** Short name of the zone at that moment: `CET`, `EST`, `GMT+5:30` where English has no name. */
export function zoneName(at: Instant, timeZone: string): string {
  const name = (locale: string) =>
    formatter(locale, timeZone, { timeZoneName: 'short' })
      .formatToParts(toMs(at))
      .find((part) => part.type === 'timeZoneName')?.value ?? timeZone
  const british = name('en-GB')
  return british.startsWith('GMT') && british !== 'GMT' ? name('en-US') : british
}

/** `03:14 CET (02:14 UTC)`; in UTC itself just `02:14 UTC`. */
export function clockBoth(at: Instant, timeZone: string, seconds = false): string {
  const utc = `${clock(at, 'UTC', seconds)} UTC`
  return timeZone === 'UTC' ? utc : `${clock(at, timeZone, seconds)} ${zoneName(at, timeZone)} (${utc})`
}

/** `Thu 17 Dec 2026`. */
export const day = (at: Instant, timeZone: string): string =>
  written(at, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).replace(',', '')

/** `Thu 17 Dec 2026, 03:14:07 CET (02:14:07 UTC)`: the absolute form behind every short one. */
export const fullTime = (at: Instant, timeZone: string): string =>
  `${day(at, timeZone)}, ${clockBoth(at, timeZone, true)}`

/** As short as stays clear: the clock today, `Wed 20:34` within six days, else `17 Dec 20:34`. */
export function shortTime(at: Instant, now: Instant, timeZone: string): string {
  const time = clock(at, timeZone)
  if (day(at, timeZone) === day(now, timeZone)) return time
  if (Math.abs(elapsedMs(at, now)) < 6 * DAY_MS) return `${written(at, timeZone, { weekday: 'short' })} ${time}`
  return `${written(at, timeZone, { day: 'numeric', month: 'short' })} ${time}`
}

/** How far the zone's wall clock is ahead of UTC at a moment, in milliseconds. */
export function zoneOffsetMs(at: Instant, timeZone: string): number {
  const parts = formatter('en-GB', timeZone, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(toMs(at))
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(toMs(at) / SECOND_MS) * SECOND_MS
}

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** A length of time in one or two units: `4 s`, `14 min`, `6 h 40 min`, `3 d`. */
export function lengthOf(ms: number): string {
  const size = Math.max(0, ms)
  if (size < MINUTE_MS) return `${Math.floor(size / SECOND_MS)} s`
  if (size < HOUR_MS) return `${Math.floor(size / MINUTE_MS)} min`
  if (size < 2 * DAY_MS) {
    const rest = Math.floor((size % HOUR_MS) / MINUTE_MS)
    return `${Math.floor(size / HOUR_MS)} h${rest && size < DAY_MS ? ` ${rest} min` : ''}`
  }
  return `${Math.floor(size / DAY_MS)} d`
}

export const durationWords = (length: Duration): string => lengthOf(durationMs(length))

/** `just now`, `4 s ago`, `2 h ago`; always shown with the absolute time on focus. */
export function age(at: Instant, now: Instant): string {
  const ms = elapsedMs(at, now)
  return ms < SECOND_MS ? 'just now' : `${lengthOf(ms)} ago`
}

/** Minutes and seconds of a running clock: `9:58`. */
export function countdown(ms: number): string {
  const total = Math.max(0, Math.ceil(ms / SECOND_MS))
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`
}

/** Hours as people say them: `20 min`, `3 h`, `2 d`. */
export const hoursWords = (h: number): string =>
  h < 0.95 ? `${Math.max(1, Math.round(h * 60))} min` : h < 47.5 ? `${Math.round(h)} h` : `${Math.round(h / 24)} d`
