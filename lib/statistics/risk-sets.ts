import { checkCount } from './checks'
import { advance, type EStep, type Grid, type GridState } from './grid'
import { logRatioIncrement, type SharedEvents } from './null-ratio'

/** One tick: users at risk without an event yet, just before it (entrants included), and first events in it. */
export type RiskSet = { riskT: number; riskC: number; dT: number; dC: number }

/**
 * Anytime-valid logrank on first events [tS24] (statistics §2b): the share at risk stands in for the design share, so
 * wrong counts, ramps and staggered entry do no harm. Buckets are in time order and never merged: all events of one
 * tick share f_t, and drawing without replacement keeps the mean ≤ 1. A tick in which one arm is empty adds 0.
 * `nullRatio` = the harm limit R0 (statistics §2k). Throws COUNT when more users had an event than were at risk.
 */
export function firstEventLogrank(
  prev: GridState | null,
  buckets: readonly RiskSet[],
  grid: Grid,
  nullRatio = 1,
): EStep {
  const events = sharesAtRisk(buckets)
  return advance(prev, grid, (r) => events.reduce((sum, e) => sum + logRatioIncrement(e, r, nullRatio), 0))
}

/** The ticks that carry information, each with its share at risk f_t = R_T / (R_T + R_C). */
export function sharesAtRisk(buckets: readonly RiskSet[]): SharedEvents[] {
  return buckets.flatMap((b, i) => {
    checkCount(b.riskT, `buckets.${i}.riskT`)
    checkCount(b.riskC, `buckets.${i}.riskC`)
    checkCount(b.dT, `buckets.${i}.dT`, b.riskT)
    checkCount(b.dC, `buckets.${i}.dC`, b.riskC)
    const isIdle = b.dT + b.dC === 0
    const isOneSided = b.riskT === 0 || b.riskC === 0
    return isIdle || isOneSided ? [] : [{ share: b.riskT / (b.riskT + b.riskC), dT: b.dT, dC: b.dC }]
  })
}
