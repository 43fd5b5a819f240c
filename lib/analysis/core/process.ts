import { type EStep, type Grid, type GridState, mixtureLogE, openStart } from '@/lib/statistics/grid'
import { downHarmPrior, proceedDownPrior, proceedUpPrior, upHarmPrior } from '@/lib/statistics/priors'
import { type RateConfig } from './config'

/** An e-process as JSON: `reserve` = ln of what waits for starts to come, null for nothing (−∞ has no JSON). */
export type Process = { logR: readonly number[]; reserve: number | null; logE: number }

/** Single-start processes have no reserve; `null` has met no data. */
export const gridState = (process: Process | null): GridState | null =>
  process && { logR: process.logR, logReserve: process.reserve ?? -Infinity }

export function processOf({ state, logE }: EStep): Process {
  return { logR: state.logR, reserve: Number.isFinite(state.logReserve) ? state.logReserve : null, logE }
}

/** Opens a declared start in a process that lives for the whole rollout; E does not change by it. */
export function opened(process: Process | null, omega: number, grid: Grid): Process {
  const state = openStart(gridState(process), omega)
  // Many bets would start with equal A_j; spelling them out keeps every stored vector as long as its grid.
  const [only] = state.logR
  const logR = state.logR.length === 1 && only !== undefined ? grid.r.map(() => only) : state.logR
  return processOf({ state: { ...state, logR }, logE: mixtureLogE({ ...state, logR }, grid) })
}

export type Grids = {
  /** Bets that harm is past the null ratio; below multiplied by it. */
  harm: Grid
  /** Bets on the other side of the limit. */
  proceed: Grid
}

const known = new Map<string, Grids>()

/** The bets of one metric. They depend on its direction and MDE alone, so they are built once. */
export function gridsOf(metric: Pick<RateConfig, 'harm' | 'mdeRatio'>): Grids {
  const key = `${metric.harm} ${metric.mdeRatio}`
  const found = known.get(key)
  if (found) return found
  const grids: Grids =
    metric.harm === 'up'
      ? { harm: upHarmPrior(metric.mdeRatio), proceed: proceedUpPrior() }
      : { harm: downHarmPrior(metric.mdeRatio), proceed: proceedDownPrior() }
  known.set(key, grids)
  return grids
}
