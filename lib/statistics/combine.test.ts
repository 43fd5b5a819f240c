import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { closedTesting, combineE } from './combine'

const values = [2.5, 180, 0.4, 60]
const weighted = (weights: readonly number[]) =>
  values.map((e, k) => ({ id: `m${k + 1}`, logE: Math.log(e), weight: weights[k] ?? 0 }))
const equal = weighted([0.25, 0.25, 0.25, 0.25])
const uneven = weighted([0.1, 0.5, 0.1, 0.3])
const rejectedAt = (e: typeof equal, threshold: number) =>
  closedTesting(e, 1 / threshold).flatMap(({ id, rejected }) => (rejected ? [id] : []))

test('worked examples of statistics §8', () => {
  expect(Math.exp(combineE(equal).logE)).toBeCloseTo(60.725, 9)
  expect(combineE(uneven).logE).toBeCloseTo(4.684812814, 9)
  expect(combineE(uneven).top).toBe(1)
  const starred = closedTesting(equal, 0.05).map(({ adjustedLogE }) => Math.exp(adjustedLogE))
  for (const [k, e] of [1.45, 60.725, 0.4, 20.96666667].entries()) expect(starred[k]).toBeCloseTo(e, 8)
  expect(rejectedAt(equal, 20)).toEqual(['m2', 'm4'])
  expect(rejectedAt(equal, 100)).toEqual([])
  const unevenStarred = closedTesting(uneven, 0.01).map(({ adjustedLogE }) => Math.exp(adjustedLogE))
  for (const [k, e] of [1.45, 108.29, 0.4, 36.58].entries()) expect(unevenStarred[k]).toBeCloseTo(e, 9)
  expect(rejectedAt(uneven, 100)).toEqual(['m2'])
})

const family = fc.array(
  fc.record({
    logE: fc.double({ min: -50, max: 50, noNaN: true }),
    weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 6 },
)

test('the O(K²) minimum is the minimum over every subset', () => {
  fc.assert(
    fc.property(family, (some) => {
      const named = some.map((e, k) => ({ id: String(k), ...e }))
      const adjusted = closedTesting(named, 0.05)
      for (const [k] of named.entries()) {
        let smallest = Infinity
        for (let subset = 0; subset < 2 ** named.length; subset += 1) {
          const chosen = named.filter((_, j) => j === k || (subset >> j) % 2 === 1)
          const weights = chosen.reduce((sum, e) => sum + e.weight, 0)
          smallest = Math.min(smallest, chosen.reduce((sum, e) => sum + e.weight * Math.exp(e.logE), 0) / weights)
        }
        expect(adjusted[k]?.adjustedLogE).toBeCloseTo(Math.log(smallest), 9)
      }
    }),
  )
})

test('huge evidence stays finite', () => {
  const { logE } = combineE([
    { logE: 5_000, weight: 0.5 },
    { logE: -5_000, weight: 0.5 },
  ])
  expect(logE).toBeCloseTo(5_000 + Math.log(0.5), 9)
})

test('a metric without weight is never rejected', () => {
  const late = closedTesting([...equal, { id: 'late', logE: 90, weight: 0 }], 0.05).at(-1)
  expect(late?.rejected).toBe(false)
  expect(late?.adjustedLogE).toBeLessThanOrEqual(0)
})

test('bad weights are refused', () => {
  expect(() => combineE(weighted([0.5, 0.5, 0.5, 0]))).toThrow(expect.objectContaining({ code: 'WEIGHTS' }))
  expect(() => combineE([])).toThrow(expect.objectContaining({ code: 'EMPTY' }))
  expect(() => combineE([{ logE: Number.NaN, weight: 1 }])).toThrow(expect.objectContaining({ field: 'e.0.logE' }))
  expect(() => closedTesting(equal, 1)).toThrow(expect.objectContaining({ code: 'RATE', field: 'alpha' }))
})
