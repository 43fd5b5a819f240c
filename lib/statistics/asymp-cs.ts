import logcdf from '@stdlib/stats-base-dists-normal-logcdf'
import { lastTrue } from './bisect'
import { checkAbove, checkFinite, checkNotNegative, checkRate } from './checks'
import { StatsInputError } from './errors'

/**
 * One-sided information-time e-process with a half-normal prior [W24, Rob70, H21] (statistics §2a):
 * ln E = ln2 − ½ln k + s²/2 + lnΦ(s), k = 1 + ρ²I, s = ρ·score/√k. (score, scoreVar, scale) is (I·h', I, ρ),
 * (±S, V, λ) or (±M, Q, λ); score > 0 is harm past the limit. Asymptotic: start gates are the caller's.
 * Throws NOT_FINITE where the numbers leave float64.
 */
export function asympCsOneSided(x: { score: number; scoreVar: number; scale: number }): { logE: number; s: number } {
  checkFinite(x.score, 'score')
  checkNotNegative(x.scoreVar, 'scoreVar')
  checkAbove(x.scale, 0, 'scale')
  const k = 1 + x.scale * x.scale * x.scoreVar
  const s = (x.scale * x.score) / Math.sqrt(k)
  if (!Number.isFinite(k) || !Number.isFinite(s * s))
    throw new StatsInputError('NOT_FINITE', 'score', 'is out of range')
  return { logE: oneSidedLogE(s, k), s }
}

/**
 * End of the anytime-valid band for the harm, in metric units (statistics §2a): the limit m at which ln E reaches
 * ln(1/alpha). `lower` excludes smaller harm, `upper` (bets on h' = m − h) excludes larger. `variance` is that of the
 * estimate; `rho` the MDE in metric units. To 1e-12 standard errors.
 */
export function harmBound(x: {
  harm: number
  variance: number
  rho: number
  alpha: number
  side: 'lower' | 'upper'
}): number {
  checkFinite(x.harm, 'harm')
  checkNotNegative(x.variance, 'variance')
  checkAbove(x.rho, 0, 'rho')
  checkRate(x.alpha, 'alpha')
  if (x.variance === 0) return x.harm
  const information = x.rho * x.rho * (1 / x.variance)
  const k = 1 + information
  const logThreshold = -Math.log(x.alpha)
  // Past this s the term s²/2 alone is over the threshold: lnΦ(s) > −ln2 for s > 0.
  const far = Math.sqrt(2 * (logThreshold + 0.5 * Math.log(k))) + 1
  const s = lastTrue((at) => oneSidedLogE(at, k) < logThreshold, -far, far)
  const reach = s * Math.sqrt(x.variance) * Math.sqrt(k / information)
  const bound = x.side === 'lower' ? x.harm - reach : x.harm + reach
  checkFinite(bound, 'variance')
  return bound
}

function oneSidedLogE(s: number, k: number): number {
  return Math.LN2 - 0.5 * Math.log(k) + halfSquarePlusLogCdf(s)
}

/** s²/2 + lnΦ(s). Far left both terms are huge and cancel; there Mills' ratio as a series says what is left. */
function halfSquarePlusLogCdf(s: number): number {
  if (s > -30) return (s * s) / 2 + logcdf(s, 0, 1)
  const u = 1 / (s * s)
  const series = -u * (1 - u * (3 - u * (15 - u * 105)))
  return -Math.log(-s) - 0.5 * Math.log(2 * Math.PI) + Math.log1p(series)
}
