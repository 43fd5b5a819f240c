import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cusumBaseline, cusumMean, type CusumState, DRIFT_RATIOS } from './cusum'
import { dice, gaussian } from './testing'

test('worked example of statistics §8', () => {
  const minutes = [
    { y: 12, expected: 10, is: [0.3257942531, 0.3257942531] },
    { y: 22, expected: 10, is: [33.09863297, 43.88197738] },
    { y: 25, expected: 10, is: [4382.078018, 5942.128385] },
  ]
  let state: CusumState | null = null
  for (const { y, expected, is } of minutes) {
    const step = cusumBaseline(state, { y, expected, dispersion: 1.5 }, [2], 5_000)
    state = step.state
    expect(step.cusum / (is[0] ?? 0)).toBeCloseTo(1, 9)
    expect(step.M / (is[1] ?? 0)).toBeCloseTo(1, 9)
    expect(step.alarm).toBe(y === 25)
  }
})

describe('the factor has mean 1 when the forecast is right', () => {
  test.each([...DRIFT_RATIOS, 0.5])('count, ratio %d', (r) => {
    const lambda = 6
    let mean = 0
    let chance = Math.exp(-lambda)
    for (let y = 0; y < 200; y += 1) {
      mean += chance * cusumBaseline(null, { y, expected: lambda, dispersion: 1 }, [r], 10).M
      chance *= lambda / (y + 1)
    }
    expect(mean).toBeCloseTo(1, 9)
  })

  test('mean, drawn from its own forecast', () => {
    const roll = dice(3)
    const runs = 40_000
    let mean = 0
    for (let i = 0; i < runs; i += 1) {
      mean += cusumMean(null, { x: 5 + 2 * gaussian(roll), expected: 5, variance: 4 }, [1], 10).M / runs
    }
    expect(mean).toBeCloseTo(1, 1)
  })
})

test('the e-CUSUM never passes the e-SR, and more events are more evidence', () => {
  const minute = fc.record({ y: fc.nat(60), expected: fc.double({ min: 0.1, max: 40, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(minute, { minLength: 1, maxLength: 30 }), (minutes) => {
      let state: CusumState | null = null
      for (const m of minutes) {
        const step = cusumBaseline(state, { ...m, dispersion: 1.2 }, DRIFT_RATIOS, 1e4)
        const more = cusumBaseline(state, { ...m, y: m.y + 1, dispersion: 1.2 }, DRIFT_RATIOS, 1e4)
        expect(step.cusum).toBeLessThanOrEqual(step.M)
        expect(more.M).toBeGreaterThan(step.M)
        state = step.state
      }
    }),
  )
})

test('a flood of events neither overflows nor is lost in JSON', () => {
  const flood = cusumBaseline(null, { y: 1e9, expected: 1, dispersion: 1 }, DRIFT_RATIOS, 1e4)
  expect(flood.alarm).toBe(true)
  const again = cusumBaseline(
    JSON.parse(JSON.stringify(flood.state)),
    { y: 1, expected: 1, dispersion: 1 },
    [...DRIFT_RATIOS],
    1e4,
  )
  expect(Number.isFinite(again.M)).toBe(true)
})

test.each([
  ['RATE', 'dispersion', { dispersion: 0.9 }],
  ['RATE', 'y', { y: -1 }],
  ['NOT_FINITE', 'expected', { expected: Number.NaN }],
])('refuses %s in %s', (code, field, patch) => {
  const o = { y: 1, expected: 1, dispersion: 1, ...patch }
  expect(() => cusumBaseline(null, o, [2], 10)).toThrow(expect.objectContaining({ code, field }))
})

test('refuses a state of other bets, and no bets', () => {
  const { state } = cusumBaseline(null, { y: 1, expected: 1, dispersion: 1 }, [2, 3], 10)
  expect(() => cusumBaseline(state, { y: 1, expected: 1, dispersion: 1 }, [2], 10)).toThrow(
    expect.objectContaining({ code: 'LENGTH' }),
  )
  expect(() => cusumMean(null, { x: 1, expected: 1, variance: 1 }, [], 10)).toThrow(
    expect.objectContaining({ code: 'EMPTY' }),
  )
})
