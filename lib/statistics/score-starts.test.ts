import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ScoreBucket, scoreMartingale, scoreOf } from './score'
import {
  extendScore,
  noScore,
  openScoreStart,
  scoreBound,
  scoreLogE,
  type ScoreProcess,
  scoreProcessLogE,
  sinceStart,
} from './score-starts'

const first: ScoreBucket = { share: 0.05, mu: 0.1, nT: 500, sT: 38, nC: 9_500, sC: 950, ss: 988, ssT: 38 }
const second: ScoreBucket = { share: 0.25, mu: 0.1, nT: 1_000, sT: 85, nC: 3_000, sC: 310, ss: 395, ssT: 85 }
const down = { scale: 0.01 / 0.09, harm: 'down' } as const

describe('worked example of statistics §8 as sums', () => {
  const process = extendScore(extendScore(null, [first]), [second])

  test('ln E without and with a limit of .005', () => {
    expect(scoreProcessLogE(process, down).logE).toBeCloseTo(1.896249582, 9)
    expect(scoreProcessLogE(process, { ...down, limit: 0.005 }).logE).toBeCloseTo(1.131521629, 9)
  })

  test('the harm end of the band is where ln E meets the threshold', () => {
    const bound = scoreBound(process.sums, { ...down, alpha: 0.5, side: 'lower' })
    expect(bound).toBeGreaterThan(0)
    expect(scoreLogE(process.sums, { ...down, limit: bound })).toBeCloseTo(Math.log(2), 9)
  })

  test('the far end is where proceed-E does', () => {
    const bound = scoreBound(process.sums, { ...down, alpha: 0.05, side: 'upper' })
    expect(scoreLogE(process.sums, { ...down, limit: bound, claim: 'no-harm' })).toBeCloseTo(Math.log(20), 9)
  })
})

describe('starts', () => {
  const opened = openScoreStart(extendScore(openScoreStart(null, 0.5), [first]), 0.4)
  const process = extendScore(opened, [second])

  test('ln E is the mixture of the reserve and of the differences since each start', () => {
    const alone = scoreLogE(scoreOf(second), down)
    const whole = scoreLogE(extendScore(null, [first, second]).sums, down)
    const { logE } = scoreProcessLogE(process, down)
    expect(logE).toBeCloseTo(Math.log(0.1 + 0.5 * Math.exp(whole) + 0.4 * Math.exp(alone)), 12)
  })

  test('what came before a start is not counted since it', () => {
    const since = sinceStart(process, 1)
    const alone = scoreOf(second)
    for (const key of ['S', 'V', 'W', 'armV'] as const) expect(since[key]).toBeCloseTo(alone[key], 9)
    expect(sinceStart(process, 0)).toEqual(process.sums)
    expect(() => sinceStart(process, 2)).toThrow(expect.objectContaining({ code: 'LENGTH' }))
  })

  test('the start that carries most is named; harm that begins late is found by the late start', () => {
    const calm = { ...first, sT: 60, ss: 1_010, ssT: 60 }
    const late = extendScore(openScoreStart(extendScore(openScoreStart(null, 0.5), [calm]), 0.4), [second])
    expect(scoreProcessLogE(late, down).top).toBe(1)
    expect(scoreProcessLogE(extendScore(null, []), down).top).toBe(0)
    expect(scoreProcessLogE({ sums: noScore, starts: [] }, down)).toEqual({ logE: 0, top: null })
  })

  test('starts may not take more than all', () => {
    expect(() => openScoreStart(process, 0.2)).toThrow(expect.objectContaining({ code: 'WEIGHTS' }))
  })

  test('before anybody came ln E is 0 and the band is open; all of it survives JSON', () => {
    const fresh = openScoreStart(null, 0.5)
    expect(scoreProcessLogE(fresh, down).logE).toBeCloseTo(0, 12)
    const o = { ...down, alpha: 0.05 }
    expect(scoreBound(noScore, { ...o, side: 'lower' })).toBe(-Infinity)
    expect(scoreBound(noScore, { ...o, side: 'upper' })).toBe(Infinity)
    const stored: ScoreProcess = JSON.parse(JSON.stringify(process))
    expect(scoreProcessLogE(stored, down)).toEqual(scoreProcessLogE(process, down))
  })
})

const bucket = fc
  .record({
    nT: fc.integer({ min: 1, max: 300 }),
    nC: fc.integer({ min: 1, max: 300 }),
    rates: fc.tuple(fc.nat(100), fc.nat(100)),
  })
  .map(({ nT, nC, rates }): ScoreBucket => {
    const [sT, sC] = [Math.round((nT * rates[0]) / 100), Math.round((nC * rates[1]) / 100)]
    return { share: 0.3, mu: 0.4, nT, nC, sT, sC, ss: sT + sC, ssT: sT }
  })

test('one start is the score martingale itself, in any order of the buckets', () => {
  fc.assert(
    fc.property(fc.array(bucket, { minLength: 1, maxLength: 5 }), (buckets) => {
      const whole = scoreMartingale(buckets, { mde: 0.05, sigma2: 0.24, harm: 'up' })
      const sums = extendScore(null, buckets.toReversed())
      expect(scoreProcessLogE(sums, { scale: 0.05 / 0.24, harm: 'up' }).logE).toBeCloseTo(whole.logE, 9)
      expect(sums.sums.S).toBeCloseTo(whole.S, 9)
    }),
  )
})

test('ln E falls as the limit grows, and the arms being unlike never adds evidence of harm', () => {
  fc.assert(
    fc.property(bucket, fc.double({ min: 0.001, max: 0.3, noNaN: true }), (b, limit) => {
      const sums = scoreOf(b)
      const test = { scale: 0.2, harm: 'up' } as const
      const at = (m: number): number => scoreLogE(sums, { ...test, limit: m })
      expect(at(limit)).toBeGreaterThan(at(limit + 0.05))
      const past = { ...sums, S: Math.abs(sums.S) }
      expect(scoreLogE(past, { ...test, arms: 'unlike' })).toBeLessThanOrEqual(scoreLogE(past, test) + 1e-12)
    }),
  )
})
