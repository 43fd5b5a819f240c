import { checkAbove, checkLength, checkRate, checkSome } from './checks'
import { StatsInputError } from './errors'
import { type EStep, type Grid, type GridState } from './grid'
import { logSumExp } from './log-sum-exp'
import { eProcess2x2, eProcessEvents, type TwoByTwo } from './two-by-two'

/** The baseline's quantiles whose thresholds are frozen before the stage (statistics §2c). */
export const EXCEEDANCE_LEVELS = [0.5, 0.75, 0.9, 0.95, 0.99] as const

export type ExceedanceStep = { states: GridState[]; logE: number; per: number[] }

/**
 * Latency and other quantiles: per threshold c_j a 2×2 process on y = 1[latency > c_j], one observation a user;
 * E = mean of E_j, valid under any dependence [VW21] (statistics §2c). `per` = ln E_j. With `nullRatios` (one R0_j a
 * threshold, see `exceedanceRatio`) it tests the limit by the event form (statistics §2k).
 */
export function quantileExceedance(
  prev: readonly GridState[] | null,
  counts: readonly TwoByTwo[],
  grids: readonly Grid[],
  nullRatios?: readonly number[],
): ExceedanceStep {
  checkSome(counts.length, 'counts')
  checkLength(grids.length, counts.length, 'grids')
  if (prev) checkLength(prev.length, counts.length, 'prev')
  if (nullRatios) checkLength(nullRatios.length, counts.length, 'nullRatios')
  const steps = counts.map((c, j) => stepAt(j, prev?.[j] ?? null, c, grids[j], nullRatios?.[j]))
  const per = steps.map((step) => step.logE)
  return { states: steps.map((step) => step.state), logE: logSumExp(per) - Math.log(per.length), per }
}

/** R0_j = (1 − τ_j) / b'_j: what "no worse than the baseline stretched by 1 + ℓ" means at level τ (statistics §2k). */
export function exceedanceRatio(level: number, shareAboveStretched: number): number {
  checkRate(level, 'level')
  checkAbove(shareAboveStretched, 0, 'shareAboveStretched')
  return (1 - level) / shareAboveStretched
}

function stepAt(j: number, prev: GridState | null, c: TwoByTwo, grid: Grid | undefined, nullRatio?: number): EStep {
  if (grid === undefined) throw new StatsInputError('LENGTH', `grids.${j}`, 'is missing')
  return nullRatio === undefined ? eProcess2x2(prev, c, grid) : eProcessEvents(prev, c, grid, nullRatio)
}
