import { type Dice, normal } from './dice'

/** Milliseconds in the middle, and how far apart most requests lie (standard deviation of the logarithm). */
const MIDDLE = 100
const SPREAD = 0.5
/** The slowest eighth or so waits for something else: a Pareto tail above this many standard deviations (12 %). */
const TAIL_FROM = 1.175
const TAIL_INDEX = 1.8
const tailMs = MIDDLE * Math.exp(SPREAD * TAIL_FROM)
/** The slowest fifth begins here. */
export const SLOW_MS = MIDDLE * Math.exp(SPREAD * 0.8416)

/**
 * How long one request takes: lognormal with a heavy tail, whose 95th percentile is as hard to tell from another as in
 * the design's own runs (statistics.md §6 C: the reference test needs some 1,250 exposed people for a fifth more).
 */
export function latencyMs(dice: Dice): number {
  const deviations = normal(dice)
  if (deviations <= TAIL_FROM) return MIDDLE * Math.exp(SPREAD * deviations)
  return tailMs * (1 - dice()) ** (-1 / TAIL_INDEX)
}
