import gammaln from '@stdlib/math-base-special-gammaln'
import { checkAbove, checkCount, checkLength, checkShare } from './checks'
import { StatsInputError } from './errors'

/** Fresh users of one stratum per arm, and the shares that the hash should have given them. */
export type SrmStratum = { counts: readonly number[]; shares: readonly number[] }

export type SrmLevel = 'ok' | 'warn' | 'alarm'

const WARN = Math.log(100)
const ALARM = Math.log(1_000)

/**
 * Sequential sample-ratio test [LM22] (statistics §2e): a Dirichlet-multinomial against the declared shares,
 * E = B(κf + n) / (B(κf) Π f_j^{n_j}), valid at every look. Strata add. Alarm at E ≥ 1000 (α = .001), warn at 100.
 * Throws SHARE unless each stratum's shares sum to 1.
 */
export function sequentialSrm(strata: readonly SrmStratum[], kappa = 1_000): { logE: number; level: SrmLevel } {
  checkAbove(kappa, 0, 'kappa')
  const logE = strata.reduce((sum, stratum, i) => sum + stratumLogE(stratum, kappa, `strata.${i}`), 0)
  return { logE, level: logE >= ALARM ? 'alarm' : logE >= WARN ? 'warn' : 'ok' }
}

function stratumLogE({ counts, shares }: SrmStratum, kappa: number, field: string): number {
  checkLength(counts.length, shares.length, `${field}.counts`)
  shares.forEach((share, j) => checkShare(share, `${field}.shares.${j}`))
  counts.forEach((count, j) => checkCount(count, `${field}.counts.${j}`))
  const total = shares.reduce((sum, share) => sum + share, 0)
  if (Math.abs(total - 1) > 1e-12) throw new StatsInputError('SHARE', `${field}.shares`, `must sum to 1, got ${total}`)
  const n = counts.reduce((sum, count) => sum + count, 0)
  const perArm = shares.map((share, j) => {
    const count = counts[j] ?? 0
    return gammaln(kappa * share + count) - gammaln(kappa * share) - count * Math.log(share)
  })
  return perArm.reduce((sum, x) => sum + x, 0) - (gammaln(kappa + n) - gammaln(kappa))
}
