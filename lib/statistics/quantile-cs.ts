import betaln from '@stdlib/math-base-special-betaln'
import { lastTrue } from './bisect'
import { checkCount, checkFinite, checkRate, checkSome } from './checks'
import { StatsInputError } from './errors'

/**
 * How many of one arm's `n` values are at most x, and how many below x. From a sketch (`countAtMost`, `countBelow`) the
 * two bracket the truth by themselves; from counts that are off by `accuracy` of x, say so where they are used.
 */
export type Counts = { n: number; atMost: (x: number) => number; below: (x: number) => number }

/** Weight of the beta mixture, as if so many values had been seen (statistics §2c; an untuned choice). */
const KAPPA = 100

/**
 * ln M(x) for "x is the p-quantile" when k of n values lie at or below it [HR22] (statistics §2c):
 * B(a + k, b + n − k) / (B(a, b) p^k (1 − p)^{n−k}), a = κp, b = κ(1 − p). A martingale at the true quantile.
 */
export function quantileLogM(k: number, n: number, p: number): number {
  const [a, b] = [KAPPA * p, KAPPA * (1 - p)]
  return betaln(a + k, b + n - k) - betaln(a, b) - k * Math.log(p) - (n - k) * Math.log1p(-p)
}

/**
 * Anytime-valid band for one arm's p-quantile, for display (statistics §2c): all x with M(x) < 1/α. x is too low when
 * even k_≤(x) is too few, too high when even k_<(x) is too many, so ties cost nothing. `range` holds all values; an end
 * that nothing excludes is ∓Infinity. `accuracy` ε: counts are read at x(1 ± ε), on the side that keeps x.
 */
export function quantileBand(
  counts: Counts,
  o: { p: number; alpha: number; range: { lo: number; hi: number }; accuracy?: number },
): { lower: number; upper: number } {
  const { p, alpha, range, accuracy = 0 } = o
  checkRate(p, 'p')
  checkRate(alpha, 'alpha')
  checkCount(counts.n, 'counts.n')
  checkFinite(range.lo, 'range.lo')
  checkFinite(range.hi, 'range.hi')
  if (range.lo > range.hi) throw new StatsInputError('ORDER', 'range.hi', 'must not lie below lo')
  const few = limitOf(counts.n, p, alpha, 'few')
  const many = limitOf(counts.n, p, alpha, 'many')
  const isLow = (x: number): boolean => few !== null && counts.atMost(x + Math.abs(x) * accuracy) <= few
  const isHigh = (x: number): boolean => many !== null && counts.below(x - Math.abs(x) * accuracy) >= many
  return {
    lower: isLow(range.lo) ? lastTrue(isLow, range.lo, range.hi) : few === null ? -Infinity : range.lo,
    upper: isHigh(range.hi) ? lastTrue(isHigh, range.hi, range.lo) : many === null ? Infinity : range.hi,
  }
}

/**
 * Two-sided p-value of "both arms have the same p-quantile", for display (statistics §2c):
 * min(1, exp(−min_x[ln M_T(x) + ln M_C(x)])). `at`: all values (or buckets) of both arms; between them nothing changes.
 */
export function quantileDifferenceP(t: Counts, c: Counts, p: number, at: readonly number[]): number {
  checkRate(p, 'p')
  checkCount(t.n, 't.n')
  checkCount(c.n, 'c.n')
  checkSome(at.length, 'at')
  const least = at.reduce((min, x) => Math.min(min, leastLogM(t, x, p) + leastLogM(c, x, p)), Infinity)
  return Math.min(1, Math.exp(-least))
}

/** The M of a tie is the smallest that breaking it could give: ln M falls towards k = np and rises from there. */
function leastLogM(counts: Counts, x: number, p: number): number {
  const [below, atMost] = [counts.below(x), counts.atMost(x)]
  return quantileLogM(Math.min(Math.max(counts.n * p, below), atMost), counts.n, p)
}

/** The largest k below np (`few`), or the smallest above it (`many`), at which M ≥ 1/α; null if even 0 or n is not. */
function limitOf(n: number, p: number, alpha: number, side: 'few' | 'many'): number | null {
  const isOut = (k: number): boolean => quantileLogM(k, n, p) >= -Math.log(alpha)
  const end = side === 'few' ? 0 : n
  if (!isOut(end)) return null
  const middle = Math.round(n * p)
  const k = lastTrue((x) => isOut(Math.round(x)), end, middle)
  return Math.round(k)
}
