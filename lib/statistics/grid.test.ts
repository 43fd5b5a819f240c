import { expect, test } from 'vitest'
import { mixtureLogE, openStart } from './grid'
import { ratePrior, upHarmPrior } from './priors'
import { fromStored, type StoredGridState, toStored } from './stored-state'
import { eProcessEvents } from './two-by-two'

const up = upHarmPrior()
const noEvents = { sT: 0, sC: 0, share: 0.5 }

test('before any data a process is worth exactly 1, whatever has started', () => {
  expect(eProcessEvents(null, noEvents, up).logE).toBeCloseTo(0, 12)
  expect(mixtureLogE(openStart(null, 0.5), up)).toBeCloseTo(0, 12)
  expect(mixtureLogE(openStart(openStart(null, 0.5), 0.4), up)).toBeCloseTo(0, 12)
  expect(mixtureLogE(openStart(null, 0), up)).toBe(0)
})

test('the policy of one-stage rollouts: .9 at once, then 240 hours of .1/240, and nothing left', () => {
  let state = openStart(null, 0.9)
  for (let hour = 0; hour < 240; hour += 1) state = openStart(state, 0.1 / 240)
  expect(Math.exp(state.logReserve)).toBeLessThan(1e-9)
  expect(mixtureLogE(state, up)).toBeCloseTo(0, 12)
  expect(() => openStart(state, 1e-6)).toThrow(expect.objectContaining({ code: 'WEIGHTS', field: 'omega' }))
})

test('a state comes back from JSON bit for bit, empty reserve and all', () => {
  for (const state of [openStart(null, 1), openStart(null, 0), eProcessEvents(null, noEvents, up).state]) {
    const copy: StoredGridState = JSON.parse(JSON.stringify(toStored(state)))
    expect(fromStored(copy)).toEqual(state)
  }
})

test('a start after bankruptcy revives the process', () => {
  const ruined = eProcessEvents(openStart(null, 0.5), { sT: 0, sC: 900, share: 0.5 }, up)
  expect(ruined.logE).toBeCloseTo(Math.log(0.5), 9)
  const late = { sT: 60, sC: 20, share: 0.5 }
  const without = eProcessEvents(ruined.state, late, up)
  const withStart = eProcessEvents(openStart(ruined.state, 0.1), late, up)
  expect(without.logE).toBeCloseTo(Math.log(0.5), 6)
  expect(withStart.logE).toBeGreaterThan(Math.log(100))
})

test.each([
  ['ORDER', 'hi', { lo: 2, hi: 1.5 }],
  ['COUNT', 'points', { points: 1 }],
  ['RATE', 'lo', { lo: 0 }],
  ['NOT_FINITE', 'mde', { mde: Infinity }],
])('a prior is refused with %s in %s', (code, field, patch) => {
  const prior = { lo: 1.1, hi: 8, points: 20, mde: 1.4, scale: 0.5, ...patch }
  expect(() => ratePrior(prior)).toThrow(expect.objectContaining({ code, field }))
})

test.each([
  ['WEIGHTS', 'grid.logW', { r: [2, 3], logW: [-1, -1] }],
  ['LENGTH', 'grid.logW', { r: [2, 3], logW: [0] }],
  ['EMPTY', 'grid.r', { r: [], logW: [] }],
  ['RATE', 'grid.r.0', { r: [-2], logW: [0] }],
])('a grid is refused with %s in %s', (code, field, grid) => {
  expect(() => eProcessEvents(null, noEvents, grid)).toThrow(expect.objectContaining({ code, field }))
})

test('a state of another grid, or with NaN in it, is refused', () => {
  const short = { logR: [0, 0], logReserve: -Infinity }
  expect(() => eProcessEvents(short, noEvents, up)).toThrow(expect.objectContaining({ code: 'LENGTH' }))
  const broken = { logR: up.r.map(() => Number.NaN), logReserve: -Infinity }
  expect(() => eProcessEvents(broken, noEvents, up)).toThrow(
    expect.objectContaining({ code: 'NOT_FINITE', field: 'state.logR.0' }),
  )
})
