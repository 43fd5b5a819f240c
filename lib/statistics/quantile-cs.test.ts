import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Counts, quantileBand, quantileDifferenceP, quantileLogM } from './quantile-cs'
import { countAtMost, countBelow, sketchCount, sketchOf } from './sketch'
import { chances, dice } from './testing'

const countsOf = (values: readonly number[]): Counts => ({
  n: values.length,
  atMost: (x) => values.filter((v) => v <= x).length,
  below: (x) => values.filter((v) => v < x).length,
})
const spaced = Array.from({ length: 1_000 }, (_, i) => i + 1)
const range = { lo: 0, hi: 1e6 }

test('M has mean 1 at the true quantile, however many values there are', () => {
  for (const p of [0.5, 0.95]) {
    for (const n of [1, 7, 30]) {
      const mean = chances(n, p).reduce((sum, { k, p: chance }) => sum + chance * Math.exp(quantileLogM(k, n, p)), 0)
      expect(mean).toBeCloseTo(1, 9)
    }
  }
})

test('by hand: one value below the median multiplies by a/κ ÷ p = 1', () => {
  expect(quantileLogM(1, 1, 0.5)).toBeCloseTo(0, 12)
  // B(52, 50)/B(50, 50) ÷ ¼ = (50·51)/(100·101)·4.
  expect(quantileLogM(2, 2, 0.5)).toBeCloseTo(Math.log((4 * 50 * 51) / (100 * 101)), 9)
})

const isOut = (k: number): boolean => quantileLogM(k, 1_000, 0.5) >= Math.log(20)
const at = (alpha: number) => quantileBand(countsOf(spaced), { p: 0.95, alpha, range })

describe('band', () => {
  test('its ends are the order statistics where M meets 1/α', () => {
    const { lower, upper } = quantileBand(countsOf(spaced), { p: 0.5, alpha: 0.05, range })
    expect(isOut(lower - 1)).toBe(true)
    expect(isOut(Math.ceil(lower))).toBe(false)
    expect(isOut(upper)).toBe(true)
    expect(isOut(Math.floor(upper) - 1)).toBe(false)
    expect(lower).toBeGreaterThan(400)
    expect(upper).toBeLessThan(600)
  })

  test('narrows with α and holds the quantile', () => {
    expect(at(0.001).lower).toBeLessThan(at(0.05).lower)
    expect(at(0.001).upper).toBeGreaterThanOrEqual(at(0.05).upper)
    expect(at(0.05).lower).toBeLessThan(950)
    expect(at(0.05).upper).toBeGreaterThan(950)
  })

  test('few values exclude nothing', () => {
    const band = quantileBand(countsOf([1, 2, 3]), { p: 0.95, alpha: 0.05, range })
    expect(band).toEqual({ lower: -Infinity, upper: Infinity })
    expect(quantileBand(countsOf([]), { p: 0.5, alpha: 0.05, range })).toEqual({ lower: -Infinity, upper: Infinity })
  })

  test('a tie that holds the quantile is never excluded', () => {
    const tied = [...Array.from({ length: 300 }, () => 5), ...Array.from({ length: 700 }, () => 9)]
    const { lower, upper } = quantileBand(countsOf(tied), { p: 0.5, alpha: 0.05, range })
    expect(lower).toBeCloseTo(9, 9)
    expect(upper).toBeCloseTo(9, 9)
  })

  test('a sketch, and counts that are off by ε, only ever widen it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const roll = dice(seed)
        const values = Array.from({ length: 400 }, () => Math.exp(3 + 2 * roll()))
        const o = { p: 0.75, alpha: 0.1, range: { lo: 0, hi: 1e4 } }
        const sketch = sketchOf(values)
        const exact = quantileBand(countsOf(values), o)
        const rough = quantileBand(
          { n: sketchCount(sketch), atMost: (x) => countAtMost(sketch, x), below: (x) => countBelow(sketch, x) },
          o,
        )
        const wide = quantileBand(countsOf(values), { ...o, accuracy: 0.01 })
        for (const { lower, upper } of [rough, wide]) {
          expect(lower).toBeLessThanOrEqual(exact.lower)
          expect(upper).toBeGreaterThanOrEqual(exact.upper)
          expect(upper / exact.upper).toBeLessThan(1.03)
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('two arms', () => {
  test('the same values are no difference; each larger by half of the spread is one', () => {
    const moved = spaced.map((x) => x + 500)
    const p = (t: readonly number[]) => quantileDifferenceP(countsOf(t), countsOf(spaced), 0.5, [...t, ...spaced])
    expect(p(spaced)).toBe(1)
    expect(p(moved)).toBeLessThan(1e-9)
  })

  test('nobody in one arm says nothing', () => {
    expect(quantileDifferenceP(countsOf([]), countsOf(spaced), 0.5, spaced)).toBe(1)
    expect(() => quantileDifferenceP(countsOf([]), countsOf([]), 0.5, [])).toThrow(
      expect.objectContaining({ code: 'EMPTY' }),
    )
  })
})

test('refuses levels outside (0,1) and a range upside down', () => {
  const counts = countsOf(spaced)
  expect(() => quantileBand(counts, { p: 1, alpha: 0.05, range })).toThrow(expect.objectContaining({ field: 'p' }))
  expect(() => quantileBand(counts, { p: 0.5, alpha: 0.05, range: { lo: 2, hi: 1 } })).toThrow(
    expect.objectContaining({ code: 'ORDER' }),
  )
})
