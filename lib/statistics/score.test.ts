import { describe, expect, test } from 'vitest'
import { asympCsOneSided } from './asymp-cs'
import { meanMoments } from './moments'
import { type ScoreBucket, scoreMartingale } from './score'
import { pooledRateVariance, stratifiedDifference } from './strata'
import { chances } from './testing'

const buckets: ScoreBucket[] = [
  { share: 0.05, mu: 0.1, nT: 500, sT: 38, nC: 9_500, sC: 950, ss: 988, ssT: 38 },
  { share: 0.25, mu: 0.1, nT: 1_000, sT: 85, nC: 3_000, sC: 310, ss: 395, ssT: 85 },
]
const options = { mde: 0.01, sigma2: 0.09, harm: 'down' } as const

function rateStratum(b: ScoreBucket) {
  const [t, c] = [meanMoments({ n: b.nT, s1: b.sT, s2: b.sT }), meanMoments({ n: b.nC, s1: b.sC, s2: b.sC })]
  if (!t.ready || !c.ready) throw new Error('ready')
  return { t, c, pooledVariance: pooledRateVariance(b) }
}

describe('score and strata example of statistics §8', () => {
  test('score martingale', () => {
    const score = scoreMartingale(buckets, options)
    expect(score.S).toBeCloseTo(-25.15, 10)
    expect(score.V).toBeCloseTo(109.044, 9)
    expect(score.W).toBeCloseTo(1225, 10)
    expect(score.delta).toBeCloseTo(-0.02053061224, 11)
    expect(score.se).toBeCloseTo(0.008524419195, 12)
    expect(score.logE).toBeCloseTo(1.896249582, 9)
  })

  test('with a limit of .005 the variance stays and ln E falls', () => {
    const limited = scoreMartingale(buckets, { ...options, limit: 0.005 })
    expect(limited.V).toBeCloseTo(109.044, 9)
    expect(limited.logE).toBeCloseTo(1.131521629, 9)
  })

  test('overlap weights', () => {
    const difference = stratifiedDifference(buckets.map(rateStratum))
    if (!difference.ready) throw new Error('ready')
    expect(difference.delta).toBeCloseTo(-0.02053061224, 11)
    expect(difference.M).toBeCloseTo(-25.15, 9)
    expect(difference.Q).toBeCloseTo(109.0421441, 7)
    const { logE } = asympCsOneSided({ score: -difference.M, scoreVar: difference.Q, scale: 0.01 / 0.09 })
    expect(logE).toBeCloseTo(1.896271413, 9)
  })
})

test('a bucket split in two gives the same score', () => {
  const [whole] = buckets
  if (!whole) throw new Error('there is one')
  const part: ScoreBucket = { ...whole, nT: 200, sT: 10, nC: 4_000, sC: 400, ss: 410, ssT: 10 }
  const rest: ScoreBucket = { ...whole, nT: 300, sT: 28, nC: 5_500, sC: 550, ss: 578, ssT: 28 }
  const [split, one] = [scoreMartingale([part, rest], options), scoreMartingale([whole], options)]
  expect(split.S).toBeCloseTo(one.S, 9)
  expect(split.V).toBeCloseTo(one.V, 9)
  expect(split.logE).toBeCloseTo(one.logE, 9)
})

test('S has mean 0 and V is its variance over the randomisation', () => {
  const [share, mu, hits, misses] = [0.2, 0.1, 3, 4]
  let [mean, square, v] = [0, 0, 0]
  for (const h of chances(hits, share)) {
    for (const m of chances(misses, share)) {
      const nT = h.k + m.k
      const bucket = { share, mu, nT, sT: h.k, nC: hits + misses - nT, sC: hits - h.k, ss: hits }
      const score = scoreMartingale([bucket], options)
      mean += h.p * m.p * score.S
      square += h.p * m.p * score.S ** 2
      v = score.V
    }
  }
  expect(mean).toBeCloseTo(0, 12)
  expect(square).toBeCloseTo(v, 12)
})

test('strata with an empty arm are skipped; none left is not ready', () => {
  const [first] = buckets.map(rateStratum)
  if (!first) throw new Error('there is one')
  const empty = { ...first, t: { estimate: 0, variance: 0, n: 0 } }
  expect(stratifiedDifference([first, empty])).toEqual(stratifiedDifference([first]))
  expect(stratifiedDifference([empty])).toMatchObject({ ready: false, reason: 'arm_empty' })
  expect(stratifiedDifference([])).toMatchObject({ ready: false, reason: 'arm_empty' })
})

test('before the first user nothing is claimed', () => {
  const score = scoreMartingale([], options)
  expect(score).toMatchObject({ S: 0, V: 0, W: 0, delta: 0, se: 0 })
  expect(score.logE).toBeCloseTo(0, 12)
})

test.each([
  ['SHARE', 'buckets.0.share', { share: 0 }],
  ['COUNT', 'buckets.0.nT', { nT: -1 }],
  ['NOT_FINITE', 'buckets.0.mu', { mu: Number.NaN }],
  ['RATE', 'buckets.0.ss', { ss: -2 }],
])('refuses %s in %s', (code, field, patch) => {
  const bucket = { share: 0.5, mu: 0, nT: 1, nC: 1, sT: 0, sC: 0, ss: 0, ...patch }
  expect(() => scoreMartingale([bucket], options)).toThrow(expect.objectContaining({ code, field }))
})
