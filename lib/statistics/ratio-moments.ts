import { checkCount, checkFinite, checkNotNegative } from './checks'
import { notReady, type Ready } from './errors'
import { type Est, ROUNDING } from './moments'

/** Sums over users of y − shift.y and d − shift.d (0 if none): first, second and cross moments (statistics §3). */
export type RatioSums = {
  n: number
  sY: number
  sD: number
  sYY: number
  sDD: number
  sYD: number
  shift?: { y: number; d: number }
}

/**
 * The same users' ratio before the rollout (x/z) and the products across, of the shifted values; θ is frozen, `ratioBar`
 * = ΣX/ΣZ pooled over the arms.
 */
export type RatioCuped = RatioPre & { theta: number; ratioBar: number }
export type RatioPre = { pre: RatioSums; sYX: number; sYZ: number; sDX: number; sDZ: number }

/**
 * Ratio ΣY/ΣD clustered by user, delta method [DKL18] (statistics §2a): V(r) = (S_yy − 2rS_yd + r²S_dd) / (n(n−1)d̄²).
 * With CUPED [DXKW13] on u = (y − rd)/d̄ and w = (x − r_x z)/z̄: r' = r − θ(r_x − r̄_x), v' = v_u − 2θcov + θ²v_w.
 */
export function ratioMoments(a: RatioSums, cuped?: RatioCuped): Ready<Est> {
  checkSums(a, '')
  if (a.n < 2) return notReady('units', a.n, 2)
  const plain = spreadOf(a)
  if (!Number.isFinite(plain.ratio) || !Number.isFinite(plain.variance)) {
    return notReady('baseline_near_zero', plain.meanD, 1)
  }
  if (!(plain.variance > 0)) return notReady('variance', 0, 1)
  if (cuped === undefined) return { ready: true, estimate: plain.ratio, variance: plain.variance / a.n, n: a.n }
  checkFinite(cuped.theta, 'cuped.theta')
  checkFinite(cuped.ratioBar, 'cuped.ratioBar')
  const { ratio, variance, covariance } = preSpread(a, cuped)
  if (!Number.isFinite(ratio) || !Number.isFinite(covariance)) return notReady('baseline_near_zero', cuped.pre.sD, 1)
  const left = plain.variance - 2 * cuped.theta * covariance + cuped.theta ** 2 * variance
  if (!(left > ROUNDING * plain.variance)) return notReady('variance', 0, 1)
  return { ready: true, estimate: plain.ratio - cuped.theta * (ratio - cuped.ratioBar), variance: left / a.n, n: a.n }
}

/**
 * Σ(y − rd) and Σ(y − rd)² from shifted sums (statistics §3, "Cancellation"), k = c0 − r·d0:
 * S'_yy − 2rS'_yd + r²S'_dd + 2k(S'_y − rS'_d) + nk². Never below 0, where rounding would put it.
 */
export function residualSums(a: RatioSums, r: number): { sum: number; squares: number } {
  const k = offset(a, r)
  const shifted = a.sY - r * a.sD
  const squares = a.sYY - 2 * r * a.sYD + r * r * a.sDD + 2 * k * shifted + a.n * k * k
  return { sum: shifted + a.n * k, squares: Math.max(0, squares) }
}

/** Per-user variance of w and covariance with u at the arm's own ratios, for θ and for the adjustment by it. */
export function preSpread(a: RatioSums, p: RatioPre): { ratio: number; variance: number; covariance: number } {
  checkSums({ ...p.pre, n: a.n }, 'pre.')
  for (const field of ['sYX', 'sYZ', 'sDX', 'sDZ'] as const) checkFinite(p[field], field)
  const pre = { ...p.pre, n: a.n }
  const [u, w] = [spreadOf(a), spreadOf(pre)]
  const [k, kPre] = [offset(a, u.ratio), offset(pre, w.ratio)]
  const crossed = p.sYX - w.ratio * p.sYZ - u.ratio * p.sDX + u.ratio * w.ratio * p.sDZ
  const shifts = kPre * (a.sY - u.ratio * a.sD) + k * (pre.sY - w.ratio * pre.sD) + a.n * k * kPre
  const covariance = (crossed + shifts) / ((a.n - 1) * u.meanD * w.meanD)
  return { ratio: w.ratio, variance: w.variance, covariance }
}

/** r = ΣY/ΣD, d̄, and the per-user variance of u = (y − rd)/d̄; 0 where only rounding is left of it. */
function spreadOf(a: RatioSums): { ratio: number; meanD: number; variance: number } {
  const { y = 0, d = 0 } = a.shift ?? {}
  const meanD = a.sD / a.n + d
  const ratio = (a.sY / a.n + y) / meanD
  const { squares } = residualSums(a, ratio)
  const isRounding = squares <= ROUNDING * a.sYY
  return { ratio, meanD, variance: isRounding ? 0 : squares / ((a.n - 1) * meanD * meanD) }
}

function offset(a: RatioSums, r: number): number {
  return a.shift === undefined ? 0 : a.shift.y - r * a.shift.d
}

function checkSums(a: RatioSums, prefix: string): void {
  checkCount(a.n, `${prefix}n`)
  checkFinite(a.sY, `${prefix}sY`)
  checkFinite(a.sD, `${prefix}sD`)
  checkNotNegative(a.sYY, `${prefix}sYY`)
  checkNotNegative(a.sDD, `${prefix}sDD`)
  checkFinite(a.sYD, `${prefix}sYD`)
  checkFinite(a.shift?.y ?? 0, `${prefix}shift.y`)
  checkFinite(a.shift?.d ?? 0, `${prefix}shift.d`)
}
