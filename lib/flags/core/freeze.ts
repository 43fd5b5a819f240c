import { z } from 'zod'
import { elapsedMs, instant, Instant, toMs } from '@/lib/kernel/time'

/** A dated freeze window: from a moment until another. */
export const DatedFreeze = z
  .strictObject({ name: z.string().trim().min(1).max(100), from: Instant, until: Instant })
  .refine(({ from, until }) => elapsedMs(from, until) > 0, { path: ['until'], error: 'A freeze ends after it begins.' })
export type DatedFreeze = z.infer<typeof DatedFreeze>

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'A time of day such as 16:00.' })
const Weekday = z.int().min(1).max(7)

/** A freeze window of every week, by the clock on the wall of a zone. Days are ISO: Monday is 1. */
export const WeeklyFreeze = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    zone: z.string().max(60).refine(isZone, { error: 'A time zone such as Europe/Berlin.' }),
    fromDay: Weekday,
    fromTime: ClockTime,
    untilDay: Weekday,
    untilTime: ClockTime,
  })
  .refine(
    (weekly) => minuteOfWeek(weekly.fromDay, weekly.fromTime) !== minuteOfWeek(weekly.untilDay, weekly.untilTime),
    {
      path: ['untilTime'],
      error: 'A freeze ends at another time than it begins.',
    },
  )
export type WeeklyFreeze = z.infer<typeof WeeklyFreeze>

type Window = { name: string; from: Instant; until: Instant }
type Frozen = { freezes: readonly DatedFreeze[]; weeklyFreezes: readonly WeeklyFreeze[] }

const DAY_MS = 86_400_000
const WEEK_MINUTES = 7 * 24 * 60

/** The freeze windows that are in force or still to come, the earliest first; of a weekly one the next two. */
export function freezesFrom({ freezes, weeklyFreezes }: Frozen, now: Instant): Window[] {
  return [...freezes, ...weeklyFreezes.flatMap((weekly) => occurrences(weekly, now))]
    .filter(({ until }) => elapsedMs(now, until) > 0)
    .toSorted((a, b) => toMs(a.from) - toMs(b.from) || toMs(a.until) - toMs(b.until))
}

/** The windows of the week before, this one and the next; lengths follow the clock on the wall, so summer time moves them. */
function occurrences({ name, zone, fromDay, fromTime, untilDay, untilTime }: WeeklyFreeze, now: Instant): Window[] {
  const lasting = (minuteOfWeek(untilDay, untilTime) - minuteOfWeek(fromDay, fromTime) + WEEK_MINUTES) % WEEK_MINUTES
  const today = wallOf(toMs(now), zone)
  const monday = Date.UTC(today.year, today.month - 1, today.day) - (today.weekday - 1) * DAY_MS
  return [-1, 0, 1].flatMap((week) => {
    const fromWall = monday + week * 7 * DAY_MS + minuteOfWeek(fromDay, fromTime) * 60_000
    const from = instantOfWall(fromWall, zone)
    const until = instantOfWall(fromWall + lasting * 60_000, zone)
    // A window that lies whole in the hour that summer time leaves out does not take place.
    return until > from ? [{ name, from: instant(from), until: instant(until) }] : []
  })
}

const minuteOfWeek = (day: number, time: string): number =>
  (day - 1) * 24 * 60 + Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/**
 * The moment at which a zone's clocks show this. An hour that comes twice means its first time; one that is left out
 * means the moment of the change, so that a freeze neither begins late nor ends early.
 * @param wallMs the clock's reading, written as if it were UTC
 */
function instantOfWall(wallMs: number, zone: string): number {
  const before = offsetMs(wallMs - DAY_MS, zone)
  const after = offsetMs(wallMs + DAY_MS, zone)
  const fits = [wallMs - before, wallMs - after].filter((at) => at + offsetMs(at, zone) === wallMs)
  return fits.length > 0 ? Math.min(...fits) : changeBetween(wallMs - DAY_MS - before, wallMs + DAY_MS - after, zone)
}

/** The moment between two at which a zone's offset changes, to the second. */
function changeBetween(fromMs: number, untilMs: number, zone: string): number {
  const before = offsetMs(fromMs, zone)
  let [low, high] = [fromMs, untilMs]
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (offsetMs(middle, zone) === before) low = middle
    else high = middle
  }
  return high
}

function offsetMs(atMs: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallOf(atMs, zone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const clocks = new Map<string, Intl.DateTimeFormat>()

function wallOf(atMs: number, zone: string) {
  const known = clocks.get(zone)
  const clock =
    known ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      weekday: 'short',
    })
  if (!known) clocks.set(zone, clock)
  const parts = new Map(clock.formatToParts(atMs).map(({ type, value }) => [type, value]))
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
  return {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1,
  }
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
