import { lastTrue } from './bisect'
import { checkCount, checkFinite, checkRate, checkShare, checkSome } from './checks'
import { notReady, type Ready, StatsInputError } from './errors'
import { advance, type EStep, type Grid, type GridState } from './grid'
import { logSumExp } from './log-sum-exp'

/** How many gave which answer; `y` rescaled to [0,1], such as NPS −1, 0, 1 to 0, ½, 1. */
export type Answers = { y: number; count: number }

/** Fresh users of one tick: answers per arm, `mu` = predictable mean of the rescaled score. */
export type BoundedBucket = { share: number; mu: number; answers: readonly { y: number; nT: number; nC: number }[] }

/** Parts of the largest bet that can never lose all; bold ones find a large effect in few answers. */
const BETS = [0.02, 0.04, 0.08, 0.15, 0.25, 0.4, 0.6, 0.85] as const

/** Bets of equal weight for `boundedScoreE`: `r` is the part of the largest safe bet. */
export const boundedGrid: Grid = { r: BETS, logW: BETS.map(() => -Math.log(BETS.length)) }

/**
 * E-process for bounded scores while answers are few (statistics §2a), by betting [WSR24] on the assignment score of
 * statistics §2d: x = ±(T − f)(y − μ) has mean f(1−f)·harm, so Π(1 + λ(x − m f(1−f))) is a supermartingale for harm ≤ m
 * at every sample size. λ = r / (the most that one answer can take). `claim: 'no-harm'` bets the other way (proceed-E).
 * Counts only, so the order of answers is free; only the coin is trusted. `limit` m ≥ 0 in rescaled units.
 */
export function boundedScoreE(
  prev: GridState | null,
  buckets: readonly BoundedBucket[],
  o: { harm: 'up' | 'down'; limit?: number; claim?: 'harm' | 'no-harm' },
  grid: Grid = boundedGrid,
): EStep {
  const { limit = 0, claim = 'harm' } = o
  checkFinite(limit, 'limit')
  if (limit < 0 || limit > 1) throw new StatsInputError('RATE', 'limit', `must lie in [0,1], got ${limit}`)
  buckets.forEach((b, i) => checkBucket(b, `buckets.${i}`))
  grid.r.forEach((r, j) => checkRate(r, `grid.r.${j}`))
  const sign = (o.harm === 'up') === (claim === 'harm') ? 1 : -1
  const margin = claim === 'harm' ? -limit : limit
  return advance(prev, grid, (r) => buckets.reduce((sum, b) => sum + growthOf(b, r, sign, margin), 0))
}

/** Σ ln(1 + λ(±(T − f)(y − μ) + margin·f(1−f))) over one bucket's answers. */
function growthOf(b: BoundedBucket, r: number, sign: 1 | -1, margin: number): number {
  const [f, spread] = [b.share, b.share * (1 - b.share)]
  // The answers that cost most, in T and in C, at the ends of the scale.
  const [inT, inC] = sign === 1 ? [b.mu, 1 - b.mu] : [1 - b.mu, b.mu]
  const worst = Math.max((1 - f) * inT, f * inC) - Math.min(0, margin) * spread
  const bet = (x: number): number => Math.log1p((r / worst) * (sign * x + margin * spread))
  return b.answers.reduce((sum, { y, nT, nC }) => {
    return sum + nT * bet((1 - f) * (y - b.mu)) + nC * bet(-f * (y - b.mu))
  }, 0)
}

/**
 * Anytime-valid band for the mean of a score in [0,1] from few answers [WSR24] (statistics §2a): all m that neither the
 * capital bet on "more" nor the one on "less" has multiplied by 2/α. Each capital is a mean over fixed bets, so it is
 * monotone in m and the band is an interval. `have`/`need`: answers.
 */
export function boundedMeanBand(answers: readonly Answers[], alpha: number): Ready<{ lower: number; upper: number }> {
  checkRate(alpha, 'alpha')
  let n = 0
  for (const [i, { y, count }] of answers.entries()) {
    checkUnit(y, `answers.${i}.y`)
    checkCount(count, `answers.${i}.count`)
    n += count
  }
  if (n === 0) return notReady('units', 0, 1)
  const logThreshold = Math.log(2 / alpha)
  const mirrored = answers.map(({ y, count }) => ({ y: 1 - y, count }))
  const lower = lastTrue((m) => m === 0 || logCapital(answers, m) >= logThreshold, 0, 1)
  const upper = 1 - lastTrue((m) => m === 0 || logCapital(mirrored, m) >= logThreshold, 0, 1)
  return { ready: true, lower, upper }
}

/** ln mean_c Π(1 + c(y/m − 1)): the capital bet on a mean above m; falls in m. */
function logCapital(answers: readonly Answers[], m: number): number {
  const logs = BETS.map((c) => answers.reduce((sum, { y, count }) => sum + count * Math.log1p(c * (y / m - 1)), 0))
  return logSumExp(logs) - Math.log(BETS.length)
}

function checkBucket(b: BoundedBucket, field: string): void {
  checkShare(b.share, `${field}.share`)
  checkUnit(b.mu, `${field}.mu`)
  checkSome(b.answers.length, `${field}.answers`)
  for (const [i, { y, nT, nC }] of b.answers.entries()) {
    checkUnit(y, `${field}.answers.${i}.y`)
    checkCount(nT, `${field}.answers.${i}.nT`)
    checkCount(nC, `${field}.answers.${i}.nC`)
  }
}

function checkUnit(value: number, field: string): void {
  checkFinite(value, field)
  if (value < 0 || value > 1) throw new StatsInputError('RATE', field, `must lie in [0,1], got ${value}`)
}
