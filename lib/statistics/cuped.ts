import { checkCount, checkFinite, checkNotNegative, checkSome } from './checks'
import { notReady, type Ready } from './errors'
import { type CupedSums, type MeanSums } from './moments'
import { preSpread, type RatioPre, type RatioSums } from './ratio-moments'

/** Sums of one arm over the same users: x is the metric before first exposure, y the metric. Any shift of y is fine. */
export type CovariateSums = { n: number; s1: number; sx: number; sxx: number; syx: number }

/**
 * θ = Σ_arms cov(y, x) / Σ_arms var(x), pooled *inside* the arms, so that an effect of T does not leak into it, and x̄
 * over all arms [DXKW13] (statistics §2a). To be frozen at stage start. Arms of fewer than 2 users do not count.
 */
export function cupedTheta(arms: readonly CovariateSums[]): Ready<{ theta: number; xBar: number }> {
  checkSome(arms.length, 'arms')
  arms.forEach(checkCovariate)
  const told = arms.filter(({ n }) => n >= 2)
  const n = told.reduce((sum, arm) => sum + arm.n, 0)
  if (n === 0) return notReady('units', 0, 2)
  const pairs = told.map((arm) => ({
    covariance: (arm.syx - (arm.s1 * arm.sx) / arm.n) / (arm.n - 1),
    variance: (arm.sxx - (arm.sx * arm.sx) / arm.n) / (arm.n - 1),
  }))
  return slope(pairs, told.reduce((sum, arm) => sum + arm.sx, 0) / n)
}

/** The same for ratios: slope of u = (y − rd)/d̄ on w = (x − r_x z)/z̄, and r̄_x = ΣX/ΣZ (statistics §2a). */
export function ratioTheta(
  arms: readonly { sums: RatioSums; before: RatioPre }[],
): Ready<{ theta: number; ratioBar: number }> {
  checkSome(arms.length, 'arms')
  const told = arms.filter(({ sums }) => sums.n >= 2)
  if (told.length === 0) return notReady('units', 0, 2)
  const [x, z] = [told.map((arm) => totalOf(arm, 'y')), told.map((arm) => totalOf(arm, 'd'))]
  const ratioBar = x.reduce((sum, v) => sum + v, 0) / z.reduce((sum, v) => sum + v, 0)
  if (!Number.isFinite(ratioBar)) return notReady('baseline_near_zero', 0, 1)
  const fitted = slope(
    told.map(({ sums, before }) => preSpread(sums, before)),
    ratioBar,
  )
  return fitted.ready ? { ready: true, theta: fitted.theta, ratioBar } : fitted
}

/**
 * Σ and Σ² of y − θ(x − x̄) over the users of one arm, for score buckets; θ and x̄ both frozen before the users came
 * (`xBar` of the stage's past). A shift of y stays in.
 */
export function cupedSums(a: Pick<MeanSums, 'n' | 's1' | 's2'>, c: CupedSums): { s1: number; s2: number } {
  const centred = c.sx - a.n * c.xBar
  const squares = c.sxx - 2 * c.xBar * c.sx + a.n * c.xBar * c.xBar
  const s2 = a.s2 - 2 * c.theta * (c.syx - c.xBar * a.s1) + c.theta * c.theta * squares
  return { s1: a.s1 - c.theta * centred, s2: Math.max(0, s2) }
}

function slope(
  pairs: readonly { covariance: number; variance: number }[],
  xBar: number,
): Ready<{ theta: number; xBar: number }> {
  const covariance = pairs.reduce((sum, pair) => sum + pair.covariance, 0)
  const variance = pairs.reduce((sum, pair) => sum + pair.variance, 0)
  const theta = covariance / variance
  return variance > 0 && Number.isFinite(theta) ? { ready: true, theta, xBar } : notReady('variance', 0, 1)
}

function totalOf({ sums, before }: { sums: RatioSums; before: RatioPre }, of: 'y' | 'd'): number {
  const sum = of === 'y' ? before.pre.sY : before.pre.sD
  return sum + sums.n * (before.pre.shift?.[of] ?? 0)
}

function checkCovariate(arm: CovariateSums, i: number): void {
  checkCount(arm.n, `arms.${i}.n`)
  checkFinite(arm.s1, `arms.${i}.s1`)
  checkFinite(arm.sx, `arms.${i}.sx`)
  checkNotNegative(arm.sxx, `arms.${i}.sxx`)
  checkFinite(arm.syx, `arms.${i}.syx`)
}
