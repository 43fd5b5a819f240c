import { expect, test } from 'vitest'
import { limitToRatio, nullShare } from './null-ratio'

test.each([
  [{ limit: 0.003, kind: 'absolute', harm: 'up', baseline: 0.003 } as const, 2],
  [{ limit: 0.02, kind: 'absolute', harm: 'down', baseline: 0.1 } as const, 0.8],
  [{ limit: 0.25, kind: 'relative', harm: 'up', baseline: 0.01 } as const, 1.25],
  [{ limit: 0.1, kind: 'relative', harm: 'down', baseline: 0.01 } as const, 0.9],
  [{ limit: 0, kind: 'absolute', harm: 'up', baseline: 0.01 } as const, 1],
])('%o means a ratio of %d', (limit, ratio) => {
  expect(limitToRatio(limit)).toBeCloseTo(ratio, 12)
})

test('the null share of statistics §8', () => {
  expect(nullShare(0.05, 1.5)).toBeCloseTo(0.07317073171, 11)
  expect(nullShare(0.05, 1.25)).toBeCloseTo(0.06172839506, 11)
  expect(nullShare(0.25, 1.25)).toBeCloseTo(0.2941176471, 10)
  expect(nullShare(0.25, 2)).toBeCloseTo(0.4, 12)
})

test('a limit that allows to lose everything is refused', () => {
  const all = { limit: 0.1, kind: 'absolute', harm: 'down', baseline: 0.1 } as const
  expect(() => limitToRatio(all)).toThrow(expect.objectContaining({ code: 'RATE', field: 'limit' }))
  expect(() => limitToRatio({ ...all, limit: -1 })).toThrow(expect.objectContaining({ code: 'RATE' }))
  expect(() => limitToRatio({ ...all, limit: Number.NaN })).toThrow(expect.objectContaining({ code: 'NOT_FINITE' }))
  expect(() => limitToRatio({ ...all, baseline: 0 })).toThrow(expect.objectContaining({ field: 'baseline' }))
})
