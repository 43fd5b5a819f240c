import { lastTrue } from './bisect'
import { checkAbove, checkCount, checkRate, checkShare, checkWeight } from './checks'
import { notReady, type Ready, StatsInputError } from './errors'

/**
 * D(f) = KL(p1‖p̄) + ((1−f)/f) KL(p0‖p̄), p̄ = fp1 + (1−f)p0: nats of evidence per exposed user when the exposed have
 * rate `p1` and the control `p0` (statistics §2j). ln(1/α)/D is Wald's limit on the mean number exposed [Wald45].
 */
export function informationRate(o: { p1: number; p0: number; share: number }): number {
  checkRate(o.p1, 'p1')
  checkRate(o.p0, 'p0')
  checkShare(o.share, 'share')
  return nats(o.p1, o.p0, o.share)
}

/** What mixing over ratios costs against knowing the true one, in nats (statistics §2j: .6 to .8). */
const MIXTURE_COST = 0.7

/**
 * The smallest harm that would show on average by now (statistics §2k): n_T·D(f) ≥ ln(threshold/(w_k ω_s)) + .7 at
 * p1 = p0 ± delta. `units`: the users exposed so far (`have`) could not show even the worst (`need`).
 */
export function resolution(o: {
  nT: number
  p0: number
  share: number
  harm: 'up' | 'down'
  weight: number
  omega: number
  threshold?: number
}): Ready<{ delta: number; ratio: number }> {
  const { p0, share, harm, threshold = 20 } = o
  checkCount(o.nT, 'nT')
  checkRate(p0, 'p0')
  checkShare(share, 'share')
  checkWeight(o.weight, 'weight')
  checkWeight(o.omega, 'omega')
  if (o.weight * o.omega === 0) throw new StatsInputError('WEIGHTS', 'weight', 'a process without weight shows nothing')
  checkAbove(threshold, 1, 'threshold')
  const needed = Math.log(threshold / (o.weight * o.omega)) + MIXTURE_COST
  const worst = harm === 'up' ? 1 - p0 : p0
  const rate = (delta: number): number => nats(harm === 'up' ? p0 + delta : p0 - delta, p0, share)
  if (o.nT * rate(worst) < needed) return notReady('units', o.nT, Math.ceil(needed / rate(worst)))
  const delta = lastTrue((d) => o.nT * rate(d) >= needed, worst, 0)
  return { ready: true, delta, ratio: harm === 'up' ? 1 + delta / p0 : 1 - delta / p0 }
}

function nats(p1: number, p0: number, share: number): number {
  const mean = share * p1 + (1 - share) * p0
  return kl(p1, mean) + ((1 - share) / share) * kl(p0, mean)
}

/** KL(a‖b) of two coins; 0·ln 0 = 0. */
function kl(a: number, b: number): number {
  return (a > 0 ? a * Math.log(a / b) : 0) + (a < 1 ? (1 - a) * Math.log((1 - a) / (1 - b)) : 0)
}
