import { asympCsOneSided } from './asymp-cs'
import { lastTrue } from './bisect'
import { checkAbove, checkCount, checkRate, checkShare, checkWeight } from './checks'
import { notReady, type Ready, StatsInputError } from './errors'

/**
 * x(α): what z² must reach for an alarm at level α when the true effect is the one bet on (statistics §2j): 7.66 at .05,
 * 11.25 at .01, 16.22 at .001.
 */
export function informationToAlarm(alpha: number): number {
  checkRate(alpha, 'alpha')
  const logThreshold = -Math.log(alpha)
  const isShort = (x: number): boolean => asympCsOneSided({ score: x, scoreVar: x, scale: 1 }).logE < logThreshold
  // ln E ≥ x²/(2(1+x)) − ½ln(1+x), which has passed the threshold here.
  return lastTrue(isShort, 0, 4 * logThreshold + 20)
}

/**
 * Exposed users until a mean decides, n_T ≈ x(α)σ²/((1−f)Δ²) (statistics §2j): Δ = the effect to find, or the margin to
 * rule out when there is no harm. `variance` σ² per user.
 */
export function usersForMean(o: { alpha: number; variance: number; share: number; delta: number }): number {
  checkAbove(o.variance, 0, 'variance')
  checkShare(o.share, 'share')
  checkAbove(o.delta, 0, 'delta')
  return (informationToAlarm(o.alpha) * o.variance) / ((1 - o.share) * o.delta * o.delta)
}

/**
 * The smallest harm of a mean that would show on average by now (statistics §2k):
 * δ = √(x(w_kω_s/20) σ² / ((1−f) n_T)), in metric units. Nobody exposed yet shows nothing.
 */
export function meanResolution(o: {
  nT: number
  variance: number
  share: number
  weight: number
  omega: number
  threshold?: number
}): Ready<{ delta: number }> {
  const { threshold = 20 } = o
  checkCount(o.nT, 'nT')
  checkAbove(o.variance, 0, 'variance')
  checkShare(o.share, 'share')
  checkWeight(o.weight, 'weight')
  checkWeight(o.omega, 'omega')
  if (o.weight * o.omega === 0) throw new StatsInputError('WEIGHTS', 'weight', 'a process without weight shows nothing')
  checkAbove(threshold, 1, 'threshold')
  if (o.nT === 0) return notReady('units', 0, 1)
  const x = informationToAlarm((o.weight * o.omega) / threshold)
  return { ready: true, delta: Math.sqrt((x * o.variance) / ((1 - o.share) * o.nT)) }
}
