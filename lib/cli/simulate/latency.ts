import { type Dice, normal } from './dice'

/** Milliseconds in the middle, and how far apart most requests lie (standard deviation of the logarithm). */
const MIDDLE = 100
const SPREAD = 0.5
/** The slowest ninth or so waits for something else: a Pareto tail above this many standard deviations (11.3 %). */
const TAIL_FROM = 1.21
const TAIL_INDEX = 1.8
const tailMs = MIDDLE * Math.exp(SPREAD * TAIL_FROM)
/** The slowest fifth begins here. */
export const SLOW_MS = MIDDLE * Math.exp(SPREAD * 0.8416)

/**
 * How long one request takes: lognormal with a heavy tail. The design names no law, but how many people its formulas need
 * (statistics.md §6 C: 306 where the slowest fifth takes a fifth longer). In this law the formula alone, without starts
 * and weights, needs about as many; where the tail begins at 12 % instead it needs 390, where at 10 % 217.
 */
export function latencyMs(dice: Dice): number {
  const deviations = normal(dice)
  if (deviations <= TAIL_FROM) return MIDDLE * Math.exp(SPREAD * deviations)
  return tailMs * (1 - dice()) ** (-1 / TAIL_INDEX)
}
