import { describe, expect, test } from 'vitest'
import { etaToDecision } from './eta'
import { informationRate, resolution } from './information'

describe('worked examples of statistics §8', () => {
  const drift = informationRate({ p1: 0.02, p0: 0.01, share: 0.05 })

  test('information rate and the Wald limit', () => {
    expect(drift).toBeCloseTo(0.003665159423, 12)
    expect(Math.log(20) / drift).toBeCloseTo(817.3538795, 6)
  })

  test('time to decision', () => {
    const eta = etaToDecision({ logE: 1.2, threshold: 100, drift, arrivalsPerHour: 2_000, share: 0.05 })
    if (!eta.foreseeable) throw new Error('foreseeable')
    expect(eta.users.mean).toBeCloseTo(929.0646853, 6)
    expect(eta.users.p10).toBeCloseTo(304.467513, 6)
    expect(eta.users.p50).toBeCloseTo(723.0778679, 6)
    expect(eta.users.p90).toBeCloseTo(1807.163833, 6)
    expect(eta.hours.p50).toBeCloseTo(7.230778679, 8)
  })
})

test('no drift or no arrivals: not foreseeable; already there: now', () => {
  const base = { logE: 0, threshold: 20, drift: 0.01, arrivalsPerHour: 100, share: 0.1 }
  expect(etaToDecision({ ...base, drift: 0 })).toEqual({ foreseeable: false })
  expect(etaToDecision({ ...base, arrivalsPerHour: 0 })).toEqual({ foreseeable: false })
  const done = etaToDecision({ ...base, logE: 4 })
  expect(done).toMatchObject({ foreseeable: true, users: { mean: 0, p90: 0 }, hours: { p50: 0 } })
})

test('far and near thresholds give ordered, finite quantiles', () => {
  for (const logE of [-5_000, -50, 0, 2.9957]) {
    const eta = etaToDecision({ logE, threshold: 20, drift: 1e-6, arrivalsPerHour: 1, share: 0.01 })
    if (!eta.foreseeable) throw new Error('foreseeable')
    const { p10, p50, p90 } = eta.users
    expect(Number.isFinite(p90)).toBe(true)
    expect(p10).toBeLessThan(p50)
    expect(p50).toBeLessThan(p90)
  }
})

test('resolution: the smallest harm that shows, confirmed by its own information', () => {
  const o = { nT: 2_500, p0: 0.01, share: 0.25, weight: 0.2, omega: 0.5, harm: 'up' } as const
  const seen = resolution(o)
  if (!seen.ready) throw new Error('ready')
  const information = o.nT * informationRate({ p1: o.p0 + seen.delta, p0: o.p0, share: o.share })
  expect(information).toBeCloseTo(Math.log(200) + 0.7, 9)
  expect(seen.ratio).toBeCloseTo(1 + seen.delta / o.p0, 12)
  const later = resolution({ ...o, nT: 10_000 })
  expect(later.ready && later.delta < seen.delta).toBe(true)
})

// statistics §2j: α = .01, one day, 10,000 users a day
test.each([
  [0.01, 0.01, 'up', 5.7],
  [0.05, 0.01, 'up', 2.8],
  [0.25, 0.01, 'up', 1.85],
  [0.5, 0.01, 'up', 1.75],
  [0.05, 0.001, 'up', 9],
  [0.25, 0.1, 'down', 0.79],
  [0.05, 0.1, 'down', 0.59],
] as const)('share %d, rate %d, %s: ×%d shows within a day', (share, p0, harm, ratio) => {
  const seen = resolution({ nT: share * 10_000, p0, share, harm, weight: 1, omega: 1, threshold: 100 })
  if (!seen.ready) throw new Error('ready')
  expect(Math.abs(seen.ratio / ratio - 1)).toBeLessThan(0.03)
})

test('too few people to see even the worst is said, not guessed', () => {
  const o = { nT: 3, p0: 0.1, share: 0.01, weight: 0.1, omega: 0.5, harm: 'down' } as const
  const seen = resolution(o)
  expect(seen).toMatchObject({ ready: false, reason: 'units', have: 3 })
  const need = seen.ready ? 0 : seen.need
  expect(resolution({ ...o, nT: need }).ready).toBe(true)
  expect(resolution({ ...o, nT: need - 1 }).ready).toBe(false)
})

test('bad input is refused', () => {
  expect(() => informationRate({ p1: 0, p0: 0.1, share: 0.5 })).toThrow(expect.objectContaining({ field: 'p1' }))
  const base = { logE: 0, threshold: 20, drift: 0.01, arrivalsPerHour: 100, share: 0.1 }
  expect(() => etaToDecision({ ...base, share: 0 })).toThrow(expect.objectContaining({ code: 'SHARE' }))
  expect(() => etaToDecision({ ...base, logE: Number.NaN })).toThrow(expect.objectContaining({ code: 'NOT_FINITE' }))
})
