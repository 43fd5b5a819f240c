import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asympCsOneSided, harmBound } from './asymp-cs'
import { meanMoments } from './moments'
import { ratioMoments } from './ratio-moments'
import { chances, total } from './testing'

const t = meanMoments({ n: 2_000, s1: 1_120, s2: 1_700 })
const c = meanMoments({ n: 38_000, s1: 19_000, s2: 29_500 })
if (!t.ready || !c.ready) throw new Error('the worked example is ready')
const harm = t.estimate - c.estimate
const variance = t.variance + c.variance
const information = 1 / variance
const logEOf = (h: number): number =>
  asympCsOneSided({ score: information * h, scoreVar: information, scale: 0.05 }).logE

describe('one-sided example of statistics §8', () => {
  test('moments', () => {
    expect(t.variance * t.n).toBeCloseTo(0.5366683342, 10)
    expect(c.variance * c.n).toBeCloseTo(0.5263296403, 10)
    expect(harm).toBeCloseTo(0.06, 12)
    expect(variance).toBeCloseTo(2.821849471e-4, 13)
    expect(information).toBeCloseTo(3543.775139, 6)
  })

  test('ln E against no harm, a limit, and for non-inferiority', () => {
    expect(logEOf(harm)).toBeCloseTo(5.280399411, 9)
    expect(logEOf(harm - 0.02)).toBeCloseTo(2.084338587, 9)
    expect(logEOf(0.1 - harm)).toBeCloseTo(2.084338587, 9)
  })

  test('bounds', () => {
    const o = { harm, variance, rho: 0.05, alpha: 0.05 }
    expect(harmBound({ ...o, side: 'lower' })).toBeCloseTo(0.01344304938, 11)
    expect(harmBound({ ...o, side: 'upper' })).toBeCloseTo(0.1065569506, 10)
  })
})

test('ratio example of statistics §8', () => {
  const rT = ratioMoments({ n: 6, sY: 15, sD: 46, sYY: 55, sDD: 402, sYD: 143 })
  const rC = ratioMoments({ n: 8, sY: 16, sD: 64, sYY: 44, sDD: 580, sYD: 156 })
  if (!rT.ready || !rC.ready) throw new Error('ready')
  expect(rT.estimate).toBeCloseTo(0.3260869565, 10)
  expect(rT.variance).toBeCloseTo(0.002543408578, 12)
  expect(rC.estimate).toBe(0.25)
  expect(rC.variance).toBeCloseTo(6.277901786e-4, 13)
  expect(rT.estimate - rC.estimate).toBeCloseTo(0.07608695652, 11)
  expect(Math.sqrt(rT.variance + rC.variance)).toBeCloseTo(0.05631339767, 11)
})

const normal = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true })

test('ln E rises with the score and is never NaN', () => {
  fc.assert(
    fc.property(normal, positive, positive, (score, scoreVar, scale) => {
      const { logE, s } = asympCsOneSided({ score, scoreVar, scale })
      const more = asympCsOneSided({ score: score + Math.abs(score) * 0.01 + 1e-3, scoreVar, scale })
      expect(logE).not.toBeNaN()
      expect(more.s).toBeGreaterThan(s)
      expect(more.logE).toBeGreaterThanOrEqual(logE)
    }),
  )
})

const at = (score: number): number => asympCsOneSided({ score, scoreVar: 1, scale: 1 }).logE

test('far on the harmless side the two huge terms cancel without a step', () => {
  const root = Math.SQRT2
  const slope = (at(-29.999 * root) - at(-30.001 * root)) / 0.002
  // d/ds of −ln(−s) is −1/s: 1/30 here.
  expect(slope).toBeCloseTo(1 / 30, 3)
  expect(at(-1e9)).toBeGreaterThan(-30)
})

