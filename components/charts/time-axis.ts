import { clock, day, zoneOffsetMs } from '@/lib/kernel/format-time'
import { instant } from '@/lib/kernel/moments'

const S = 1000
const M = 60 * S
const H = 60 * M
const D = 24 * H
const STEPS = [
  S,
  2 * S,
  5 * S,
  10 * S,
  15 * S,
  30 * S,
  M,
  2 * M,
  5 * M,
  10 * M,
  15 * M,
  30 * M,
  H,
  2 * H,
  3 * H,
  6 * H,
  12 * H,
  D,
  2 * D,
  7 * D,
]

export type TimeTick = { t: number; label: string }

/** About `n` round moments of the viewer's wall clock between two times (unix milliseconds). */
export function timeTicks(from: number, to: number, n: number, timeZone: string): TimeTick[] {
  const step = STEPS.find((s) => (to - from) / s <= n) ?? 7 * D
  const offset = zoneOffsetMs(instant(from), timeZone)
  const ticks: TimeTick[] = []
  for (let wall = Math.ceil((from + offset) / step) * step; wall - offset <= to; wall += step) {
    const at = instant(wall - offset)
    ticks.push({ t: wall - offset, label: step >= D ? day(at, timeZone).slice(0, 6) : clock(at, timeZone, step < M) })
  }
  return ticks
}
