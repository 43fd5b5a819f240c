import { expect, test } from 'vitest'
import { mixtureLogE, openStart } from './grid'
import { upHarmPrior } from './priors'
import { firstEventLogrank, type RiskSet } from './risk-sets'
import { draws } from './testing'

const up = upHarmPrior()
const buckets: RiskSet[] = [
  { riskT: 50, riskC: 950, dT: 2, dC: 9 },
  { riskT: 48, riskC: 941, dT: 1, dC: 7 },
  { riskT: 47, riskC: 934, dT: 3, dC: 8 },
]

test('worked examples of statistics §8', () => {
  expect(firstEventLogrank(null, buckets, up).logE).toBeCloseTo(2.835933824, 9)
  expect(firstEventLogrank(null, buckets, { r: [2], logW: [0] }).logE).toBeCloseTo(2.728270414, 9)
  expect(firstEventLogrank(null, buckets, up, 1.5).logE).toBeCloseTo(1.78514075, 9)
})

test('bucket by bucket equals all at once', () => {
  const stepped = buckets.reduce((state, b) => firstEventLogrank(state, [b], up, 1.5).state, openStart(null, 0.5))
  const atOnce = firstEventLogrank(openStart(null, 0.5), buckets, up, 1.5)
  expect(mixtureLogE(stepped, up)).toBeCloseTo(atOnce.logE, 12)
})

test('one event is fair, several of one tick at most fair: drawn without replacement', () => {
  const [riskT, riskC] = [7, 21]
  const meanOf = (d: number): number =>
    draws(riskT, riskC, d).reduce(
      (sum, { k, p }) => sum + p * Math.exp(firstEventLogrank(null, [{ riskT, riskC, dT: k, dC: d - k }], up).logE),
      0,
    )
  expect(meanOf(1)).toBeCloseTo(1, 12)
  for (const d of [2, 3, 5]) expect(meanOf(d)).toBeLessThan(1)
})

test('with a limit: fair at the limit, at most fair inside it', () => {
  const [ifT, ifC] = [1, 0].map((dT) => firstEventLogrank(null, [{ riskT: 10, riskC: 30, dT, dC: 1 - dT }], up, 1.5))
  const meanAt = (ratio: number): number => {
    const pT = (10 * ratio) / (10 * ratio + 30)
    return pT * Math.exp(ifT?.logE ?? NaN) + (1 - pT) * Math.exp(ifC?.logE ?? NaN)
  }
  expect(meanAt(1.5)).toBeCloseTo(1, 12)
  expect(meanAt(1)).toBeLessThan(1)
})

test('an empty arm teaches nothing', () => {
  const { logE } = firstEventLogrank(null, [{ riskT: 0, riskC: 40, dT: 0, dC: 4 }], up)
  expect(logE).toBeCloseTo(0, 12)
})

test.each([
  ['COUNT', 'buckets.1.dT', { dT: 49 }],
  ['COUNT', 'buckets.1.riskC', { riskC: -3 }],
  ['COUNT', 'buckets.1.dC', { dC: 1.5 }],
])('refuses %s in %s', (code, field, patch) => {
  const wrong = buckets.with(1, { riskT: 48, riskC: 941, dT: 1, dC: 7, ...patch })
  expect(() => firstEventLogrank(null, wrong, up)).toThrow(expect.objectContaining({ code, field }))
})
