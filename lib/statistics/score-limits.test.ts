import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RatioSums } from './ratio-moments'
import { type ScoreBucket, scoreOf } from './score'
import { ratioBucket, relativeBucket } from './score-limits'
import { chances } from './testing'

type User = { y: number; d: number }

function sumsOf(users: readonly User[], shift?: RatioSums['shift']): RatioSums {
  const sum = (f: (y: number, d: number) => number): number =>
    users.reduce((s, u) => s + f(u.y - (shift?.y ?? 0), u.d - (shift?.d ?? 0)), 0)
  const sums = { n: users.length, sY: sum((y) => y), sD: sum((_, d) => d), sYY: sum((y) => y * y) }
  const rest = { sDD: sum((_, d) => d * d), sYD: sum((y, d) => y * d) }
  return { ...sums, ...rest, ...(shift ? { shift } : {}) }
}

describe('a relative limit', () => {
  const bucket = { share: 0.25, mu: 2, nT: 4, nC: 9, sT: 10, sC: 18, ss: 80, ssT: 32 }

  test('scales the control and its baseline by R0', () => {
    expect(relativeBucket(bucket, 1.5)).toMatchObject({ mu: 3, sC: 27, ss: 32 + 2.25 * 48, nC: 9, sT: 10 })
    expect(relativeBucket(bucket, 1)).toEqual(bucket)
  })

  test('leaves S without a mean when T is R0 times C for every user, whatever μ', () => {
    // Potential values: in C y, in T R0·y; the coin alone is random.
    const [share, r0, mu] = [0.3, 1.2, 1.7]
    const values = [1, 2, 4]
    const arms = values.map(() => chances(1, share))
    let mean = 0
    for (const a of arms[0] ?? []) {
      for (const b of arms[1] ?? []) {
        for (const c of arms[2] ?? []) {
          const isT = [a, b, c].map(({ k }) => k === 1)
          const of = (arm: boolean): number[] => values.filter((_, i) => isT[i] === arm)
          const [t, control] = [of(true).map((y) => y * r0), of(false)]
          const ssT = t.reduce((s, y) => s + y * y, 0)
          const raw: ScoreBucket & { ssT: number } = {
            share,
            mu,
            nT: t.length,
            nC: control.length,
            sT: t.reduce((s, y) => s + y, 0),
            sC: control.reduce((s, y) => s + y, 0),
            ss: ssT + control.reduce((s, y) => s + y * y, 0),
            ssT,
          }
          mean += a.p * b.p * c.p * scoreOf(relativeBucket(raw, r0)).S
        }
      }
    }
    expect(mean).toBeCloseTo(0, 12)
  })

  test('a multiple of nothing is refused', () => {
    expect(() => relativeBucket({ ...bucket, mu: 0 }, 1.5)).toThrow(expect.objectContaining({ field: 'mu' }))
    expect(() => relativeBucket(bucket, 0)).toThrow(expect.objectContaining({ field: 'nullRatio' }))
  })
})

const value = ({ y, d }: User): number => (y - 0.7 * d) / 5

describe('a ratio as a score', () => {
  const user = fc.record({ y: fc.integer({ min: 0, max: 9 }), d: fc.integer({ min: 1, max: 9 }) })
  const users = fc.array(user, { minLength: 1, maxLength: 12 })
  const at = { share: 0.4, ratio: 0.7, meanD: 5 }

  test('is the score of u = (y − rd)/d̄, user by user', () => {
    fc.assert(
      fc.property(users, users, (t, c) => {
        const bucket = ratioBucket({ ...at, t: sumsOf(t), c: sumsOf(c) })
        const u = [...t.map((x) => ({ ...x, f: 0.6 })), ...c.map((x) => ({ ...x, f: -0.4 }))]
        const score = scoreOf(bucket)
        expect(score.S).toBeCloseTo(
          u.reduce((s, x) => s + x.f * value(x), 0),
          9,
        )
        expect(score.V).toBeCloseTo(0.24 * u.reduce((s, x) => s + value(x) ** 2, 0), 9)
        expect(score.armV).toBeCloseTo(
          u.reduce((s, x) => s + (x.f * value(x)) ** 2, 0),
          9,
        )
      }),
    )
  })

  test('does not care for shifts of the sums', () => {
    fc.assert(
      fc.property(users, users, (t, c) => {
        const shift = { y: 3, d: 4 }
        const plain = scoreOf(ratioBucket({ ...at, t: sumsOf(t), c: sumsOf(c) }))
        const moved = scoreOf(ratioBucket({ ...at, t: sumsOf(t, shift), c: sumsOf(c, shift) }))
        expect(moved.S).toBeCloseTo(plain.S, 9)
        expect(moved.V).toBeCloseTo(plain.V, 9)
      }),
    )
  })

  test('S/W estimates the difference of the ratios; with the limit inside, what is past it', () => {
    const c = sumsOf(Array.from({ length: 6_000 }, (_, i) => ({ y: 2, d: i % 2 === 0 ? 4 : 6 })))
    const t = sumsOf(Array.from({ length: 4_000 }, (_, i) => ({ y: 3, d: i % 2 === 0 ? 4 : 6 })))
    const free = scoreOf(ratioBucket({ share: 0.4, ratio: 0.4, meanD: 5, t, c }))
    expect(free.S / free.W).toBeCloseTo(0.2, 9)
    const limited = scoreOf(ratioBucket({ share: 0.4, ratio: 0.4, ratioT: 0.55, meanD: 5, t, c }))
    expect(limited.S / limited.W).toBeCloseTo(0.05, 9)
  })

  test('who uses more of the denominator at the same ratio is not harmed', () => {
    const c = sumsOf(Array.from({ length: 60 }, () => ({ y: 2, d: 5 })))
    const t = sumsOf(Array.from({ length: 40 }, () => ({ y: 4, d: 10 })))
    expect(scoreOf(ratioBucket({ share: 0.4, ratio: 0.4, meanD: 5, t, c })).S).toBeCloseTo(0, 12)
  })

  test('a mean denominator of 0 is refused', () => {
    const none = sumsOf([])
    expect(() => ratioBucket({ share: 0.4, ratio: 1, meanD: 0, t: none, c: none })).toThrow(
      expect.objectContaining({ field: 'meanD' }),
    )
  })
})
