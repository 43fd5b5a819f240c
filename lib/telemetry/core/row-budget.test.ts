import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowBudget } from './row-budget'

test('what came is taken whole; then the key waits until it is paid back', () => {
  const budget = new RowBudget(100)
  expect(budget.waitS('a', 0)).toBeNull()
  budget.spend('a', 1250, 0)
  expect(budget.waitS('a', 0)).toBe(3)
  expect(budget.waitS('a', 2499)).toBe(1)
  expect(budget.waitS('a', 2501)).toBeNull()
  expect(budget.waitS('b', 0)).toBeNull()
})

test('ten seconds of the rate can be saved, no more', () => {
  const budget = new RowBudget(100)
  budget.spend('a', 999, 3_600_000)
  expect(budget.waitS('a', 3_600_000)).toBeNull()
  budget.spend('a', 1, 3_600_000)
  expect(budget.waitS('a', 3_600_000)).toBe(1)
})

test('a clock that is set back neither gives nor takes', () => {
  const budget = new RowBudget(100)
  budget.spend('a', 1100, 10_000)
  expect(budget.waitS('a', 0)).toBe(2)
})

test('however it is asked, a key never gets more than what it saved, its rate, and one request on top', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 5000 }), rows: fc.integer({ min: 1, max: 5000 }) })),
      (rate, asks) => {
        const budget = new RowBudget(rate)
        let [nowMs, taken, largest] = [0, 0, 0]
        for (const { afterMs, rows } of asks) {
          nowMs += afterMs
          if (budget.waitS('a', nowMs) !== null) continue
          budget.spend('a', rows, nowMs)
          taken += rows
          largest = Math.max(largest, rows)
        }
        expect(taken).toBeLessThanOrEqual(rate * 10 + (nowMs / 1000) * rate + largest + 1e-6)
      },
    ),
  ))

test('whoever waits as long as told may send', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 100_000 }), (rate, rows) => {
      const budget = new RowBudget(rate)
      budget.spend('a', rows, 0)
      expect(budget.waitS('a', (budget.waitS('a', 0) ?? 0) * 1000)).toBeNull()
    }),
  ))
