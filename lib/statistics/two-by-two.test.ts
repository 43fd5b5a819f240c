import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { predictableBaseline } from './baseline'
import { openStart } from './grid'
import { downHarmPrior, proceedUpPrior, ratePrior, upHarmPrior } from './priors'
import { chances } from './testing'
import { eProcess2x2, eProcessEvents, type TwoByTwo } from './two-by-two'

const up = upHarmPrior()
const twoOnly = { r: [2], logW: [0] }
const epoch1: TwoByTwo = { nT: 500, sT: 12, nC: 9500, sC: 95, share: 0.05, baseline: 20.5 / 2001 }
const epoch2: TwoByTwo = { nT: 1000, sT: 19, nC: 3000, sC: 31, share: 0.25, baseline: 115.5 / 11501 }

describe('worked examples of statistics §8', () => {
  test('the up-harm prior', () => {
    expect(up.r[1]).toBeCloseTo(1.221082971, 9)
    expect(up.logW[0]).toBeCloseTo(-2.395771214, 9)
    expect(up.logW[19]).toBeCloseTo(-5.39938571, 9)
    expect(up.r.at(-1)).toBeCloseTo(8, 12)
  })

  test('2×2 over two epochs mixes the cumulative logs once', () => {
    const history = { units: 2000, events: 20 }
    expect(predictableBaseline(history, { units: 0, events: 0 })).toBeCloseTo(epoch1.baseline, 12)
    expect(predictableBaseline(history, { units: 9500, events: 95 })).toBeCloseTo(epoch2.baseline, 12)
    const first = eProcess2x2(null, epoch1, up)
    expect(first.logE).toBeCloseTo(2.486388736, 9)
    expect(eProcess2x2(null, epoch1, twoOnly).logE).toBeCloseTo(3.141053269, 9)
    expect(eProcess2x2(null, epoch2, twoOnly).logE).toBeCloseTo(2.040460927, 9)
    const both = eProcess2x2(first.state, epoch2, up)
    expect(both.logE).toBeCloseTo(4.209807218, 9)
    expect(Math.exp(both.logE)).toBeCloseTo(67.34355591, 7)
  })

  test.each([
    [1, 4.149394896],
    [1.25, 1.888344545],
    [1.5, 0.4348946157],
  ])('event form of the same epochs at R0 = %d', (nullRatio, logE) => {
    const first = eProcess2x2(null, epoch1, up, 'events', nullRatio)
    expect(eProcess2x2(first.state, epoch2, up, 'events', nullRatio).logE).toBeCloseTo(logE, 9)
  })

  test('starts at both epochs, R0 = 1.25', () => {
    const first = eProcess2x2(openStart(null, 0.5), epoch1, up, 'events', 1.25)
    expect(first.logE).toBeCloseTo(0.9080975148, 9)
    const second = eProcess2x2(openStart(first.state, 0.1), epoch2, up, 'events', 1.25)
    expect(second.logE).toBeCloseTo(1.348140204, 9)
  })

  test.each([
    [1, 2.070388259],
    [0.9, 0.32461145],
  ])('conversion down at R0 = %d', (nullRatio, logE) => {
    const down = downHarmPrior()
    const first = eProcessEvents(null, { sT: 38, sC: 950, share: 0.05 }, down, nullRatio)
    expect(eProcessEvents(first.state, { sT: 85, sC: 310, share: 0.25 }, down, nullRatio).logE).toBeCloseTo(logE, 9)
  })

  test('proceed-E at R0 = 2', () => {
    const { logE } = eProcessEvents(null, { sT: 40, sC: 120, share: 0.25 }, proceedUpPrior(), 2)
    expect(logE).toBeCloseTo(7.415048153, 9)
  })

  test('the band example: E₀ and E_m', () => {
    const events = { sT: 217, sC: 217, share: 0.25 }
    expect(eProcessEvents(null, events, up).logE).toBeCloseTo(59.84315562, 8)
    expect(eProcessEvents(null, events, up, 2).logE).toBeCloseTo(7.592119707, 9)
  })
})

