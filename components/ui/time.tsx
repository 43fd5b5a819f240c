'use client'
import { age, clock, clockBoth, fullTime, shortTime, zoneName } from '@/lib/kernel/format-time'
import type { Instant } from '@/lib/kernel/moments'
import { useZone } from './zone'

type Props = {
  at: Instant
  /** `clock` 03:14 · `dated` Wed 20:34:07 CET (19:34:07 UTC) · `both` 03:14 CET (02:14 UTC) · `short` Wed 20:34 · `age` 4 s ago, 03:14 · `zone` 03:14 CET */
  format?: 'clock' | 'dated' | 'seconds' | 'both' | 'short' | 'age' | 'zone' | 'full'
  /** The server's present moment; `short` and `age` are told from it. */
  now?: Instant
}

/** A moment in the viewer's zone; the absolute form with UTC is always its title. */
export function Time({ at, format = 'clock', now = at }: Props) {
  const { timeZone } = useZone()
  const text = {
    clock: () => clock(at, timeZone),
    seconds: () => clock(at, timeZone, true),
    dated: () => dated(at, now, timeZone),
    both: () => clockBoth(at, timeZone),
    zone: () => `${clock(at, timeZone)} ${zoneName(at, timeZone)}`,
    short: () => shortTime(at, now, timeZone),
    age: () => `${age(at, now)}, ${shortTime(at, now, timeZone)}`,
    full: () => fullTime(at, timeZone),
  }[format]()
  return (
    <time dateTime={at} title={fullTime(at, timeZone)} className="whitespace-nowrap">
      {text}
    </time>
  )
}

/** The clock with UTC beside it, after the day unless that is today. */
function dated(at: Instant, now: Instant, timeZone: string): string {
  const short = shortTime(at, now, timeZone)
  return `${short.slice(0, short.length - 5)}${clockBoth(at, timeZone, true)}`
}
