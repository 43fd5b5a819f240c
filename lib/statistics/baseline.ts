import { checkCount, checkRate } from './checks'

type Tally = { units: number; events: number }

const HISTORY_UNITS_MAX = 2_000
const DECLARED_UNITS = 200

/**
 * The 2×2 process's θ for the coming epoch (statistics §2b): history, scaled down to 2,000 users so that the live
 * control soon outweighs it, plus the control's counts of *earlier* epochs. Clamped to [1e-6, .999].
 */
export function predictableBaseline(history: Tally | { declaredRate: number }, pastControl: Tally): number {
  checkTally(pastControl, 'pastControl')
  const past = 'declaredRate' in history ? declared(history.declaredRate) : capped(history)
  const theta = (past.events + 0.5 + pastControl.events) / (past.units + 1 + pastControl.units)
  return Math.min(Math.max(theta, 1e-6), 0.999)
}

/** b = (events + ½) / (units + 1): the rate that a harm limit is measured against, frozen at Start (statistics §2k). */
export function frozenRate(history: Tally): number {
  checkTally(history, 'history')
  return (history.events + 0.5) / (history.units + 1)
}

function declared(rate: number): Tally {
  checkRate(rate, 'declaredRate')
  return { units: DECLARED_UNITS, events: rate * DECLARED_UNITS }
}

function capped(history: Tally): Tally {
  checkTally(history, 'history')
  if (history.units <= HISTORY_UNITS_MAX) return history
  return { units: HISTORY_UNITS_MAX, events: (history.events / history.units) * HISTORY_UNITS_MAX }
}

function checkTally(tally: Tally, field: string): void {
  checkCount(tally.units, `${field}.units`)
  checkCount(tally.events, `${field}.events`, tally.units)
}