describe('fair under the null, by enumeration', () => {
  test.each([0.05, 0.25, 0.5])('2×2 with any θ at share %d', (share) => {
    const [events, others] = [3, 5]
    for (const baseline of [0.004, 0.1, 0.9]) {
      let mean = 0
      for (const e of chances(events, share)) {
        for (const o of chances(others, share)) {
          const c = { sT: e.k, nT: e.k + o.k, sC: events - e.k, nC: events + others - e.k - o.k, share, baseline }
          mean += e.p * o.p * Math.exp(eProcess2x2(null, c, up).logE)
        }
      }
      expect(mean).toBeCloseTo(1, 12)
    }
  })

  test.each([
    ['at the limit', 1.5, 1.5, up],
    ['below the limit', 1.1, 1.5, up],
    ['down-harm at the limit', 0.9, 0.9, downHarmPrior()],
    ['proceed at the limit', 2, 2, proceedUpPrior()],
    ['proceed past the limit', 3, 2, proceedUpPrior()],
  ])('event form %s', (_, ratio, nullRatio, grid) => {
    const share = 0.2
    const trueShare = (share * ratio) / (1 - share + share * ratio)
    const mean = chances(6, trueShare).reduce(
      (sum, { k, p }) => sum + p * Math.exp(eProcessEvents(null, { sT: k, sC: 6 - k, share }, grid, nullRatio).logE),
      0,
    )
    expect(mean).toBeLessThan(1 + 1e-12)
    expect(mean > 1 - 1e-12).toBe(ratio === nullRatio)
  })

  test('a late start keeps the mean at 1', () => {
    const share = 0.3
    let mean = 0
    for (const a of chances(3, share)) {
      const first = eProcessEvents(openStart(null, 0.5), { sT: a.k, sC: 3 - a.k, share }, up)
      for (const b of chances(2, share)) {
        const second = eProcessEvents(openStart(first.state, 0.2), { sT: b.k, sC: 2 - b.k, share }, up)
        mean += a.p * b.p * Math.exp(second.logE)
      }
    }
    expect(mean).toBeCloseTo(1, 12)
  })
})

const arm = fc.nat(5000).chain((n) => fc.record({ n: fc.constant(n), s: fc.nat(n) }))
const open = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true })
const cells = fc.record({ t: arm, c: arm, share: open, baseline: open })
const toTable = (x: { t: { n: number; s: number }; c: { n: number; s: number }; share: number; baseline: number }) => ({
  nT: x.t.n,
  sT: x.t.s,
  nC: x.c.n,
  sC: x.c.s,
  share: x.share,
  baseline: x.baseline,
})

test('inside an epoch two steps equal their sum', () => {
  fc.assert(
    fc.property(cells, arm, arm, (x, t, c) => {
      const a = toTable(x)
      const b = { ...a, nT: t.n, sT: t.s, nC: c.n, sC: c.s }
      const sum = { ...a, nT: a.nT + b.nT, sT: a.sT + b.sT, nC: a.nC + b.nC, sC: a.sC + b.sC }
      for (const form of ['full', 'events'] as const) {
        const split = eProcess2x2(eProcess2x2(null, a, up, form).state, b, up, form)
        const whole = eProcess2x2(null, sum, up, form).logE
        expect(Math.abs(split.logE - whole)).toBeLessThan(1e-9 * Math.max(1, Math.abs(whole)))
      }
    }),
  )
})

test('never NaN for allowed input', () => {
  const grid = fc.constantFrom(up, downHarmPrior(), ratePrior({ lo: 1e-3, hi: 1e3, points: 9, mde: 1.2, scale: 0.1 }))
  fc.assert(
    fc.property(cells, grid, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (x, g, nullRatio) => {
      expect(eProcess2x2(null, toTable(x), g).logE).not.toBeNaN()
      expect(eProcess2x2(null, toTable(x), g, 'events', nullRatio).logE).not.toBeNaN()
    }),
  )
})

test.each([
  ['COUNT', 'sT', { sT: 501 }],
  ['COUNT', 'nC', { nC: -1 }],
  ['COUNT', 'sC', { sC: 0.5 }],
  ['COUNT', 'nT', { nT: Number.NaN }],
  ['SHARE', 'share', { share: 1 }],
  ['RATE', 'baseline', { baseline: 0 }],
])('refuses %s in %s', (code, field, patch) => {
  expect(() => eProcess2x2(null, { ...epoch1, ...patch }, up)).toThrow(expect.objectContaining({ code, field }))
})

test('a null ratio needs the event form', () => {
  expect(() => eProcess2x2(null, epoch1, up, 'full', 1.5)).toThrow(
    expect.objectContaining({ code: 'RATE', field: 'nullRatio' }),
  )
})
