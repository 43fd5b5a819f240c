import { expect, test } from 'vitest'
import { EXCEEDANCE_LEVELS, exceedanceRatio, quantileExceedance } from './exceedance'
import { exceedancePrior } from './priors'
import { chances } from './testing'
import { eProcess2x2, eProcessEvents } from './two-by-two'

const grids = EXCEEDANCE_LEVELS.map(exceedancePrior)
const table = (sT: number, sC: number, level: number) => ({
  nT: 100,
  sT,
  nC: 900,
  sC,
  share: 0.1,
  baseline: 1 - level,
})
const slow = EXCEEDANCE_LEVELS.map((level, j) =>
  table([62, 38, 21, 14, 6][j] ?? 0, Math.round(900 * (1 - level)), level),
)

test('the limit in ratios: statistics §8', () => {
  expect(exceedanceRatio(0.95, 0.03)).toBeCloseTo(1.666666667, 9)
})

test('each level bets between 1.05 and what a rate can reach', () => {
  for (const [j, level] of EXCEEDANCE_LEVELS.entries()) {
    expect(grids[j]?.r[0]).toBeCloseTo(1.05, 12)
    expect(grids[j]?.r.at(-1)).toBeCloseTo(Math.min(8, 0.97 / (1 - level)), 12)
  }
})

test('E is the plain mean of the thresholds', () => {
  const step = quantileExceedance(null, slow, grids)
  const alone = slow.map((c, j) => eProcess2x2(null, c, grids[j] ?? exceedancePrior(0.5)).logE)
  expect(step.per).toEqual(alone)
  expect(step.logE).toBeCloseTo(Math.log(alone.reduce((sum, logE) => sum + Math.exp(logE), 0) / alone.length), 12)
  const twice = quantileExceedance(step.states, slow, grids)
  expect(twice.logE).toBeGreaterThan(step.logE)
})

test('with a limit it is the event form', () => {
  const nullRatios = EXCEEDANCE_LEVELS.map((level) => exceedanceRatio(level, (1 - level) * 0.7))
  const step = quantileExceedance(null, slow, grids, nullRatios)
  const c = slow[3] ?? table(0, 0, 0.95)
  expect(step.per[3]).toBeCloseTo(eProcessEvents(null, c, grids[3] ?? exceedancePrior(0.95), 1 / 0.7).logE, 12)
})

test('fair whatever the dependence: nested thresholds, by enumeration', () => {
  const [upper, lower] = [2, 3]
  const two = [exceedancePrior(0.75), exceedancePrior(0.95)]
  let mean = 0
  for (const u of chances(upper, 0.3)) {
    for (const l of chances(lower, 0.3)) {
      for (const o of chances(4, 0.3)) {
        const [nT, nC] = [u.k + l.k + o.k, 9 - u.k - l.k - o.k]
        const either = { nT, nC, sT: u.k + l.k, sC: 5 - u.k - l.k, share: 0.3, baseline: 0.25 }
        const slowest = { ...either, sT: u.k, sC: 2 - u.k, baseline: 0.05 }
        mean += u.p * l.p * o.p * Math.exp(quantileExceedance(null, [either, slowest], two).logE)
      }
    }
  }
  expect(mean).toBeCloseTo(1, 12)
})

test('lists of different length are refused', () => {
  expect(() => quantileExceedance(null, slow, grids.slice(1))).toThrow(expect.objectContaining({ code: 'LENGTH' }))
  expect(() => quantileExceedance([], slow, grids)).toThrow(expect.objectContaining({ code: 'LENGTH' }))
  expect(() => quantileExceedance(null, [], [])).toThrow(expect.objectContaining({ code: 'EMPTY' }))
})
