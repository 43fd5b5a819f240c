import { StatsInputError } from './errors'

export function checkFinite(value: number, field: string): void {
  if (!Number.isFinite(value)) throw new StatsInputError('NOT_FINITE', field, `must be finite, got ${value}`)
}

/** Users or events: a non-negative safe integer, at most `most`. */
export function checkCount(value: number, field: string, most = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > most) {
    throw new StatsInputError('COUNT', field, `must be a whole number from 0 to ${most}, got ${value}`)
  }
}

/** The share of people assigned to an arm: strictly between 0 and 1. */
export function checkShare(value: number, field: string): void {
  if (!(value > 0 && value < 1)) throw new StatsInputError('SHARE', field, `must lie in (0,1), got ${value}`)
}

/** A probability or a false-alarm budget: strictly between 0 and 1. */
export function checkRate(value: number, field: string): void {
  if (!(value > 0 && value < 1)) throw new StatsInputError('RATE', field, `must lie in (0,1), got ${value}`)
}

export function checkAbove(value: number, least: number, field: string): void {
  checkFinite(value, field)
  if (value <= least) throw new StatsInputError('RATE', field, `must be above ${least}, got ${value}`)
}

export function checkNotNegative(value: number, field: string): void {
  checkFinite(value, field)
  if (value < 0) throw new StatsInputError('RATE', field, `must not be negative, got ${value}`)
}

/** A part of the whole, such as a weight or a start's ω: from 0 to 1. */
export function checkWeight(value: number, field: string): void {
  if (!(value >= 0 && value <= 1)) throw new StatsInputError('WEIGHTS', field, `must lie in [0,1], got ${value}`)
}

export function checkLength(actual: number, expected: number, field: string): void {
  if (actual !== expected) throw new StatsInputError('LENGTH', field, `must have ${expected} entries, got ${actual}`)
}

export function checkSome(length: number, field: string): void {
  if (length === 0) throw new StatsInputError('EMPTY', field, 'must not be empty')
}
