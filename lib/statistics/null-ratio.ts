import { checkAbove, checkNotNegative, checkShare } from './checks'
import { StatsInputError } from './errors'

/** Events at one share: all of them are judged by the same chance of falling into T. */
export type SharedEvents = { share: number; dT: number; dC: number }

/**
 * A metric's harm limit as the rate ratio R0 that E_m tests (statistics §2k). Relative: 1 ± ℓ. Absolute: 1 ± h/b in
 * the unit of `baseline` (b, frozen at Start). Throws RATE when a down-harm limit would allow everything (h ≥ b, ℓ ≥ 1).
 */
export function limitToRatio(o: {
  limit: number
  kind: 'absolute' | 'relative'
  harm: 'up' | 'down'
  baseline: number
}): number {
  checkNotNegative(o.limit, 'limit')
  if (o.kind === 'absolute') checkAbove(o.baseline, 0, 'baseline')
  const relative = o.kind === 'absolute' ? o.limit / o.baseline : o.limit
  if (o.harm === 'up') return 1 + relative
  if (relative >= 1) throw new StatsInputError('RATE', 'limit', 'must be smaller than the baseline it is taken from')
  return 1 - relative
}

/** Chance that an event falls into T when the true ratio is R0: f_m = fR0 / (1 − f + fR0). */
export function nullShare(share: number, nullRatio: number): number {
  checkShare(share, 'share')
  checkAbove(nullRatio, 0, 'nullRatio')
  return (share * nullRatio) / (1 - share + share * nullRatio)
}

/**
 * Δ ln E of betting on R0·r against R0: d_T ln r − d ln[(1 − f + fR0r) / (1 − f + fR0)] (statistics §2k).
 * With R0 = 1 it is the event-only increment of [LM22].
 */
export function logRatioIncrement(e: SharedEvents, r: number, nullRatio: number): number {
  const asNull = nullShare(e.share, nullRatio)
  return e.dT * Math.log(r) - (e.dT + e.dC) * Math.log1p(asNull * (r - 1))
}
