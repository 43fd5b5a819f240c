import { expect, test } from 'vitest'
import { asympCsOneSided } from './asymp-cs'
import { informationToAlarm, meanResolution, usersForMean } from './mean-resolution'

test.each([
  [0.05, 7.66],
  [0.01, 11.25],
  [0.005, 12.76],
  [0.001, 16.22],
])('x(%d) of statistics §2j', (alpha, x) => {
  expect(informationToAlarm(alpha)).toBeCloseTo(x, 2)
})

test('x is where ln E meets the threshold, also far out', () => {
  for (const alpha of [0.9, 0.3, 1e-5, 1e-12]) {
    const x = informationToAlarm(alpha)
    expect(asympCsOneSided({ score: x, scoreVar: x, scale: 1 }).logE).toBeCloseTo(-Math.log(alpha), 9)
  }
})

const needed = (margin: number): number => usersForMean({ alpha: 0.01, variance: 0.09, share: 0.05, delta: margin })

test('non-inferiority of conversion, α = .01, f = 5 %: the numbers of statistics §2j', () => {
  expect(needed(0.01) / 10_700).toBeCloseTo(1, 1)
  expect(needed(0.005) / 42_600).toBeCloseTo(1, 1)
})

test('the resolution is the effect that would take just as many users', () => {
  const o = { nT: 4_000, variance: 2.25, share: 0.25 }
  const seen = meanResolution({ ...o, weight: 0.2, omega: 0.5 })
  expect(seen.ready && usersForMean({ ...o, alpha: 0.1 / 20, delta: seen.delta })).toBeCloseTo(4_000, 6)
  const more = meanResolution({ ...o, nT: 16_000, weight: 0.2, omega: 0.5 })
  expect(more.ready && seen.ready && seen.delta / more.delta).toBeCloseTo(2, 9)
  const cruder = meanResolution({ ...o, weight: 0.02, omega: 0.5 })
  expect(cruder.ready && seen.ready && cruder.delta > seen.delta).toBe(true)
})

test('nobody exposed shows nothing; a process without weight is refused', () => {
  const o = { nT: 0, variance: 1, share: 0.5, weight: 1, omega: 1 }
  expect(meanResolution(o)).toMatchObject({ ready: false, reason: 'units', have: 0 })
  expect(() => meanResolution({ ...o, omega: 0 })).toThrow(expect.objectContaining({ code: 'WEIGHTS' }))
  expect(() => meanResolution({ ...o, variance: 0 })).toThrow(expect.objectContaining({ field: 'variance' }))
})
