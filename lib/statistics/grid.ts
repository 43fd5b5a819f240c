import { checkAbove, checkLength, checkSome, checkWeight } from './checks'
import { StatsInputError } from './errors'
import { logAddExp, logSumExp } from './log-sum-exp'

/** A prior over rate ratios: what the process bets on. Σ exp(logW) = 1. */
export type Grid = { readonly r: readonly number[]; readonly logW: readonly number[] }

/**
 * One e-process with declared starts (statistics §2k). `logR` = ln A_r aligned with `Grid.r`; a single entry has met
 * no data yet and fits any grid. `logReserve` = ln(1 − Σω): what waits for starts still to come; −Infinity for none.
 */
export type GridState = { readonly logR: readonly number[]; readonly logReserve: number }

/** `logE` in nats, the reserve included. */
export type EStep = { readonly state: GridState; readonly logE: number }

/** Σω may pass 1 by this much: 240 hourly starts of .1/240 do not add up to .1 in binary. */
const SLACK = 1e-9

/**
 * Opens a declared start: moves `omega` from the reserve to every A_j (A_j ← A_j + ω), so that the mean stays ≤ 1.
 * `null` is a process that has not started at all. Throws WEIGHTS if the starts would take more than 1 in total.
 */
export function openStart(prev: GridState | null, omega: number): GridState {
  checkWeight(omega, 'omega')
  const before = prev ?? { logR: [-Infinity], logReserve: 0 }
  checkState(before)
  const left = Math.exp(before.logReserve) - omega
  if (left < -SLACK) throw new StatsInputError('WEIGHTS', 'omega', `exceeds the reserve by ${-left}`)
  const logOmega = Math.log(omega)
  return { logR: before.logR.map((logA) => logAddExp(logA, logOmega)), logReserve: Math.log(Math.max(0, left)) }
}

/** Adds one increment per grid point. `null` starts the process here with ω = 1. */
export function advance(prev: GridState | null, grid: Grid, increment: (r: number) => number): EStep {
  checkGrid(grid)
  const logR = alignedTo(grid, prev)
  const state = { logR: grid.r.map((r, j) => (logR[j] ?? 0) + increment(r)), logReserve: prev?.logReserve ?? -Infinity }
  return { state, logE: mixtureLogE(state, grid) }
}

/** ln E = ln((1 − Σω) + Σ w_j A_j). Mixes the cumulative logs, once, at the end (statistics §2b). */
export function mixtureLogE(state: GridState, grid: Grid): number {
  const logR = alignedTo(grid, state)
  return logSumExp([state.logReserve, ...grid.logW.map((logW, j) => logW + (logR[j] ?? 0))])
}

export function checkGrid(grid: Grid): void {
  checkSome(grid.r.length, 'grid.r')
  checkLength(grid.logW.length, grid.r.length, 'grid.logW')
  grid.r.forEach((r, j) => checkAbove(r, 0, `grid.r.${j}`))
  const total = logSumExp(grid.logW)
  if (!(Math.abs(total) < SLACK)) throw new StatsInputError('WEIGHTS', 'grid.logW', 'must sum to 1')
}

function alignedTo(grid: Grid, state: GridState | null): readonly number[] {
  if (state === null) return grid.r.map(() => 0)
  checkState(state)
  const [only] = state.logR
  if (state.logR.length === 1 && only !== undefined) return grid.r.map(() => only)
  checkLength(state.logR.length, grid.r.length, 'state.logR')
  return state.logR
}

function checkState(state: GridState): void {
  if (!(state.logReserve <= SLACK)) throw new StatsInputError('WEIGHTS', 'state.logReserve', 'must be at most 0')
  const wrong = state.logR.findIndex((logA) => !(logA < Infinity))
  if (wrong >= 0) throw new StatsInputError('NOT_FINITE', `state.logR.${wrong}`, 'must be a number below infinity')
}
