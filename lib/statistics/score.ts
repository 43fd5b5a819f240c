import { asympCsOneSided } from './asymp-cs'
import { checkAbove, checkCount, checkFinite, checkNotNegative, checkShare } from './checks'

/**
 * Fresh users of one bucket: counts and Σy per arm, `ss` = Σy² of both arms, `mu` predictable. `ssT` = Σy² of T alone:
 * given for proportions with a limit, whose variance is not the null's (statistics §2k).
 */
export type ScoreBucket = {
  share: number
  mu: number
  nT: number
  nC: number
  sT: number
  sC: number
  ss: number
  ssT?: number
}

/** `S` is an exact martingale; `delta` = S/W = T − C with `se` = √V/W, NaN-free: both 0 before the first user. */
export type Score = { S: number; V: number; W: number; delta: number; se: number; logE: number }

/**
 * Score martingale for any f(t), the form for ramps (statistics §2d): S = Σ(T − f)(Y − μ), V = Σf(1−f)(Y − μ)²,
 * ln E by `asympCsOneSided` with λ = mde/sigma2. `limit` m ≥ 0 (statistics §2k) tests harm ≤ m: ±S − mW for ±S, and
 * where `ssT` is given V_b ← max(V_b, (1−f)²Q_T + f²Q_C). The Gaussian mixture is asymptotic: keep the start gates.
 */
export function scoreMartingale(
  buckets: readonly ScoreBucket[],
  o: { mde: number; sigma2: number; harm: 'up' | 'down'; limit?: number },
): Score {
  const { limit = 0 } = o
  checkAbove(o.mde, 0, 'mde')
  checkAbove(o.sigma2, 0, 'sigma2')
  checkNotNegative(limit, 'limit')
  let [S, V, W] = [0, 0, 0]
  for (const [i, b] of buckets.entries()) {
    const one = scoreOf(b, `buckets.${i}`)
    S += one.S
    V += limit > 0 ? Math.max(one.V, one.armV) : one.V
    W += one.W
  }
  const harm = o.harm === 'up' ? S : -S
  const { logE } = asympCsOneSided({ score: harm - limit * W, scoreVar: V, scale: o.mde / o.sigma2 })
  return { S, V, W, delta: W === 0 ? 0 : S / W, se: W === 0 ? 0 : Math.sqrt(V) / W, logE }
}

/**
 * What buckets add up to. `V` is the variance of S when both arms are alike, `armV` = Σ(1−f)²Q_T + f²Q_C when they are
 * not (0 where `ssT` is not known). Plain numbers: sums of sums are sums.
 */
export type ScoreSums = { readonly S: number; readonly V: number; readonly W: number; readonly armV: number }

/** One bucket's contribution; `field` names it in errors. */
export function scoreOf(b: ScoreBucket, field = 'bucket'): ScoreSums {
  checkBucket(b, field)
  const rest = 1 - b.share
  return {
    S: rest * b.sT - b.share * b.sC - b.mu * (b.nT * rest - b.nC * b.share),
    V: nullVariance(b),
    W: b.share * rest * (b.nT + b.nC),
    armV: armVariance(b),
  }
}

function nullVariance(b: ScoreBucket): number {
  return b.share * (1 - b.share) * squares(b.ss, b.sT + b.sC, b.nT + b.nC, b.mu)
}

function armVariance(b: ScoreBucket): number {
  if (b.ssT === undefined) return 0
  const qT = squares(b.ssT, b.sT, b.nT, b.mu)
  const qC = squares(b.ss - b.ssT, b.sC, b.nC, b.mu)
  return (1 - b.share) ** 2 * qT + b.share ** 2 * qC
}

/** Σ(y − μ)² from moments; never below 0, where rounding would put it. */
function squares(s2: number, s1: number, n: number, mu: number): number {
  return Math.max(0, s2 - 2 * mu * s1 + n * mu * mu)
}

function checkBucket(b: ScoreBucket, field: string): void {
  checkShare(b.share, `${field}.share`)
  checkCount(b.nT, `${field}.nT`)
  checkCount(b.nC, `${field}.nC`)
  checkFinite(b.mu, `${field}.mu`)
  checkFinite(b.sT, `${field}.sT`)
  checkFinite(b.sC, `${field}.sC`)
  checkNotNegative(b.ss, `${field}.ss`)
  if (b.ssT !== undefined) checkNotNegative(b.ssT, `${field}.ssT`)
}
