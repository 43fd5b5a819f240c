import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CovariateSums, cupedSums, cupedTheta, ratioTheta } from './cuped'
import { meanMoments } from './moments'
import { ratioMoments, type RatioPre, type RatioSums } from './ratio-moments'
import { total } from './testing'

type User = { y: number; d: number; x: number; z: number }

const dot = (p: readonly number[], q: readonly number[]): number => total(p.map((v, i) => v * (q[i] ?? 0)))

const pairSums = (a: readonly number[], b: readonly number[], shift?: RatioSums['shift']): RatioSums => {
  const [y, d] = [a.map((v) => v - (shift?.y ?? 0)), b.map((v) => v - (shift?.d ?? 0))]
  const sums = { n: a.length, sY: total(y), sD: total(d), sYY: dot(y, y), sDD: dot(d, d), sYD: dot(y, d) }
  return shift ? { ...sums, shift } : sums
}

function sumsOf(users: readonly User[], shift?: RatioSums['shift']): { sums: RatioSums; before: RatioPre } {
  const column = (key: keyof User): number[] => users.map((u) => u[key])
  const sums = pairSums(column('y'), column('d'), shift)
  const pre = pairSums(column('x'), column('z'), shift)
  const cross = (a: 'y' | 'd', b: 'x' | 'z'): number =>
    total(users.map((u) => (u[a] - (shift?.[a] ?? 0)) * (u[b] - (shift?.[b === 'x' ? 'y' : 'd'] ?? 0))))
  return {
    sums,
    before: { pre, sYX: cross('y', 'x'), sYZ: cross('y', 'z'), sDX: cross('d', 'x'), sDZ: cross('d', 'z') },
  }
}

const user = fc.record({
  y: fc.integer({ min: 0, max: 20 }),
  d: fc.integer({ min: 1, max: 20 }),
  x: fc.integer({ min: 0, max: 20 }),
  z: fc.integer({ min: 1, max: 20 }),
})
const arm = fc.array(user, { minLength: 3, maxLength: 15 })

/** The textbook way: u and w per user, their variances and covariance. */
function byUser(users: readonly User[]) {
  const n = users.length
  const [dBar, zBar] = [total(users.map((v) => v.d)) / n, total(users.map((v) => v.z)) / n]
  const [r, rX] = [total(users.map((v) => v.y)) / n / dBar, total(users.map((v) => v.x)) / n / zBar]
  const u = users.map((v) => (v.y - r * v.d) / dBar)
  const w = users.map((v) => (v.x - rX * v.z) / zBar)
  return { r, rX, uu: dot(u, u) / (n - 1), uw: dot(u, w) / (n - 1), ww: dot(w, w) / (n - 1) }
}

describe('ratio with CUPED', () => {
  test('is the per-user adjustment, from sums alone and with any shift', () => {
    fc.assert(
      fc.property(arm, fc.double({ min: -1, max: 1, noNaN: true }), fc.boolean(), (users, theta, isShifted) => {
        const { sums, before } = sumsOf(users, isShifted ? { y: 7, d: 9 } : undefined)
        const { r, rX, uu, uw, ww } = byUser(users)
        const adjusted = ratioMoments(sums, { ...before, theta, ratioBar: 0.5 })
        fc.pre(uu > 1e-9 && uu - 2 * theta * uw + theta * theta * ww > 1e-9)
        expect(adjusted).toMatchObject({ ready: true, n: users.length })
        const est = adjusted.ready ? adjusted : { estimate: Number.NaN, variance: Number.NaN }
        expect(est.estimate).toBeCloseTo(r - theta * (rX - 0.5), 9)
        expect(est.variance).toBeCloseTo((uu - 2 * theta * uw + theta * theta * ww) / users.length, 9)
      }),
    )
  })

  test('θ is the pooled slope inside the arms, r̄ the pooled ratio, and no other θ leaves less variance', () => {
    fc.assert(
      fc.property(arm, arm, fc.double({ min: -2, max: 2, noNaN: true }), (t, c, other) => {
        const [a, b] = [byUser(t), byUser(c)]
        fc.pre(a.ww + b.ww > 1e-6)
        const fitted = ratioTheta([sumsOf(t, { y: 7, d: 9 }), sumsOf(c)])
        const { theta, ratioBar } = fitted.ready ? fitted : { theta: Number.NaN, ratioBar: Number.NaN }
        expect(theta).toBeCloseTo((a.uw + b.uw) / (a.ww + b.ww), 8)
        const all = [...t, ...c]
        expect(ratioBar).toBeCloseTo(total(all.map((v) => v.x)) / total(all.map((v) => v.z)), 9)
        const left = (k: number): number => a.uu + b.uu - 2 * k * (a.uw + b.uw) + k * k * (a.ww + b.ww)
        expect(left(theta)).toBeLessThanOrEqual(left(other) + 1e-9)
      }),
    )
  })

  test('a shift saves the digits that large values would cost', () => {
    const users = Array.from({ length: 100 }, (_, i) => ({ y: 3e8 + (i % 7), d: 1e8 + (i % 5), x: 1, z: 1 }))
    const shifted = ratioMoments(sumsOf(users, { y: 3e8, d: 1e8 }).sums)
    const near = users.map((u) => (u.y - 3e8 - 3 * (u.d - 1e8)) / 1e8)
    const mean = total(near) / 100
    const exact = total(near.map((v) => (v - mean) ** 2)) / 99 / 100
    expect(shifted.ready && shifted.variance / exact).toBeCloseTo(1, 6)
  })
})

