import { checkAbove, checkFinite } from './checks'
import { StatsInputError } from './errors'
import { type RatioSums, residualSums } from './ratio-moments'
import { type ScoreBucket } from './score'

/**
 * A relative limit as buckets: under the null "mean of T = R0 × mean of C" C's values times R0 have T's mean, so S of
 * y_T and R0·y_C is a martingale with no division by an estimated mean (statistics §2k). Test with `limit` 0 and
 * `arms: 'unlike'`. R0 = 1 + ℓ, harm down 1 − ℓ. Needs `ssT` and a baseline μ > 0: a multiple of nothing limits nothing.
 */
export function relativeBucket(b: ScoreBucket & { ssT: number }, nullRatio: number): ScoreBucket {
  checkAbove(nullRatio, 0, 'nullRatio')
  checkAbove(b.mu, 0, 'mu')
  return {
    ...b,
    mu: b.mu * nullRatio,
    sC: b.sC * nullRatio,
    ss: b.ssT + nullRatio * nullRatio * Math.max(0, b.ss - b.ssT),
  }
}

/**
 * Ratios ΣY/ΣD by linearisation [DKL18], u = (y − r·d)/d̄ per user, so that S/W is the difference of the ratios. `ratio` r
 * and `meanD` d̄ are predictable (frozen per stage from C). A limit goes inside: `ratioT` = r ± m or r·R0, tested with
 * `limit` 0 and `arms: 'unlike'`; then T may use more or less of the denominator without harm.
 * Exact for "the pair (y, d) does not depend on the arm", whatever r is. Asymptotic for "the ratio does not": the bias is
 * (R − r)(d̄_T − d̄_C)/d̄, the product of two small errors, and vanishes as r becomes right.
 */
export function ratioBucket(o: {
  share: number
  ratio: number
  ratioT?: number
  meanD: number
  t: RatioSums
  c: RatioSums
}): ScoreBucket {
  const { ratio, ratioT = ratio, meanD } = o
  checkFinite(ratio, 'ratio')
  checkFinite(ratioT, 'ratioT')
  checkFinite(meanD, 'meanD')
  if (meanD === 0) throw new StatsInputError('RATE', 'meanD', 'must not be 0')
  const [t, c] = [residualSums(o.t, ratioT), residualSums(o.c, ratio)]
  const [ssT, ssC] = [t.squares / (meanD * meanD), c.squares / (meanD * meanD)]
  return {
    share: o.share,
    mu: 0,
    nT: o.t.n,
    nC: o.c.n,
    sT: t.sum / meanD,
    sC: c.sum / meanD,
    ss: ssT + ssC,
    ssT,
  }
}
