import { expect, test } from 'vitest'
import { isFoundByReference, referenceHalfWidth } from './growthbook'

test('the half-width as the published formula gives it, step by step', () => {
  // ρ² = (−2 ln .1 + ln(−2 ln .1 + 1)) / 5000 = (4.605170186 + 1.723689405) / 5000
  const rhoSquared = 0.0012657719182
  const [n, variance] = [20_000, 2e-5]
  const k = n * rhoSquared + 1
  const squared = ((variance * n * 2 * k) / (n * n * rhoSquared)) * Math.log(1 + Math.sqrt(k) / 0.1)
  expect(referenceHalfWidth(variance, n)).toBeCloseTo(Math.sqrt(squared), 10)
})

test('it calls harm in the direction that hurts, and never from an arm without a variance', () => {
  const more = { exposed: 1000, control: 19_000, exposedYes: 60, controlYes: 190 }
  expect(isFoundByReference(more, 'lower')).toBe(true)
  expect(isFoundByReference(more, 'higher')).toBe(false)
  expect(isFoundByReference({ ...more, exposedYes: 0 }, 'higher')).toBe(false)
  expect(isFoundByReference({ ...more, exposed: 1, exposedYes: 1 }, 'lower')).toBe(false)
})