const covariate = (pairs: readonly (readonly [number, number])[]): CovariateSums => ({
  n: pairs.length,
  s1: total(pairs.map(([, y]) => y)),
  sx: total(pairs.map(([x]) => x)),
  sxx: total(pairs.map(([x]) => x * x)),
  syx: total(pairs.map(([x, y]) => x * y)),
})

describe('θ of a mean', () => {
  test('an effect of T does not leak into the slope', () => {
    const base = [1, 2, 3, 4].map((x) => [x, 2 * x] as const)
    const lifted = [5, 6, 7].map((x) => [x, 2 * x + 100] as const)
    expect(cupedTheta([covariate(base), covariate(lifted)])).toMatchObject({ ready: true, theta: 2, xBar: 4 })
  })

  test('too little is said', () => {
    expect(cupedTheta([covariate([[1, 1]])])).toMatchObject({ reason: 'units' })
    const flat = [
      [3, 1],
      [3, 2],
    ] as const
    expect(cupedTheta([covariate(flat)])).toMatchObject({ reason: 'variance' })
    expect(ratioTheta([{ ...sumsOf([{ y: 1, d: 1, x: 1, z: 1 }]) }])).toMatchObject({ reason: 'units' })
  })

  test('adjusted sums are those of y − θ(x − x̄), and give the adjusted mean', () => {
    const pairs = [
      [1, 3],
      [2, 4],
      [4, 9],
      [7, 12],
    ] as const
    const { n, s1, sx, sxx, syx } = covariate(pairs)
    const s2 = total(pairs.map(([, y]) => y * y))
    const c = { sx, sxx, syx, theta: 1.4, xBar: 3 }
    const adjusted = cupedSums({ n, s1, s2 }, c)
    const values = pairs.map(([x, y]) => y - 1.4 * (x - 3))
    expect(adjusted.s1).toBeCloseTo(total(values), 12)
    expect(adjusted.s2).toBeCloseTo(total(values.map((v) => v * v)), 9)
    const [mean, direct] = [meanMoments({ n, ...adjusted }), meanMoments({ n, s1, s2 }, c)]
    expect(mean.ready && mean.estimate).toBeCloseTo(direct.ready ? direct.estimate : Number.NaN, 12)
    expect(mean.ready && mean.variance).toBeCloseTo(direct.ready ? direct.variance : Number.NaN, 12)
  })
})

test.each([
  ['COUNT', 'n', { n: -1 }],
  ['NOT_FINITE', 'sYD', { sYD: Number.NaN }],
  ['NOT_FINITE', 'shift.d', { shift: { y: 0, d: Infinity } }],
])('refuses %s in %s', (code, field, patch) => {
  const sums = { n: 3, sY: 1, sD: 3, sYY: 1, sDD: 3, sYD: 1, ...patch }
  expect(() => ratioMoments(sums)).toThrow(expect.objectContaining({ code, field }))
})
