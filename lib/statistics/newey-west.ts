import cdf from '@stdlib/stats-base-dists-t-cdf'
import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix'

/** A coefficient with its Newey–West standard error and two-sided p-value. */
export type Coef = { beta: number; se: number; p: number }

export type Fit = { coefs: Coef[]; lag: number; df: number }

/**
 * OLS with heteroscedasticity- and autocorrelation-consistent errors [NW87] (statistics §2i):
 * (X'X)⁻¹[Γ0 + Σ_{l≤L}(1 − l/(L+1))(Γ_l + Γ_l')](X'X)⁻¹·n/(n−k), Γ_l = Σ e_t e_{t−l} x_t x'_{t−l}, t with n − k degrees of
 * freedom. `rows` = x_t. Null when the columns say the same thing twice or leave no degree of freedom.
 */
export function neweyWest(rows: readonly (readonly number[])[], y: readonly number[]): Fit | null {
  const [n, k] = [rows.length, rows[0]?.length ?? 0]
  const df = n - k
  if (k === 0 || df < 1) return null
  // Columns of one size: the check for collinearity then needs no units.
  const scale = Array.from({ length: k }, (_, j) => Math.sqrt(rows.reduce((sum, x) => sum + (x[j] ?? 0) ** 2, 0)))
  if (scale.includes(0)) return null
  const X = new Matrix(rows.map((x) => x.map((value, j) => value / (scale[j] ?? 1))))
  const cross = X.transpose().mmul(X)
  const bread = invert(cross)
  if (bread === null) return null
  const beta = bread.mmul(X.transpose()).mmul(Matrix.columnVector([...y]))
  const fitted = X.mmul(beta)
  const residuals = y.map((value, t) => value - fitted.get(t, 0))
  const lag = bandwidth(residuals)
  const meat = longRun(X, residuals, lag)
  const covariance = bread
    .mmul(meat)
    .mmul(bread)
    .mul(n / df)
  const coefs = Array.from({ length: k }, (_, j) => {
    const by = scale[j] ?? 1
    const [b, se] = [beta.get(j, 0) / by, Math.sqrt(Math.max(0, covariance.get(j, j))) / by]
    const p = se > 0 ? 2 * cdf(-Math.abs(b / se), df) : b === 0 ? 1 : 0
    return { beta: b, se, p }
  })
  return { coefs, lag, df }
}

/**
 * L = max(3, ⌈.75 n^⅓⌉), raised to the last lag at which the residuals' autocorrelation is significant (statistics §2i).
 * Looked for as far as 10·log10(n), where it is customary to stop: farther out one lag in twenty is so by chance.
 */
function bandwidth(residuals: readonly number[]): number {
  const n = residuals.length
  const least = Math.max(3, Math.ceil(0.75 * Math.cbrt(n)))
  const most = Math.min(Math.floor(n / 4), Math.floor(10 * Math.log10(n)))
  const power = residuals.reduce((sum, e) => sum + e * e, 0)
  for (let lag = most; lag > least; lag -= 1) {
    if (Math.abs(autocovariance(residuals, lag)) > (1.96 / Math.sqrt(n)) * power) return lag
  }
  return Math.min(least, n - 1)
}

function autocovariance(residuals: readonly number[], lag: number): number {
  let sum = 0
  for (let t = lag; t < residuals.length; t += 1) sum += (residuals[t] ?? 0) * (residuals[t - lag] ?? 0)
  return sum
}

/** Γ0 + Σ (1 − l/(L+1))(Γ_l + Γ_l') of u_t = e_t x_t: with u' weighted over the lags first, one product is enough. */
function longRun(X: Matrix, residuals: readonly number[], lag: number): Matrix {
  const u = X.to2DArray().map((x, t) => x.map((value) => value * (residuals[t] ?? 0)))
  const weighted = u.map((now, t) => {
    // Half of Γ0, so that adding the transpose gives all of it.
    const sum = now.map((value) => value / 2)
    for (let l = 1; l <= Math.min(lag, t); l += 1) {
      const [past, weight] = [u[t - l], 1 - l / (lag + 1)]
      for (let j = 0; j < sum.length; j += 1) sum[j] = (sum[j] ?? 0) + weight * (past?.[j] ?? 0)
    }
    return sum
  })
  const half = new Matrix(u).transpose().mmul(new Matrix(weighted))
  return Matrix.add(half, half.transpose())
}

/** Columns have length 1, so an eigenvalue this small means that they say the same thing twice. */
const COLLINEAR = 1e-12

function invert(cross: Matrix): Matrix | null {
  const { realEigenvalues } = new EigenvalueDecomposition(cross, { assumeSymmetric: true })
  return Math.min(...realEigenvalues) > COLLINEAR ? inverse(cross) : null
}
