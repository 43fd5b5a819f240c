import { zoneOffsetMs } from '@/lib/kernel/format-time'
import { instant, type Instant, toMs } from '@/lib/kernel/moments'

/** A moment as `<input type="datetime-local">` wants it: the clock on the wall of a zone, to the second. */
export function wallOf(at: Instant, timeZone: string): string {
  return instant(toMs(at) + zoneOffsetMs(at, timeZone)).slice(0, 19)
}

/** The moment that a wall clock of a zone shows; null while it is not a whole one. An hour that comes twice is the first. */
export function momentOf(wall: string, timeZone: string): Instant | null {
  const wallMs = Date.parse(`${wall}Z`)
  if (Number.isNaN(wallMs)) return null
  // The offset of a moment near by, then that of the moment it leads to.
  const guess = wallMs - zoneOffsetMs(instant(wallMs), timeZone)
  const earlier = wallMs - zoneOffsetMs(instant(guess - HOUR_MS), timeZone)
  const later = wallMs - zoneOffsetMs(instant(guess), timeZone)
  const isEarlier = wallOf(instant(earlier), timeZone) === instant(wallMs).slice(0, 19)
  return instant(isEarlier ? earlier : later)
}

const HOUR_MS = 3_600_000
