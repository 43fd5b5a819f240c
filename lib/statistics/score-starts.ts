import { asympCsOneSided, harmBound } from './asymp-cs'
import { checkAbove, checkFinite, checkNotNegative, checkWeight } from './checks'
import { StatsInputError } from './errors'
import { logSumExp } from './log-sum-exp'
import { type ScoreBucket, scoreOf, type ScoreSums } from './score'

/** A score martingale with declared starts: what has come in so far, and what had come in at each start. */
export type ScoreProcess = {
  readonly sums: ScoreSums
  readonly starts: readonly { readonly omega: number; readonly from: ScoreSums }[]
}

/**
 * What is asked of the sums. `scale` λ = MDE/σ0², frozen at rollout start. `claim: 'harm'` bets on harm past the limit,
 * 'no-harm' on harm short of it (proceed-E). `arms: 'unlike'` where the null itself lets T differ from C; so with any
 * limit > 0, and with buckets that carry their limit inside (`relativeBucket`, `ratioBucket`).
 */
export type ScoreTest = {
  scale: number
  harm: 'up' | 'down'
  limit?: number
  claim?: 'harm' | 'no-harm'
  arms?: 'alike' | 'unlike'
}

export const noScore: ScoreSums = { S: 0, V: 0, W: 0, armV: 0 }

/** Opens a declared start: the e-value of everything from here on, with weight ω (statistics §2k). WEIGHTS if Σω > 1. */
export function openScoreStart(prev: ScoreProcess | null, omega: number): ScoreProcess {
  checkWeight(omega, 'omega')
  const before = prev ?? { sums: noScore, starts: [] }
  const taken = before.starts.reduce((sum, start) => sum + start.omega, omega)
  if (taken > 1 + 1e-9) throw new StatsInputError('WEIGHTS', 'omega', `exceeds the reserve by ${taken - 1}`)
  return { sums: before.sums, starts: [...before.starts, { omega, from: before.sums }] }
}

/** Adds buckets of fresh users, in any order: S, V and W are sums. `null` starts the process here with ω = 1. */
export function extendScore(prev: ScoreProcess | null, buckets: readonly ScoreBucket[]): ScoreProcess {
  const { sums, starts } = prev ?? openScoreStart(null, 1)
  return { sums: buckets.reduce((sum, b, i) => plus(sum, scoreOf(b, `buckets.${i}`), 1), sums), starts }
}

/** What has come in since a start; the charts' band and proceed-E read the present stage's. */
export function sinceStart(process: ScoreProcess, start: number): ScoreSums {
  const from = process.starts[start]?.from
  if (from === undefined) throw new StatsInputError('LENGTH', 'start', `has no start ${start}`)
  return plus(process.sums, from, -1)
}

/** ln E = ln((1 − Σω) + Σ ω_s E_s), E_s of the differences since start s; `top` = the start that carries most, if any. */
export function scoreProcessLogE(process: ScoreProcess, test: ScoreTest): { logE: number; top: number | null } {
  const reserve = 1 - process.starts.reduce((sum, start) => sum + start.omega, 0)
  const terms = process.starts.map(({ omega }, s) => Math.log(omega) + scoreLogE(sinceStart(process, s), test))
  const logE = logSumExp([Math.log(Math.max(0, reserve)), ...terms])
  return { logE, top: terms.length === 0 ? null : terms.indexOf(Math.max(...terms)) }
}

/**
 * ln E of one start (statistics §2d, §2k): ±S − mW against V, or, where the arms may differ, against the larger of V and
 * `armV`. The larger *sum*, not the sum of the larger: of ticks with one user each the latter would nearly double V.
 * Asymptotic: the start gates of statistics §2a are the caller's.
 */
export function scoreLogE(sums: ScoreSums, test: ScoreTest): number {
  const { limit = 0, claim = 'harm', arms = limit > 0 ? 'unlike' : 'alike' } = test
  checkSums(sums)
  checkNotNegative(limit, 'limit')
  const past = (test.harm === 'up' ? sums.S : -sums.S) - limit * sums.W
  const scoreVar = arms === 'unlike' ? Math.max(sums.V, sums.armV) : sums.V
  return asympCsOneSided({ score: claim === 'harm' ? past : -past, scoreVar, scale: test.scale }).logE
}

/**
 * End of the band for the harm in metric units, from score sums (statistics §2k): the limit at which `scoreLogE`
 * reaches ln(1/alpha). It is `harmBound` with I = W²/V and ρ = λV/W. Nobody yet: ∓Infinity.
 */
export function scoreBound(
  sums: ScoreSums,
  o: { scale: number; harm: 'up' | 'down'; alpha: number; side: 'lower' | 'upper' },
): number {
  checkSums(sums)
  checkAbove(o.scale, 0, 'scale')
  const variance = Math.max(sums.V, sums.armV)
  if (sums.W === 0 || variance === 0) return o.side === 'lower' ? -Infinity : Infinity
  return harmBound({
    harm: (o.harm === 'up' ? sums.S : -sums.S) / sums.W,
    variance: variance / sums.W ** 2,
    rho: (o.scale * variance) / sums.W,
    alpha: o.alpha,
    side: o.side,
  })
}

function plus(a: ScoreSums, b: ScoreSums, sign: 1 | -1): ScoreSums {
  // Differences of sums may fall below 0 by a rounding; a variance may not.
  return {
    S: a.S + sign * b.S,
    V: Math.max(0, a.V + sign * b.V),
    W: Math.max(0, a.W + sign * b.W),
    armV: Math.max(0, a.armV + sign * b.armV),
  }
}

function checkSums(sums: ScoreSums): void {
  checkFinite(sums.S, 'sums.S')
  checkNotNegative(sums.V, 'sums.V')
  checkNotNegative(sums.W, 'sums.W')
  checkNotNegative(sums.armV, 'sums.armV')
}
