import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addToSketch,
  countAtMost,
  countBelow,
  mergeSketches,
  type Sketch,
  sketchCount,
  sketchFromBytes,
  sketchOf,
  sketchQuantile,
  sketchToBytes,
  sketchValues,
} from './sketch'

// Among them values around 1, whose bucket has the number 0.
const value = fc.oneof(
  fc.double({ min: 0, max: 1e5, noNaN: true }),
  fc.constantFrom(0, 1e-9, 0.5, 0.985, 0.99, 1, 1.005, 1.01, 3, 1e13),
)
const values = fc.array(value, { minLength: 1, maxLength: 60 })
const seenAs = (x: number): number => (x < 1e-6 ? 0 : Math.min(x, 1e12))
const quantile = (sketch: Sketch, p: number): number => {
  const found = sketchQuantile(sketch, p)
  return found.ready ? found.value : Number.NaN
}

test('every quantile is off by at most 1 % of the value at that rank', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, p) => {
      const exact = all.map(seenAs).toSorted((a, b) => a - b)[Math.floor(p * (all.length - 1))] ?? Number.NaN
      expect(Math.abs(quantile(sketchOf(all), p) - exact)).toBeLessThanOrEqual(0.010_001 * exact)
    }),
  )
})

test('merging is adding, in any order and any grouping', () => {
  fc.assert(
    fc.property(values, values, values, (a, b, c) => {
      const whole = sketchOf([...a, ...b, ...c])
      const merged = mergeSketches([sketchOf(c), mergeSketches([sketchOf(b), sketchOf(a)])])
      const added = addToSketch(addToSketch(sketchOf(b), c), a)
      for (const one of [merged, added]) {
        expect(sketchCount(one)).toBe(sketchCount(whole))
        expect(sketchValues(one)).toEqual(sketchValues(whole))
        for (const x of sketchValues(whole)) expect(countAtMost(one, x)).toBe(countAtMost(whole, x))
      }
    }),
  )
})

test('nothing is lost when one side ends at the bucket of 1, whose number is 0', () => {
  const merged = mergeSketches([sketchOf([0.001]), sketchOf([0.0005, 1, 1, 1, 1, 1])])
  expect(quantile(merged, 0.99)).toBeCloseTo(1, 1)
  expect(countAtMost(merged, 2)).toBe(7)
})

test('what was added to stays as it was', () => {
  const before = sketchOf([1, 2])
  addToSketch(before, [3])
  mergeSketches([before, before])
  expect(sketchCount(before)).toBe(2)
})

test('counts bracket the truth, and are exact between buckets', () => {
  fc.assert(
    fc.property(values, value, (all, x) => {
      const sketch = sketchOf(all)
      const seen = all.map(seenAs)
      const truth = { atMost: seen.filter((v) => v <= x).length, below: seen.filter((v) => v < x).length }
      expect(countAtMost(sketch, x)).toBeGreaterThanOrEqual(truth.atMost)
      expect(countBelow(sketch, x)).toBeLessThanOrEqual(truth.below)
      expect(countAtMost(sketch, x)).toBeLessThanOrEqual(seen.filter((v) => v <= x * 1.0205).length)
    }),
  )
  expect(countAtMost(sketchOf([0, 10, 20]), -1)).toBe(0)
  expect(countBelow(sketchOf([0, 10, 20]), 0)).toBe(0)
  expect(countAtMost(sketchOf([0, 10, 20]), 0)).toBe(1)
  expect(countAtMost(sketchOf([0, 10, 20]), 15)).toBe(2)
})

describe('bytes', () => {
  test('there and back nothing is lost', () => {
    fc.assert(
      fc.property(values, (all) => {
        const sketch = sketchOf(all)
        const again = sketchFromBytes(sketchToBytes(sketch))
        expect(sketchCount(again)).toBe(sketchCount(sketch))
        expect(sketchValues(again)).toEqual(sketchValues(sketch))
        expect(quantile(again, 0.95)).toBe(quantile(sketch, 0.95))
      }),
    )
  })

  test('a day of latencies fits into some kilobytes', () => {
    const day = Array.from({ length: 100_000 }, (_, i) => 5 * Math.exp(6 * ((i * 0.618_034) % 1)))
    expect(sketchToBytes(sketchOf(day)).length).toBeLessThan(8_000)
  })

  test('an empty sketch too', () => {
    const empty = sketchFromBytes(sketchToBytes(sketchOf([])))
    expect(sketchCount(empty)).toBe(0)
    expect(sketchQuantile(empty, 0.5)).toMatchObject({ ready: false, reason: 'units', have: 0 })
  })

  test('what is no sketch of ours is refused', () => {
    expect(() => sketchFromBytes(new Uint8Array([1, 2, 3]))).toThrow(expect.objectContaining({ field: 'bytes' }))
    expect(() => sketchFromBytes(new Uint8Array())).toThrow(expect.objectContaining({ field: 'bytes' }))
    const bytes = sketchToBytes(sketchOf([1, 2, 3]))
    // The last byte of γ, the first number of the message: another accuracy.
    const other = bytes.with(3 + 7, 0x40)
    expect(() => sketchFromBytes(other)).toThrow(expect.objectContaining({ field: 'bytes' }))
  })
})

test('refuses negative values, NaN and levels outside [0,1]', () => {
  expect(() => sketchOf([1, -1])).toThrow(expect.objectContaining({ code: 'RATE', field: 'values.1' }))
  expect(() => sketchOf([Number.NaN])).toThrow(expect.objectContaining({ code: 'NOT_FINITE' }))
  expect(() => sketchQuantile(sketchOf([1]), 1.1)).toThrow(expect.objectContaining({ field: 'p' }))
})
