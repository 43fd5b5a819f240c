import { type GridState } from './grid'

/** A `GridState` that survives JSON, which has no −Infinity and would turn it into null unasked. */
export type StoredGridState = { readonly logR: readonly (number | null)[]; readonly logReserve: number | null }

export function toStored(state: GridState): StoredGridState {
  return { logR: state.logR.map(nullIfNothing), logReserve: nullIfNothing(state.logReserve) }
}

export function fromStored(stored: StoredGridState): GridState {
  return { logR: stored.logR.map((logA) => logA ?? -Infinity), logReserve: stored.logReserve ?? -Infinity }
}

function nullIfNothing(log: number): number | null {
  return log === -Infinity ? null : log
}
