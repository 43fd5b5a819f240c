import { describe, expect, test } from 'vitest'
import { chanceLimits, meanLimits, median } from './limits'

describe('limits of a chance', () => {
  test('nothing in n: one minus the n-th root of .05', () => {
    expect(chanceLimits(0, 550)).toEqual({ low: 0, high: expect.closeTo(1 - 0.05 ** (1 / 550), 12) })
    expect(chanceLimits(3, 3)).toEqual({ low: expect.closeTo(0.05 ** (1 / 3), 12), high: 1 })
  })
  test('5 of 10 as tables have it', () => {
    const { low, high } = chanceLimits(5, 10)
    expect(low).toBeCloseTo(0.2224, 4)
    expect(high).toBeCloseTo(0.7776, 4)
  })
  test('23 of 550 is the most that stays below 6 %', () => {
    expect(chanceLimits(23, 550).high).toBeLessThan(0.06)
    expect(chanceLimits(24, 550).high).toBeGreaterThan(0.06)
  })
})

test('limits of a mean lie 1.645 errors away; one value has none', () => {
  const { mean, low, high } = meanLimits([1, 2, 3, 4])
  const error = Math.sqrt(5 / 3 / 4)
  expect(mean).toBe(2.5)
  expect([low, high]).toEqual([expect.closeTo(2.5 - 1.6449 * error, 4), expect.closeTo(2.5 + 1.6449 * error, 4)])
  expect(meanLimits([7]).high).toBe(Infinity)
})

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected)
})
