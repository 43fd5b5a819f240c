import { expect, test } from 'vitest'
import { diceOf } from './dice'
import { latencyMs, SLOW_MS } from './latency'
import { isLongerByReference, Sorted } from './quantile-test'

function arm(people: number, row: string, times = 1): Sorted {
  const dice = diceOf(1, row, 0)
  const sorted = new Sorted()
  for (let i = 0; i < people; i += 1) sorted.add(latencyMs(dice) * times)
  return sorted
}

test('p95 and the error of its estimate: that of repeated samples', () => {
  const estimates = Array.from({ length: 200 }, (_, i) => arm(1000, `sample ${i}`).p95())
  const mean = estimates.reduce((sum, { value }) => sum + value, 0) / 200
  const spread = Math.sqrt(estimates.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / 199)
  const told = estimates.reduce((sum, { variance }) => sum + Math.sqrt(variance), 0) / 200
  expect(told / spread).toBeGreaterThan(0.85)
  expect(told / spread).toBeLessThan(1.35)
})

test('the slowest fifth of the law is a fifth, and its tail is long', () => {
  const dice = diceOf(1, 'law', 0)
  const values = Array.from({ length: 20_000 }, () => latencyMs(dice))
  const above = (ms: number): number => values.filter((value) => value > ms).length / values.length
  expect(above(SLOW_MS)).toBeCloseTo(0.2, 1)
  expect(above(100)).toBeCloseTo(0.5, 1)
  expect(above(1000)).toBeGreaterThan(0.003)
})

test('it says longer where it is much longer, and nothing of few', () => {
  const usual = arm(20_000, 'control')
  expect(isLongerByReference(arm(1000, 'exposed', 2), usual)).toBe(true)
  expect(isLongerByReference(arm(1000, 'exposed'), usual)).toBe(false)
  expect(isLongerByReference(arm(1000, 'exposed', 0.5), usual)).toBe(false)
  expect(isLongerByReference(arm(99, 'exposed', 9), usual)).toBe(false)
})
