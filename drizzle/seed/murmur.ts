import { type Evaluator } from '@/lib/flags/core/evaluator'
import { type Instant } from '@/lib/kernel/time'
import { type IncomingRecord } from '@/lib/telemetry/core/schema'
import { crowd } from './crowd'
import { type Dice } from './dice'

/** Seconds before a start in which somebody was there, and how many people came. */
const [FROM_S, LENGTH_S, ARRIVALS] = [70, 40, 6]

/**
 * A few people who meet a flag and its metrics just before a rollout starts: nobody starts on signals that are silent.
 * They are in no rollout, so they are no evidence.
 */
export function murmur(
  flag: string,
  metrics: readonly string[],
  evaluator: Evaluator,
  random: Dice,
  start: Instant,
): IncomingRecord[] {
  const rates = Object.fromEntries(metrics.map((metric) => [metric, { baseline: 1, exposed: 1 }]))
  const span = { fromMs: Date.parse(start) - FROM_S * 1000, lengthMs: LENGTH_S * 1000, minute: 0, crowdedness: 1 }
  return crowd({ flag, arrivals: ARRIVALS, rates }, evaluator, random, span)
}
