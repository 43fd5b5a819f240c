import { checkAbove, checkCount, checkFinite, checkNotNegative } from './checks'
import { notReady, type Ready } from './errors'
import { type Est } from './moments'

/** One stratum; `pooledVariance`, if given, is the variance of T − C and replaces the sum of the arms' variances. */
export type Stratum = { t: Est; c: Est; pooledVariance?: number }

/** T − C; the sign of harm is the caller's. `M`, `Q` feed `asympCsOneSided`; a limit m costs m·sumW of M. */
export type StratifiedDifference = { delta: number; variance: number; M: number; Q: number; sumW: number }

/**
 * Overlap (CMH) weights w_s = n_T n_C/(n_T + n_C) (statistics §2d): M = Σw_sΔ_s, Q = Σw_s²V_s, Δ̂ = M/Σw_s.
 * Compare inside a stratum, then sum: pooling over stages mistakes a drifting baseline for an effect. Strata with an
 * empty arm are skipped; not ready when none is left.
 */
export function stratifiedDifference(strata: readonly Stratum[]): Ready<StratifiedDifference> {
  let [M, Q, sumW] = [0, 0, 0]
  for (const [i, { t, c, pooledVariance }] of strata.entries()) {
    checkEst(t, `strata.${i}.t`)
    checkEst(c, `strata.${i}.c`)
    const variance = pooledVariance ?? t.variance + c.variance
    checkNotNegative(variance, `strata.${i}.pooledVariance`)
    if (t.n === 0 || c.n === 0) continue
    const weight = overlap(t.n, c.n)
    M += weight * (t.estimate - c.estimate)
    Q += weight * weight * variance
    sumW += weight
  }
  if (sumW === 0) return notReady('arm_empty', 0, 1)
  return { ready: true, delta: M / sumW, variance: Q / (sumW * sumW), M, Q, sumW }
}

/** Variance of a difference of proportions under "no difference": p̄(1−p̄)(1/n_T + 1/n_C) (statistics §2a). */
export function pooledRateVariance(a: { nT: number; sT: number; nC: number; sC: number }): number {
  checkCount(a.nT, 'nT')
  checkCount(a.nC, 'nC')
  checkCount(a.sT, 'sT', a.nT)
  checkCount(a.sC, 'sC', a.nC)
  checkAbove(a.nT, 0, 'nT')
  checkAbove(a.nC, 0, 'nC')
  const p = (a.sT + a.sC) / (a.nT + a.nC)
  return (p * (1 - p)) / overlap(a.nT, a.nC)
}

function overlap(nT: number, nC: number): number {
  return nT * (nC / (nT + nC))
}

function checkEst(est: Est, field: string): void {
  checkCount(est.n, `${field}.n`)
  if (est.n === 0) return
  checkFinite(est.estimate, `${field}.estimate`)
  checkNotNegative(est.variance, `${field}.variance`)
}
