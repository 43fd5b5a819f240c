import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { total } from './testing'
import { laterWeights, weightsOf } from './weights'

const guardrail = fc.record({ critical: fc.boolean() })
const guardrails = fc.array(guardrail, { minLength: 1, maxLength: 12 })

test('by hand: one critical of nine, with slices, is 3/11 of .75', () => {
  const plain = Array.from({ length: 8 }, () => ({ critical: false }))
  const weights = weightsOf({ guardrails: [{ critical: true }, ...plain], slices: 4 })
  expect(weights.guardrails[0]).toBeCloseTo((0.75 * 3) / 11, 12)
  expect(weights.guardrails[1]).toBeCloseTo(0.75 / 11, 12)
  expect(weights.slices).toEqual([0.05, 0.05, 0.05, 0.05])
  expect(weightsOf({ guardrails: plain, slices: 0 }).guardrails[0]).toBeCloseTo(0.95 / 8, 12)
})

test('all of it sums to 1, critical weighs three times', () => {
  fc.assert(
    fc.property(guardrails, fc.nat(160), (all, slices) => {
      const weights = weightsOf({ guardrails: all, slices })
      expect(total([...weights.guardrails, ...weights.slices, weights.reserve])).toBeCloseTo(1, 12)
      const share = weights.guardrails.map((weight, k) => weight / (all[k]?.critical ? 3 : 1))
      for (const one of share) expect(one).toBeCloseTo(share[0] ?? Number.NaN, 12)
    }),
  )
})

test('what is added later takes half of the reserve left, again and again, and never more than there is', () => {
  fc.assert(
    fc.property(fc.array(guardrails, { minLength: 1, maxLength: 5 }), (rounds) => {
      let reserve = 0.05
      let taken = 0
      for (const added of rounds) {
        const later = laterWeights(reserve, added)
        expect(total(later.weights)).toBeCloseTo(reserve / 2, 12)
        taken += total(later.weights)
        reserve = later.reserve
      }
      expect(taken + reserve).toBeCloseTo(0.05, 12)
    }),
  )
  expect(laterWeights(0.05, [])).toEqual({ weights: [], reserve: 0.05 })
})

test('a rollout without guardrails has no weights', () => {
  expect(() => weightsOf({ guardrails: [], slices: 1 })).toThrow(expect.objectContaining({ code: 'EMPTY' }))
  expect(() => laterWeights(1.1, [{ critical: false }])).toThrow(expect.objectContaining({ code: 'WEIGHTS' }))
})
