import { expect, test } from 'vitest'
import { predictableBaseline } from './baseline'
import { type GridState } from './grid'
import { informationRate } from './information'
import { upHarmPrior } from './priors'
import { firstEventLogrank } from './risk-sets'
import { dice } from './testing'
import { eProcess2x2 } from './two-by-two'

const up = upHarmPrior()
const TICK_USERS = 20

/** Exposed users until ln E ≥ ln 20, looking after every tick of 20 arrivals; `null` if that never happens. */
function exposedAtAlarm(o: {
  roll: () => number
  share: number
  p0: number
  p1: number
  users: number
}): number | null {
  const history = { units: 2_000, events: 0 }
  for (let i = 0; i < history.units; i += 1) history.events += o.roll() < o.p0 ? 1 : 0
  const control = { units: 0, events: 0 }
  let baseline = predictableBaseline(history, control)
  let state: GridState | null = null
  let exposed = 0
  let nextEpoch = 1_000
  for (let seen = 0; seen < o.users; seen += TICK_USERS) {
    if (seen >= nextEpoch) {
      baseline = predictableBaseline(history, control)
      nextEpoch = seen * 2
    }
    const tick = { nT: 0, sT: 0, nC: 0, sC: 0 }
    for (let i = 0; i < TICK_USERS; i += 1) {
      const isExposed = o.roll() < o.share
      const isHit = o.roll() < (isExposed ? o.p1 : o.p0)
      if (isExposed) tick.nT += 1
      else tick.nC += 1
      if (isHit && isExposed) tick.sT += 1
      else if (isHit) tick.sC += 1
    }
    const step = eProcess2x2(state, { ...tick, share: o.share, baseline }, up)
    state = step.state
    exposed += tick.nT
    control.units += tick.nC
    control.events += tick.sC
    if (step.logE >= Math.log(20)) return exposed
  }
  return null
}

test('2×2, no effect, a look at every tick: false alarms stay within α = .05', () => {
  const roll = dice(20_260_731)
  const runs = Array.from({ length: 200 }, () =>
    exposedAtAlarm({ roll, share: 0.5, p0: 0.01, p1: 0.01, users: 20_000 }),
  )
  expect(runs.filter((exposed) => exposed !== null).length / runs.length).toBeLessThanOrEqual(0.05)
})

test('2×2, errors 1 → 2 % at 5 % exposure: found within 1.7 × the Wald limit on average', () => {
  const roll = dice(417)
  const runs = Array.from({ length: 100 }, () =>
    exposedAtAlarm({ roll, share: 0.05, p0: 0.01, p1: 0.02, users: 400_000 }),
  )
  const found = runs.filter((exposed) => exposed !== null)
  expect(found.length).toBe(runs.length)
  const mean = found.reduce((sum, exposed) => sum + exposed, 0) / found.length
  const wald = Math.log(20) / informationRate({ p1: 0.02, p0: 0.01, share: 0.05 })
  expect(mean).toBeLessThan(1.7 * wald)
  expect(mean).toBeGreaterThan(0.6 * wald)
})

/** Does the first-event form alarm at the limit R0? Users enter once and stay at risk; hazards per tick. */
function alarmsOnFirstEvents(o: { roll: () => number; hazardT: number; hazardC: number; nullRatio: number }): boolean {
  let state: GridState | null = null
  let [riskT, riskC] = [0, 0]
  for (let tick = 0; tick < 400; tick += 1) {
    for (let i = 0; i < 10; i += 1) {
      if (o.roll() < 0.2) riskT += 1
      else riskC += 1
    }
    const dT = hits(o.roll, riskT, o.hazardT)
    const dC = hits(o.roll, riskC, o.hazardC)
    // A tick without events changes nothing.
    if (dT + dC === 0) continue
    const step = firstEventLogrank(state, [{ riskT, riskC, dT, dC }], up, o.nullRatio)
    state = step.state
    riskT -= dT
    riskC -= dC
    if (step.logE >= Math.log(20)) return true
  }
  return false
}

/** How many of `n` users are hit at chance `p`, by jumping from hit to hit. */
function hits(roll: () => number, n: number, p: number): number {
  let count = 0
  let at = -1
  for (;;) {
    at += 1 + Math.floor(Math.log1p(-roll()) / Math.log1p(-p))
    if (at >= n) return count
    count += 1
  }
}

test('first events with a limit of 2 ×: true harm at the limit alarms within α, 5 × nearly always', () => {
  const roll = dice(9)
  const rateOfAlarms = (hazardT: number): number => {
    const runs = Array.from({ length: 500 }, () =>
      alarmsOnFirstEvents({ roll, hazardT, hazardC: 0.000_2, nullRatio: 2 }),
    )
    return runs.filter(Boolean).length / runs.length
  }
  expect(rateOfAlarms(0.000_4)).toBeLessThanOrEqual(0.05)
  expect(rateOfAlarms(0.001)).toBeGreaterThan(0.7)
})
