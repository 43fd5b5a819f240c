import { lastTrue } from './bisect'
import { checkAbove } from './checks'
import { StatsInputError } from './errors'
import { checkGrid, type Grid } from './grid'
import { logSumExp } from './log-sum-exp'
import { logRatioIncrement } from './null-ratio'
import { type RiskSet, sharesAtRisk } from './risk-sets'

/** `threshold` > 1 is the e-value that a null ratio must reach to be excluded: 20/(w_k ω_s) or 20 (statistics §2k). */
export type BoundOptions = { grid: Grid; threshold: number; side: 'lower' | 'upper' }

/** ln R0 is looked for up to here in either direction: past it a ratio has no meaning left. */
const LOG_RATIO_MAX = 50

/**
 * End of the anytime-valid band for the rate ratio, from one stage's ticks (one start, ω = 1), to 1e-10 relative.
 * `lower`: the largest R0 that bets on r > 1 exclude (0 if none); `upper`: the smallest R0 that bets on r < 1 exclude
 * (Infinity if none). The likelihood is concave in ln r, so E is monotone in R0 and the end is unique (statistics §2k).
 */
export function ratioBound(buckets: readonly RiskSet[], o: BoundOptions): number {
  const events = sharesAtRisk(buckets)
  const logE = (logR0: number): number => {
    const nullRatio = Math.exp(logR0)
    const gain = (r: number): number => events.reduce((sum, e) => sum + logRatioIncrement(e, r, nullRatio), 0)
    return logSumExp(o.grid.r.map((r, j) => (o.grid.logW[j] ?? 0) + gain(r)))
  }
  return solveBound(logE, o, { lo: -LOG_RATIO_MAX, hi: LOG_RATIO_MAX })
}

/** The crossing of ln E(ln R0) with the threshold inside `range`; open (0, Infinity) when nothing in it is excluded. */
export function solveBound(
  logE: (logR0: number) => number,
  o: BoundOptions,
  range: { lo: number; hi: number },
): number {
  checkGrid(o.grid)
  checkAbove(o.threshold, 1, 'threshold')
  const isLower = o.side === 'lower'
  const wrong = o.grid.r.findIndex((r) => (isLower ? r <= 1 : r >= 1))
  if (wrong >= 0) throw new StatsInputError('ORDER', `grid.r.${wrong}`, `does not bet on the side '${o.side}'`)
  const logThreshold = Math.log(o.threshold)
  const isExcluded = (logR0: number): boolean => logE(logR0) >= logThreshold
  const easiest = isLower ? range.lo : range.hi
  const hardest = isLower ? range.hi : range.lo
  if (!isExcluded(easiest)) return isLower ? 0 : Infinity
  return Math.exp(isExcluded(hardest) ? hardest : lastTrue(isExcluded, easiest, hardest))
}
