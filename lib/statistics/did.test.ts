import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BeforeAfter, differenceInDifferences } from './did'
import { dice, gaussian, total } from './testing'

type Pair = readonly [before: number, after: number]
const sumsOf = (users: readonly Pair[]): BeforeAfter => ({
  n: users.length,
  sx: total(users.map(([x]) => x)),
  sy: total(users.map(([, y]) => y)),
  sxx: total(users.map(([x]) => x * x)),
  syy: total(users.map(([, y]) => y * y)),
  syx: total(users.map(([x, y]) => x * y)),
})

function users(roll: () => number, n: number, times: number): Pair[] {
  return Array.from({ length: n }, () => {
    const own = 10 + 2 * gaussian(roll)
    return [own, times * (own + 0.5 * gaussian(roll))] as const
  })
}

test('by hand: T doubled, C grew by half', () => {
  const t = sumsOf([
    [10, 20],
    [12, 24],
    [11, 22],
  ])
  const c = sumsOf([
    [10, 15],
    [12, 18],
    [11, 16.5],
  ])
  const did = differenceInDifferences(t, c)
  expect(did.ready && did.ratio).toBeCloseTo(4 / 3, 12)
  // Every user grew alike: nothing is uncertain.
  expect(did.ready && did.variance).toBeCloseTo(0, 12)
})

test('an event that multiplies both arms cancels', () => {
  const pair = fc.tuple(fc.double({ min: 9, max: 11, noNaN: true }), fc.double({ min: 9, max: 11, noNaN: true }))
  const arm = fc.array(pair, { minLength: 30, maxLength: 40 })
  fc.assert(
    fc.property(arm, arm, fc.double({ min: 0.1, max: 10, noNaN: true }), (t, c, event) => {
      const hit = (one: readonly Pair[]): BeforeAfter => sumsOf(one.map(([x, y]) => [x, event * y] as const))
      const [calm, during] = [differenceInDifferences(sumsOf(t), sumsOf(c)), differenceInDifferences(hit(t), hit(c))]
      expect(calm.ready).toBe(true)
      expect(during.ready && calm.ready && during.logRatio - calm.logRatio).toBeCloseTo(0, 9)
    }),
  )
})

test('the stated variance is the one that repetitions show, far below that of unpaired users', () => {
  const roll = dice(14)
  const runs = Array.from({ length: 600 }, () =>
    differenceInDifferences(sumsOf(users(roll, 40, 1.3)), sumsOf(users(roll, 160, 1))),
  )
  const logs = runs.map((run) => (run.ready ? run.logRatio : Number.NaN))
  const mean = total(logs) / logs.length
  const seen = total(logs.map((x) => (x - mean) ** 2)) / logs.length
  const stated = total(runs.map((run) => (run.ready ? run.variance : Number.NaN))) / runs.length
  expect(mean).toBeCloseTo(Math.log(1.3), 2)
  expect(seen / stated).toBeCloseTo(1, 0)
  expect(stated).toBeLessThan(0.2 * (0.04 / 40 + 0.04 / 160))
})

test('too little is said', () => {
  const fine = sumsOf(users(dice(1), 30, 1))
  expect(differenceInDifferences(sumsOf([[1, 1]]), fine)).toMatchObject({ reason: 'units', have: 1 })
  const near = sumsOf([
    [0, 0],
    [0, 1],
  ])
  expect(differenceInDifferences(fine, near)).toMatchObject({ reason: 'baseline_near_zero', have: 0, need: 5 })
})

test('refuses what is no number', () => {
  const fine = sumsOf(users(dice(1), 30, 1))
  expect(() => differenceInDifferences({ ...fine, syx: Number.NaN }, fine)).toThrow(
    expect.objectContaining({ code: 'NOT_FINITE', field: 't.syx' }),
  )
})
