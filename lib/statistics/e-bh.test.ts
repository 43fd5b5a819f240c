import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { eBenjaminiHochberg } from './e-bh'
import { dice, gaussian } from './testing'

const rejected = (values: readonly number[], alpha: number): number[] =>
  eBenjaminiHochberg(
    values.map((e, k) => ({ id: `m${k + 1}`, logE: Math.log(e) })),
    alpha,
  ).flatMap((r, k) => (r.rejected ? [values[k] ?? 0] : []))

test('the largest k with e_(k) ≥ K/(αk) counts, also where a smaller k fails', () => {
  // K/α = 80: 80, 40, 26.7, 20 are wanted of the first, second, third, fourth.
  expect(rejected([2.5, 180, 0.4, 60], 0.05)).toEqual([180, 60])
  expect(rejected([79, 41, 1, 1], 0.05)).toEqual([79, 41])
  expect(rejected([79, 39, 1, 1], 0.05)).toEqual([])
  expect(rejected([20, 20, 20, 20], 0.05)).toEqual([20, 20, 20, 20])
  expect(rejected([19.99, 20, 20, 20], 0.05)).toEqual([])
})

test('one alone is the plain test; more evidence never rejects less', () => {
  const logs = fc.array(fc.double({ min: -5, max: 12, noNaN: true }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(logs, fc.nat(7), (logE, which) => {
      const before = eBenjaminiHochberg(
        logE.map((x, k) => ({ id: String(k), logE: x })),
        0.1,
      )
      const raised = logE.map((x, k) => ({ id: String(k), logE: k === which ? x + 1 : x }))
      const after = eBenjaminiHochberg(raised, 0.1)
      for (const [k, { rejected: was }] of before.entries()) expect(after[k]?.rejected || !was).toBe(true)
    }),
  )
  expect(rejected([20], 0.05)).toEqual([20])
  expect(rejected([19.9], 0.05)).toEqual([])
})

test('false discoveries stay within α although all e-values share their noise', () => {
  const roll = dice(77)
  const runs = 4_000
  let share = 0
  for (let run = 0; run < runs; run += 1) {
    const common = gaussian(roll)
    // Ten without an effect, two with: exp(2.5z − 2.5²/2) has mean 1.
    const e = Array.from({ length: 12 }, (_, k) => {
      const z = 0.8 * common + 0.6 * gaussian(roll) + (k < 2 ? 3 : 0)
      return { id: String(k), logE: 2.5 * z - 3.125 }
    })
    const found = eBenjaminiHochberg(e, 0.1).flatMap((r, k) => (r.rejected ? [k] : []))
    share += found.length === 0 ? 0 : found.filter((k) => k >= 2).length / found.length / runs
  }
  expect(share).toBeLessThanOrEqual(0.1)
  expect(share).toBeGreaterThan(0)
})

test('refuses nothing and what is no number', () => {
  expect(() => eBenjaminiHochberg([], 0.1)).toThrow(expect.objectContaining({ code: 'EMPTY' }))
  expect(() => eBenjaminiHochberg([{ id: 'a', logE: Number.NaN }], 0.1)).toThrow(
    expect.objectContaining({ code: 'NOT_FINITE', field: 'e.0.logE' }),
  )
})
