import { checkCount, checkFinite, checkNotNegative } from './checks'
import { notReady, type Ready } from './errors'

/** Sums over the same users of one arm: x before, y after the change. */
export type BeforeAfter = { n: number; sx: number; sy: number; sxx: number; syy: number; syx: number }

/** `ratio` = how many times more T has grown than C; `logRatio` its logarithm, with the variance of the estimate. */
export type Growth = { logRatio: number; variance: number; ratio: number }

const BASELINE_SE = 5

/**
 * Difference in differences on the log scale, for display (statistics §2g): (ln ȳ_T − ln x̄_T) − (ln ȳ_C − ln x̄_C).
 * An event that multiplies both arms cancels. Errors from within-user differences: per arm the variance of y/ȳ − x/x̄
 * over its users. Not ready while a mean is not well above 0.
 */
export function differenceInDifferences(t: BeforeAfter, c: BeforeAfter): Ready<Growth> {
  const [grownT, grownC] = [growth(t, 't'), growth(c, 'c')]
  if (!grownT.ready) return grownT
  if (!grownC.ready) return grownC
  const logRatio = grownT.log - grownC.log
  return { ready: true, logRatio, variance: grownT.variance + grownC.variance, ratio: Math.exp(logRatio) }
}

function growth(a: BeforeAfter, field: string): Ready<{ log: number; variance: number }> {
  checkCount(a.n, `${field}.n`)
  checkFinite(a.sx, `${field}.sx`)
  checkFinite(a.sy, `${field}.sy`)
  checkNotNegative(a.sxx, `${field}.sxx`)
  checkNotNegative(a.syy, `${field}.syy`)
  checkFinite(a.syx, `${field}.syx`)
  if (a.n < 2) return notReady('units', a.n, 2)
  const [x, y] = [a.sx / a.n, a.sy / a.n]
  const vx = Math.max(0, a.sxx - a.n * x * x) / (a.n - 1)
  const vy = Math.max(0, a.syy - a.n * y * y) / (a.n - 1)
  for (const [mean, variance] of [[x, vx] as const, [y, vy] as const]) {
    const errors = mean / Math.sqrt(variance / a.n)
    if (!(mean > 0) || errors < BASELINE_SE)
      return notReady('baseline_near_zero', Math.max(0, errors || 0), BASELINE_SE)
  }
  const cov = (a.syx - a.n * x * y) / (a.n - 1)
  const variance = vy / (y * y) - (2 * cov) / (x * y) + vx / (x * x)
  return { ready: true, log: Math.log(y / x), variance: Math.max(0, variance) / a.n }
}
