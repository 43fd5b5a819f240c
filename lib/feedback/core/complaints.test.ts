import { describe, expect, test } from 'vitest'
import { complaintRatio, complaintSentence, ratePerThousand } from './complaints'

/** One complaint after the other at a quarter of people at risk, as the table of worked values has it. */
const stream = (exposed: number, baseline: number) => [
  ...Array.from({ length: exposed }, () => ({ riskT: 1_000_000, riskC: 3_000_000, dT: 1, dC: 0 })),
  ...Array.from({ length: baseline }, () => ({ riskT: 1_000_000, riskC: 3_000_000, dT: 0, dC: 1 })),
]

describe('worked values at a quarter exposed', () => {
  test.each([
    [12, 2, 18, 1.5e4, 3.2, Infinity],
    [8, 2, 12, 208, 1.8, Infinity],
    [8, 4, 6, 40, 1.2, 46],
    [5, 0, null, 82, 1.9, Infinity],
    [8, 24, 1, 0.2, 0.3, 2.8],
    [20, 60, 1, 0.1, 0.5, 2],
  ])('%i against %i', (exposed, baseline, value, e, low, high) => {
    const ratio = complaintRatio(stream(exposed, baseline))
    if (!ratio) throw new Error('there is a ratio')
    expect(ratio.value === null ? null : Math.round(ratio.value * 100) / 100).toBe(value)
    expect(Math.abs(ratio.logE - Math.log(e))).toBeLessThan(0.35)
    expect(Math.abs(ratio.low - low)).toBeLessThan(0.06)
    // The table says "> 100" where nothing below a hundred can be ruled out.
    expect(ratio.high > 100 ? 1 : Math.abs(ratio.high - high) / high).toBeCloseTo(high > 100 ? 1 : 0, 1)
  })
})

test('nobody wrote, nobody was seen', () => {
  expect(complaintRatio([])).toBeNull()
  expect(ratePerThousand(0, 0)).toMatchObject({ perThousand: null, low: null })
})

test('Wilson: 19 of 31', () => {
  expect(ratePerThousand(19, 31)).toMatchObject({
    perThousand: 612.903,
    low: expect.closeTo(438, 0),
    high: expect.closeTo(763, 0),
  })
})

test('too few people are said to be too few', () => {
  const sentence = complaintSentence(ratePerThousand(3, 1000), ratePerThousand(1, 3000), complaintRatio(stream(3, 1)))
  expect(sentence).toContain('Not enough data to compare (4 of 8 people)')
})
