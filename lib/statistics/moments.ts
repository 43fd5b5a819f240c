import { checkCount, checkFinite, checkNotNegative } from './checks'
import { notReady, type Ready } from './errors'

/** In metric units; `variance` is the variance OF the estimate (units²); `n` users. */
export type Est = { estimate: number; variance: number; n: number }

/** Sums over users of y − shift: n, Σy, Σy². `absMax` = max|y − shift|, given where a single user could dominate. */
export type MeanSums = { n: number; s1: number; s2: number; shift?: number; absMax?: number }

/** Sums over the same users of the covariate x (Σx, Σx², Σxy), the frozen slope θ and x̄ pooled over the arms. */
export type CupedSums = { sx: number; sxx: number; syx: number; theta: number; xBar: number }

/** Below this part of the mean square a variance is rounding, not data. */
export const ROUNDING = 1e-13
const UNITS_MIN_HEAVY = 100
const DOMINANCE_MAX = 0.1

/**
 * Mean of one arm in one stratum (statistics §2a), with CUPED [DXKW13] if given: m' = m_y − θ(m_x − x̄),
 * v' = v_y − 2θcov + θ²v_x. Not ready with fewer than 2 users, without variance, or, where `absMax` is given, with
 * fewer than 100 users or while one user holds a tenth of Σy² (`dominated`).
 */
export function meanMoments(a: MeanSums, cuped?: CupedSums): Ready<Est> {
  const { n, s1, s2, shift = 0, absMax } = a
  checkCount(n, 'n')
  checkFinite(s1, 's1')
  checkNotNegative(s2, 's2')
  checkFinite(shift, 'shift')
  if (absMax !== undefined) checkNotNegative(absMax, 'absMax')
  const unitsMin = absMax === undefined ? 2 : UNITS_MIN_HEAVY
  if (n < unitsMin) return notReady('units', n, unitsMin)
  const variance = (s2 - (s1 * s1) / n) / (n - 1)
  if (!(variance > (ROUNDING * s2) / n)) return notReady('variance', 0, 1)
  const dominance = absMax === undefined ? 0 : (absMax * absMax) / s2
  if (dominance >= DOMINANCE_MAX) return notReady('dominated', dominance, DOMINANCE_MAX)
  if (cuped === undefined) return { ready: true, estimate: s1 / n + shift, variance: variance / n, n }
  return adjusted({ n, s1, shift, variance }, cuped)
}

function adjusted(y: { n: number; s1: number; shift: number; variance: number }, c: CupedSums): Ready<Est> {
  checkFinite(c.sx, 'cuped.sx')
  checkNotNegative(c.sxx, 'cuped.sxx')
  checkFinite(c.syx, 'cuped.syx')
  checkFinite(c.theta, 'cuped.theta')
  checkFinite(c.xBar, 'cuped.xBar')
  const covariance = (c.syx - (y.s1 * c.sx) / y.n) / (y.n - 1)
  const varianceX = (c.sxx - (c.sx * c.sx) / y.n) / (y.n - 1)
  const variance = y.variance - 2 * c.theta * covariance + c.theta * c.theta * varianceX
  if (!(variance > ROUNDING * y.variance)) return notReady('variance', 0, 1)
  const estimate = y.s1 / y.n + y.shift - c.theta * (c.sx / y.n - c.xBar)
  return { ready: true, estimate, variance: variance / y.n, n: y.n }
}
