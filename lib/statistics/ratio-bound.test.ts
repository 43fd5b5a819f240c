import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { proceedUpPrior, upHarmPrior } from './priors'
import { ratioBound } from './ratio-bound'
import { curveBound, curveEstimate, curveLogE, emptyCurve, extendCurve, extendCurveByEvents } from './ratio-curve'
import { firstEventLogrank, type RiskSet } from './risk-sets'
import { dice } from './testing'

const lower = { grid: upHarmPrior(), threshold: 20, side: 'lower' } as const
const upper = { grid: proceedUpPrior(), threshold: 20, side: 'upper' } as const
const planned = { ...lower, threshold: 20 / (((0.75 * 3) / 11) * 0.1) }
const even: RiskSet[] = [{ riskT: 1000, riskC: 3000, dT: 217, dC: 217 }]

const someBuckets = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 })).chain(([riskT, riskC]) =>
    fc.record({
      riskT: fc.constant(riskT),
      riskC: fc.constant(riskC),
      dT: fc.nat(Math.min(riskT, 40)),
      dC: fc.nat(Math.min(riskC, 40)),
    }),
  ),
  { minLength: 1, maxLength: 12 },
)

const withEvents = someBuckets.filter((some) => some.some((b) => b.dT + b.dC > 0))

test('ln E_m falls in the limit, proceed-E rises in it', () => {
  fc.assert(
    fc.property(withEvents, fc.double({ min: 0.05, max: 20, noNaN: true }), (some, nullRatio) => {
      const at = (r0: number): number => firstEventLogrank(null, some, upHarmPrior(), r0).logE
      const proceedAt = (r0: number): number => firstEventLogrank(null, some, proceedUpPrior(), r0).logE
      expect(at(nullRatio * 1.05)).toBeLessThan(at(nullRatio))
      expect(proceedAt(nullRatio * 1.05)).toBeGreaterThan(proceedAt(nullRatio))
    }),
  )
})

describe('the band of statistics §8', () => {
  test.each([
    ['harm end', lower, 2.266586732],
    ['harm end with weights', planned, 2.034228314],
    ['far end', upper, 4.068107993],
  ])('%s', (_, options, ratio) => {
    expect(ratioBound(even, options)).toBeCloseTo(ratio, 9)
    expect(curveBound(extendCurve(emptyCurve, even), options)).toBeCloseTo(ratio, 9)
    const byEvents = extendCurveByEvents(emptyCurve, { share: 0.25, sT: 217, sC: 217 })
    expect(curveBound(byEvents, options)).toBeCloseTo(ratio, 9)
  })
})

test('nothing excluded leaves the band open', () => {
  expect(ratioBound([], lower)).toBe(0)
  expect(ratioBound([], upper)).toBe(Infinity)
  expect(curveBound(emptyCurve, lower)).toBe(0)
  expect(curveBound(emptyCurve, upper)).toBe(Infinity)
  expect(curveEstimate(emptyCurve)).toBeNull()
})

test('the bound is where E crosses the threshold; a higher threshold gives a wider band', () => {
  fc.assert(
    fc.property(someBuckets, (some) => {
      const [low, high] = [ratioBound(some, lower), ratioBound(some, upper)]
      expect(low).toBeLessThan(high)
      expect(ratioBound(some, { ...lower, threshold: 100 })).toBeLessThanOrEqual(low)
      expect(ratioBound(some, { ...upper, threshold: 100 })).toBeGreaterThanOrEqual(high)
      const atLow = low > 0 ? firstEventLogrank(null, some, lower.grid, low).logE : Math.log(20)
      const atHigh = high < Infinity ? firstEventLogrank(null, some, upper.grid, high).logE : Math.log(20)
      expect(atLow).toBeCloseTo(Math.log(20), 8)
      expect(atHigh).toBeCloseTo(Math.log(20), 8)
    }),
    { numRuns: 40 },
  )
})

/** What a curve can say of an exact bound: past [.02, 100] the band widens. */
function inReach(bound: number, side: 'lower' | 'upper'): number {
  if (bound < 0.02) return side === 'lower' ? 0 : 0.02
  if (bound > 100) return side === 'lower' ? 100 : Infinity
  return bound
}

test('the curve gives what the ticks give: ln E to 1e-9 per nat, bounds to 1e-9 relative', () => {
  fc.assert(
    fc.property(someBuckets, fc.double({ min: 0.02, max: 100, noNaN: true }), (some, nullRatio) => {
      const curve = extendCurve(emptyCurve, some)
      const exact = firstEventLogrank(null, some, lower.grid, nullRatio).logE
      expect(Math.abs(curveLogE(curve, lower.grid, nullRatio) - exact)).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(exact)),
      )
      for (const options of [lower, upper]) {
        const expected = inReach(ratioBound(some, options), options.side)
        const bound = curveBound(curve, options)
        expect(bound === expected || Math.abs(bound / expected - 1) < 1e-9).toBe(true)
      }
    }),
    { numRuns: 40 },
  )
})

test('a long rollout: 5,000 ticks with wandering risk sets at 1 % share', () => {
  const roll = dice(7)
  const ticks = Array.from({ length: 5_000 }, () => {
    const riskT = 500 + Math.floor(roll() * 500)
    return { riskT, riskC: riskT * 99, dT: roll() < 0.3 ? 2 : 0, dC: Math.floor(roll() * 30) }
  })
  const curve = ticks.reduce((c, tick) => extendCurve(c, [tick]), emptyCurve)
  expect(curveBound(curve, lower) / ratioBound(ticks, lower)).toBeCloseTo(1, 9)
  expect(curveBound(curve, upper) / ratioBound(ticks, upper)).toBeCloseTo(1, 9)
  expect(JSON.stringify(curve).length).toBeLessThan(2_000)
})

test('the estimate is the ratio of rates', () => {
  expect(curveEstimate(extendCurve(emptyCurve, even))).toBeCloseTo(3, 6)
  const clean = extendCurve(emptyCurve, [{ riskT: 10, riskC: 10, dT: 0, dC: 3 }])
  expect(curveEstimate(clean)).toBe(0)
  const onlyT = extendCurve(emptyCurve, [{ riskT: 10, riskC: 10, dT: 3, dC: 0 }])
  expect(curveEstimate(onlyT)).toBe(Infinity)
})

test('bad input is refused', () => {
  expect(() => ratioBound(even, { ...lower, side: 'upper' })).toThrow(expect.objectContaining({ code: 'ORDER' }))
  expect(() => ratioBound(even, { ...lower, threshold: 1 })).toThrow(expect.objectContaining({ field: 'threshold' }))
  expect(() => curveLogE({ dT: 1, dC: 1, cost: [0] }, lower.grid, 1)).toThrow(
    expect.objectContaining({ code: 'LENGTH' }),
  )
  expect(() => curveLogE(emptyCurve, lower.grid, 900)).toThrow(expect.objectContaining({ code: 'RATE' }))
})