test('a bound is where ln E meets the threshold', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: 1e-6, max: 10, noNaN: true }),
      fc.double({ min: 1e-3, max: 2, noNaN: true }),
      (h, v, rho) => {
        const o = { harm: h, variance: v, rho, alpha: 0.05 }
        const m = harmBound({ ...o, side: 'lower' })
        const { logE } = asympCsOneSided({ score: (h - m) / v, scoreVar: 1 / v, scale: rho })
        expect(logE).toBeCloseTo(Math.log(20), 6)
        expect(harmBound({ ...o, side: 'lower', alpha: 0.01 })).toBeLessThan(m)
        expect(harmBound({ ...o, side: 'upper' }) - h).toBeCloseTo(h - m, 9)
      },
    ),
  )
})

test('moments survive a shift of the origin', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  const sums = (shift: number) => ({
    n: values.length,
    s1: values.reduce((sum, y) => sum + y - shift, 0),
    s2: values.reduce((sum, y) => sum + (y - shift) ** 2, 0),
    shift,
  })
  const [plain, shifted] = [meanMoments(sums(0)), meanMoments(sums(4))]
  if (!plain.ready || !shifted.ready) throw new Error('ready')
  expect(shifted.estimate).toBeCloseTo(plain.estimate, 12)
  expect(shifted.variance).toBeCloseTo(plain.variance, 12)
})

test('CUPED removes what the covariate explains', () => {
  const x = [1, 2, 3, 4, 5, 6]
  const y = x.map((value, i) => 2 * value + (i % 2 === 0 ? 0.5 : -0.5))
  const sums = { n: 6, s1: total(y), s2: total(y.map((v) => v * v)) }
  const cuped = {
    sx: total(x),
    sxx: total(x.map((v) => v * v)),
    syx: total(x.map((v, i) => v * (y[i] ?? 0))),
    theta: 2,
    xBar: 3,
  }
  const adjusted = meanMoments(sums, cuped)
  if (!adjusted.ready) throw new Error('ready')
  // y − 2(x − 3) is 6 ± .5.
  expect(adjusted.estimate).toBeCloseTo(6, 12)
  expect(adjusted.variance * 6).toBeCloseTo(0.3, 12)
})

test('too little is said, not guessed', () => {
  expect(meanMoments({ n: 1, s1: 1, s2: 1 })).toMatchObject({ reason: 'units', have: 1, need: 2 })
  expect(meanMoments({ n: 50, s1: 50, s2: 50 })).toMatchObject({ reason: 'variance' })
  expect(meanMoments({ n: 99, s1: 9, s2: 90, absMax: 1 })).toMatchObject({ reason: 'units', need: 100 })
  expect(meanMoments({ n: 200, s1: 40, s2: 900, absMax: 20 })).toMatchObject({ reason: 'dominated', need: 0.1 })
  expect(meanMoments({ n: 200, s1: 40, s2: 900, absMax: 9 }).ready).toBe(true)
  const ratio = { n: 3, sY: 1, sD: 0, sYY: 1, sDD: 0, sYD: 0 }
  expect(ratioMoments(ratio)).toMatchObject({ reason: 'baseline_near_zero' })
  expect(ratioMoments({ ...ratio, n: 1, sD: 2 })).toMatchObject({ reason: 'units' })
})

test('a proportion by moments equals its closed form', () => {
  for (const { k } of chances(20, 0.5).slice(1, -1)) {
    const p = k / 20
    expect(meanMoments({ n: 20, s1: k, s2: k })).toMatchObject({ ready: true, estimate: p })
    const est = meanMoments({ n: 20, s1: k, s2: k })
    expect(est.ready && est.variance).toBeCloseTo((p * (1 - p)) / 19, 12)
  }
})

test.each([
  ['COUNT', 'n', { n: 1.5 }],
  ['NOT_FINITE', 's1', { s1: Infinity }],
  ['RATE', 's2', { s2: -1 }],
])('refuses %s in %s', (code, field, patch) => {
  expect(() => meanMoments({ n: 9, s1: 1, s2: 1, ...patch })).toThrow(expect.objectContaining({ code, field }))
})

test('numbers that leave float64 are refused, not answered with NaN', () => {
  const huge = { score: 1e300, scoreVar: 1, scale: 1e300 }
  expect(() => asympCsOneSided(huge)).toThrow(expect.objectContaining({ code: 'NOT_FINITE' }))
})
