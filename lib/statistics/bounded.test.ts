import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BoundedBucket, boundedGrid, boundedMeanBand, boundedScoreE } from './bounded'
import { chances } from './testing'

const up = { harm: 'up' } as const
/** Mean of E over all ways in which the coin can fall for users with these answers in C, and in T. */
function meanOverCoins(
  users: readonly { c: number; t: number }[],
  share: number,
  mu: number,
  o: Parameters<typeof boundedScoreE>[2],
): number {
  const coin = chances(1, share)
  let mean = 0
  for (let way = 0; way < 2 ** users.length; way += 1) {
    let chance = 1
    const answers = users.map(({ c, t }, i) => {
      const isT = (way >> i) % 2
      chance *= coin[isT]?.p ?? 0
      return { y: isT ? t : c, nT: isT, nC: 1 - isT }
    })
    mean += chance * Math.exp(boundedScoreE(null, [{ share, mu, answers }], o).logE)
  }
  return mean
}

describe('E has mean 1 over the coin, exactly, however few', () => {
  test.each([0.05, 0.3, 0.5])('no harm, share %d', (share) => {
    const users = [0, 0.5, 1, 1, 0.25].map((y) => ({ c: y, t: y }))
    expect(meanOverCoins(users, share, 0.7, up)).toBeCloseTo(1, 12)
    expect(meanOverCoins(users, share, 0.2, { harm: 'down' })).toBeCloseTo(1, 12)
  })

  test('harm just at the limit, for both claims', () => {
    const users = [0, 0.25, 0.5, 0.75].map((c) => ({ c, t: c + 0.2 }))
    for (const claim of ['harm', 'no-harm'] as const) {
      expect(meanOverCoins(users, 0.25, 0.4, { ...up, limit: 0.2, claim })).toBeCloseTo(1, 12)
    }
    // Less harm than the limit can only cost.
    expect(meanOverCoins(users, 0.25, 0.4, { ...up, limit: 0.3 })).toBeLessThan(1)
  })
})

const answer = fc.record({ y: fc.constantFrom(0, 0.25, 0.5, 0.75, 1), nT: fc.nat(6), nC: fc.nat(6) })
const bucket = fc.record({
  share: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  mu: fc.double({ min: 0, max: 1, noNaN: true }),
  answers: fc.array(answer, { minLength: 1, maxLength: 5 }),
})

test('no answer ever breaks the bank; a larger limit never raises evidence of harm; ticks and order are free', () => {
  fc.assert(
    fc.property(bucket, bucket, fc.double({ min: 0, max: 0.9, noNaN: true }), (a, b, limit) => {
      const o = { ...up, limit }
      const both = boundedScoreE(null, [a, b], o)
      expect(Number.isFinite(both.logE)).toBe(true)
      const later = boundedScoreE(boundedScoreE(null, [b], o).state, [a], o)
      expect(later.logE).toBeCloseTo(both.logE, 9)
      expect(Number.isFinite(boundedScoreE(null, [a], { ...o, limit: 1, claim: 'no-harm' }).logE)).toBe(true)
    }),
  )
})

test('twenty bad answers against two hundred good ones are enough', () => {
  const nps: BoundedBucket = {
    share: 0.1,
    mu: 0.8,
    answers: [
      { y: 0, nT: 12, nC: 10 },
      { y: 0.5, nT: 5, nC: 40 },
      { y: 1, nT: 3, nC: 150 },
    ],
  }
  expect(boundedScoreE(null, [nps], { harm: 'down' }).logE).toBeGreaterThan(Math.log(20))
  expect(boundedScoreE(null, [nps], up).logE).toBeLessThan(0)
})

const tenAnswers = (times: number) => [
  { y: 0, count: 2 * times },
  { y: 0.5, count: 3 * times },
  { y: 1, count: 5 * times },
]

describe('band of one mean', () => {
  test('holds the mean and narrows with more answers', () => {
    const [few, many] = [boundedMeanBand(tenAnswers(1), 0.05), boundedMeanBand(tenAnswers(30), 0.05)]
    if (!few.ready || !many.ready) throw new Error('ready')
    expect(few.lower).toBeLessThan(many.lower)
    expect(many.lower).toBeLessThan(0.65)
    expect(many.upper).toBeGreaterThan(0.65)
    expect(many.upper).toBeLessThan(few.upper)
    expect(many.upper - many.lower).toBeLessThan(0.25)
  })

  test('turns with the scale, and stays in [0,1]', () => {
    const answers = fc.array(
      fc.record({ y: fc.double({ min: 0, max: 1, noNaN: true }), count: fc.integer({ min: 1, max: 40 }) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    fc.assert(
      fc.property(answers, (given) => {
        const band = boundedMeanBand(given, 0.1)
        const turned = boundedMeanBand(
          given.map(({ y, count }) => ({ y: 1 - y, count })),
          0.1,
        )
        if (!band.ready || !turned.ready) throw new Error('ready')
        expect(band.lower).toBeCloseTo(1 - turned.upper, 9)
        expect(band.lower).toBeGreaterThanOrEqual(0)
        expect(band.upper).toBeLessThanOrEqual(1)
        const mean = given.reduce((s, a) => s + a.y * a.count, 0) / given.reduce((s, a) => s + a.count, 0)
        expect(mean).toBeGreaterThanOrEqual(band.lower - 1e-9)
        expect(mean).toBeLessThanOrEqual(band.upper + 1e-9)
      }),
    )
  })

  test('no answers, no band', () => {
    expect(boundedMeanBand([], 0.05)).toMatchObject({ ready: false, reason: 'units', have: 0 })
  })
})

test.each([
  ['RATE', 'buckets.0.mu', { mu: 1.2 }],
  ['SHARE', 'buckets.0.share', { share: 1 }],
  ['RATE', 'buckets.0.answers.0.y', { answers: [{ y: -1, nT: 0, nC: 1 }] }],
  ['EMPTY', 'buckets.0.answers', { answers: [] }],
])('refuses %s in %s', (code, field, patch) => {
  const b = { share: 0.5, mu: 0.5, answers: [{ y: 1, nT: 1, nC: 1 }], ...patch }
  expect(() => boundedScoreE(null, [b], up)).toThrow(expect.objectContaining({ code, field }))
})

test('bets that could lose all are refused', () => {
  const bold = { r: [1], logW: [0] }
  expect(() => boundedScoreE(null, [], up, bold)).toThrow(expect.objectContaining({ field: 'grid.r.0' }))
  expect(boundedGrid.r.every((r) => r < 1)).toBe(true)
})
