import { lastTrue } from './bisect'
import { checkAbove, checkCount, checkLength, checkNotNegative, checkShare } from './checks'
import { StatsInputError } from './errors'
import { checkGrid, type Grid } from './grid'
import { logSumExp } from './log-sum-exp'
import { type SharedEvents } from './null-ratio'
import { type BoundOptions, solveBound } from './ratio-bound'
import { type RiskSet, sharesAtRisk } from './risk-sets'
import { type EventCounts } from './two-by-two'

/**
 * The whole likelihood of the rate ratio in 66 numbers, however many ticks went into it:
 * L(r) = d_T ln r − C(ln r), C(x) = Σ_t d_t ln(1 − f_t + f_t eˣ), kept at fixed Chebyshev nodes in x.
 * C is analytic up to ±πi off the axis, so interpolation between 64 nodes is off by less than 1e-12 nats per event.
 * Curves of one stage add; a state stored with other nodes is refused by its length.
 */
export type RatioCurve = { readonly dT: number; readonly dC: number; readonly cost: readonly number[] }

/** Null ratios that a curve answers for; bets r may lie in [.2, 10] around them. */
export const CURVE_NULL_RATIO = { min: 0.02, max: 100 }

const NODES = 64
const LOG_R = { min: Math.log(CURVE_NULL_RATIO.min * 0.2), max: Math.log(CURVE_NULL_RATIO.max * 10) }
const CENTRE = (LOG_R.max + LOG_R.min) / 2
const HALF_WIDTH = (LOG_R.max - LOG_R.min) / 2

const nodes = Array.from({ length: NODES }, (_, i) => {
  const angle = ((2 * i + 1) * Math.PI) / (2 * NODES)
  const x = CENTRE + HALF_WIDTH * Math.cos(angle)
  return { x, rMinus1: Math.expm1(x), weight: (i % 2 === 0 ? 1 : -1) * Math.sin(angle) }
})

export const emptyCurve: RatioCurve = { dT: 0, dC: 0, cost: nodes.map(() => 0) }

/** Adds ticks of the first-event form, in any order (the curve is a sum); one-sided risk sets add nothing. */
export function extendCurve(curve: RatioCurve, buckets: readonly RiskSet[]): RatioCurve {
  return sharesAtRisk(buckets).reduce(withEvents, checkedCurve(curve))
}

/** Adds events of the event-only form, judged by the assigned or past realised share. */
export function extendCurveByEvents(curve: RatioCurve, c: EventCounts): RatioCurve {
  checkShare(c.share, 'share')
  checkCount(c.sT, 'sT')
  checkCount(c.sC, 'sC')
  return withEvents(checkedCurve(curve), { share: c.share, dT: c.sT, dC: c.sC })
}

/** ln E against the null ratio R0 with one start (ω = 1): what `firstEventLogrank` gives for the same ticks. */
export function curveLogE(curve: RatioCurve, grid: Grid, nullRatio: number): number {
  checkGrid(grid)
  checkAbove(nullRatio, 0, 'nullRatio')
  return logEAt(checkedCurve(curve), grid, Math.log(nullRatio))
}

/** `ratioBound` from the curve alone. Ratios outside [.02, 100] are told apart no further: the band widens to 0 or ∞. */
export function curveBound(curve: RatioCurve, o: BoundOptions): number {
  const checked = checkedCurve(curve)
  const range = { lo: Math.log(CURVE_NULL_RATIO.min), hi: Math.log(CURVE_NULL_RATIO.max) }
  return solveBound((logR0) => logEAt(checked, o.grid, logR0), o, range)
}

/** The likeliest ratio (raw, for display); `null` without events, clipped to [.02, 100], 0 or Infinity if one arm has none. */
export function curveEstimate(curve: RatioCurve): number | null {
  const { dT, dC } = checkedCurve(curve)
  if (dT + dC === 0) return null
  if (dT === 0) return 0
  if (dC === 0) return Infinity
  const step = 1e-4
  const isRising = (x: number): boolean => 2 * step * dT > costAt(curve, x + step) - costAt(curve, x - step)
  return Math.exp(lastTrue(isRising, Math.log(CURVE_NULL_RATIO.min), Math.log(CURVE_NULL_RATIO.max)))
}

function withEvents(curve: RatioCurve, e: SharedEvents): RatioCurve {
  const d = e.dT + e.dC
  const cost = curve.cost.map((c, i) => c + d * Math.log1p(e.share * (nodes[i]?.rMinus1 ?? 0)))
  return { dT: curve.dT + e.dT, dC: curve.dC + e.dC, cost }
}

function logEAt(curve: RatioCurve, grid: Grid, logR0: number): number {
  const atNull = costAt(curve, logR0)
  return logSumExp(
    grid.r.map((r, j) => {
      const logR = Math.log(r)
      return (grid.logW[j] ?? 0) + curve.dT * logR - (costAt(curve, logR0 + logR) - atNull)
    }),
  )
}

/** Barycentric interpolation at Chebyshev nodes of the first kind (Berrut, Trefethen 2004). */
function costAt(curve: RatioCurve, x: number): number {
  if (x < LOG_R.min - 1e-9 || x > LOG_R.max + 1e-9) {
    throw new StatsInputError('RATE', 'nullRatio', `the curve does not reach a ratio of ${Math.exp(x)}`)
  }
  let above = 0
  let below = 0
  for (const [i, node] of nodes.entries()) {
    const value = curve.cost[i] ?? 0
    if (x === node.x) return value
    const pull = node.weight / (x - node.x)
    above += pull * value
    below += pull
  }
  return above / below
}

function checkedCurve(curve: RatioCurve): RatioCurve {
  checkNotNegative(curve.dT, 'curve.dT')
  checkNotNegative(curve.dC, 'curve.dC')
  checkLength(curve.cost.length, NODES, 'curve.cost')
  return curve
}
