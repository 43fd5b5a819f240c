import { expect, test } from 'vitest'
import { sequentialSrm } from './srm'
import { chances } from './testing'

test('worked examples of statistics §8', () => {
  const first = { counts: [540, 9460], shares: [0.05, 0.95] }
  const second = { counts: [2650, 7350], shares: [0.25, 0.75] }
  expect(sequentialSrm([first]).logE).toBeCloseTo(0.2635039304, 9)
  expect(sequentialSrm([second]).logE).toBeCloseTo(4.173812555, 9)
  const both = sequentialSrm([first, second])
  expect(both.logE).toBeCloseTo(4.437316486, 9)
  expect(both.level).toBe('ok')
  const three = sequentialSrm([{ counts: [1050, 940, 8010], shares: [0.1, 0.1, 0.8] }])
  expect(three.logE).toBeCloseTo(0.3979840073, 9)
})

test('fair under the declared shares, by enumeration', () => {
  const mean = chances(40, 0.2).reduce(
    (sum, { k, p }) => sum + p * Math.exp(sequentialSrm([{ counts: [k, 40 - k], shares: [0.2, 0.8] }], 10).logE),
    0,
  )
  expect(mean).toBeCloseTo(1, 10)
})

test('levels: a small excess warns before it alarms', () => {
  const levels = [2500, 2660, 2685, 2750].map(
    (nT) => sequentialSrm([{ counts: [nT, 10_000 - nT], shares: [0.25, 0.75] }]).level,
  )
  expect(levels).toEqual(['ok', 'warn', 'alarm', 'alarm'])
})

test('nothing counted is no evidence', () => {
  expect(sequentialSrm([])).toEqual({ logE: 0, level: 'ok' })
  expect(sequentialSrm([{ counts: [0, 0], shares: [0.5, 0.5] }]).logE).toBeCloseTo(0, 12)
})

test.each([
  ['SHARE', 'strata.0.shares', { counts: [1, 2], shares: [0.5, 0.4] }],
  ['SHARE', 'strata.0.shares.0', { counts: [1, 2], shares: [0, 1] }],
  ['LENGTH', 'strata.0.counts', { counts: [1], shares: [0.5, 0.5] }],
  ['COUNT', 'strata.0.counts.1', { counts: [1, -2], shares: [0.5, 0.5] }],
])('refuses %s in %s', (code, field, stratum) => {
  expect(() => sequentialSrm([stratum])).toThrow(expect.objectContaining({ code, field }))
})
