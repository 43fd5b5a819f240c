import { checkAbove, checkFinite, checkLength, checkNotNegative, checkSome } from './checks'
import { StatsInputError } from './errors'

/** Evidence of a drift, one entry a bet; both begin at 0. Plain numbers, so it survives JSON. */
export type CusumState = { readonly cusum: readonly number[]; readonly sr: readonly number[] }

/** `M` = mean e-SR over the bets, which the alarm reads; `cusum` = mean e-CUSUM, which forgets calm times. */
export type CusumStep = { state: CusumState; M: number; cusum: number; alarm: boolean }

/** Rate ratios that the detector bets on for a rise (statistics §2h). */
export const DRIFT_RATIOS = [1.2, 1.5, 2, 3, 5] as const

/** Past this nothing is learned: no threshold lies so high, and sums of a few of them stay finite. */
const MOST = 1e300

/**
 * One minute of a count against its forecast [Page54, SRR24] (statistics §2h): ℓ = (y ln r − λ(r−1))/φ, e-CUSUM
 * M ← e^ℓ max(M, 1), e-SR M ← e^ℓ (M + 1). Alarms at most once in `threshold` minutes on average [Lor71] if λ is right;
 * λ is a forecast, so measure what it does (`replayDrift`). Ratios below 1 bet on a fall.
 */
export function cusumBaseline(
  prev: CusumState | null,
  o: { y: number; expected: number; dispersion: number },
  ratios: readonly number[],
  threshold: number,
): CusumStep {
  checkNotNegative(o.y, 'y')
  checkNotNegative(o.expected, 'expected')
  checkFinite(o.dispersion, 'dispersion')
  if (o.dispersion < 1) throw new StatsInputError('RATE', 'dispersion', `must be at least 1, got ${o.dispersion}`)
  ratios.forEach((r, j) => checkAbove(r, 0, `ratios.${j}`))
  const logs = ratios.map((r) => (o.y * Math.log(r) - o.expected * (r - 1)) / o.dispersion)
  return detect(prev, logs, threshold)
}

/** The same for a mean (statistics §2h): ℓ = δ(x − μ)/σ² − δ²/(2σ²) for each bet δ on a shift, in metric units. */
export function cusumMean(
  prev: CusumState | null,
  o: { x: number; expected: number; variance: number },
  shifts: readonly number[],
  threshold: number,
): CusumStep {
  checkFinite(o.x, 'x')
  checkFinite(o.expected, 'expected')
  checkAbove(o.variance, 0, 'variance')
  shifts.forEach((shift, j) => checkFinite(shift, `shifts.${j}`))
  const logs = shifts.map((d) => (d * (o.x - o.expected)) / o.variance - (d * d) / (2 * o.variance))
  return detect(prev, logs, threshold)
}

function detect(prev: CusumState | null, logs: readonly number[], threshold: number): CusumStep {
  checkSome(logs.length, 'bets')
  checkAbove(threshold, 1, 'threshold')
  const before = prev ?? { cusum: logs.map(() => 0), sr: logs.map(() => 0) }
  checkLength(before.cusum.length, logs.length, 'prev.cusum')
  checkLength(before.sr.length, logs.length, 'prev.sr')
  const cusum = logs.map((log, j) => grown(log, Math.max(before.cusum[j] ?? 0, 1)))
  const sr = logs.map((log, j) => grown(log, (before.sr[j] ?? 0) + 1))
  const M = mean(sr)
  return { state: { cusum, sr }, M, cusum: mean(cusum), alarm: M >= threshold }
}

function grown(log: number, from: number): number {
  return Math.min(MOST, Math.exp(log) * from)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0)
}
