import { checkAbove, checkCount, checkRate } from './checks'
import { StatsInputError } from './errors'
import { type Grid } from './grid'
import { logSumExp } from './log-sum-exp'

/**
 * Log-spaced ratios from `lo` to `hi`, weighted w_j ∝ exp(−|ln r_j − ln mde| / scale) (statistics §2b).
 * `mde` is the ratio that the process should find fastest; validity does not depend on it.
 */
export function ratePrior(o: { lo: number; hi: number; points: number; mde: number; scale: number }): Grid {
  checkAbove(o.lo, 0, 'lo')
  checkAbove(o.hi, 0, 'hi')
  checkAbove(o.mde, 0, 'mde')
  checkAbove(o.scale, 0, 'scale')
  checkCount(o.points, 'points')
  if (o.points < 2) throw new StatsInputError('COUNT', 'points', 'must be at least 2')
  if (o.lo >= o.hi) throw new StatsInputError('ORDER', 'hi', 'must be above lo')
  const step = Math.log(o.hi / o.lo) / (o.points - 1)
  const r = Array.from({ length: o.points }, (_, j) => o.lo * Math.exp(j * step))
  const raw = r.map((ratio) => -Math.abs(Math.log(ratio / o.mde)) / o.scale)
  const total = logSumExp(raw)
  return { r, logW: raw.map((logW) => logW - total) }
}

/** Harm is more of it (errors, crashes); `mde` 3 for crashes. */
export function upHarmPrior(mde = 1.4): Grid {
  return ratePrior({ lo: 1.1, hi: 8, points: 20, mde, scale: 0.5 })
}

/** Harm is less of it (conversion, adoption). */
export function downHarmPrior(mde = 0.9): Grid {
  return ratePrior({ lo: 0.3, hi: 0.97, points: 16, mde, scale: 0.15 })
}

/** Bets that the ratio lies below the limit R0 of an up-harm metric: proceed-E (statistics §2k). */
export function proceedUpPrior(): Grid {
  return ratePrior({ lo: 0.3, hi: 0.97, points: 16, mde: 0.5, scale: 0.3 })
}

/** Bets that the ratio lies above the limit R0 of a down-harm metric: proceed-E (statistics §2k). */
export function proceedDownPrior(): Grid {
  return ratePrior({ lo: 1.03, hi: 3, points: 16, mde: 1.1, scale: 0.15 })
}

/** Exceedances of the baseline's quantile at `level` (.5 … .99), harm up (statistics §2c). */
export function exceedancePrior(level: number): Grid {
  checkRate(level, 'level')
  const hi = Math.min(8, 0.97 / (1 - level))
  return ratePrior({ lo: 1.05, hi, points: 16, mde: 1 + 0.4 * level, scale: 0.4 })
}
