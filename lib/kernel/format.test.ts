import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  amount,
  band,
  count,
  countShort,
  decimal,
  difference,
  differenceText,
  latency,
  level,
  measureOf,
  oneIn,
  percent,
  plural,
  share,
  signed,
  uncertaintyDecimals,
} from './format'

const perThousand = measureOf('payments', 0.003)

test.each([
  [9_999, '9,999', '9,999'],
  [21_340, '21,300', '21.3k'],
  [1_940, '1,940', '1,940'],
  [240_400, '240,000', '240k'],
  [1_234_567, '1,230,000', '1.23M'],
  [-12_345, '\u221212,300', '\u221212.3k'],
])('%d people read %s in a sentence and %s in a table', (n, sentence, table) => {
  expect(count(n)).toBe(sentence)
  expect(countShort(n)).toBe(table)
})

test.each([
  [0, '0%'],
  [0.0024, '0.24%'],
  [0.009, '0.9%'],
  [0.0271, '2.7%'],
  [0.0999, '10%'],
  [0.294, '29%'],
  [0.9994, '99.94%'],
  [1, '100%'],
])('a rate of %d reads %s', (rate, text) => expect(percent(rate)).toBe(text))

test('shares keep at most three decimals', () => {
  expect([share(25), share(0.125), share(0.001)]).toEqual(['25%', '0.125%', '0.001%'])
})

test('small rates are told in people', () => {
  expect([oneIn(0.0024), oneIn(0), oneIn(0.9)]).toEqual(['1 in 417', null, null])
})

test('milliseconds below a second, then seconds', () => {
  expect([latency(40), latency(999), latency(1800), latency(12_300), latency(-30)]).toEqual([
    '40 ms',
    '999 ms',
    '1.8 s',
    '12 s',
    '\u221230 ms',
  ])
})

test('the difference of the story reads as in its sentence', () => {
  const told = difference({ estimate: 0.006, low: 0.003, high: 0.009 }, perThousand)
  expect(told).toEqual({ value: '+6', band: '(3 to 9)', suffix: 'per 1,000' })
  expect(differenceText({ estimate: 0.0026, low: 0.0021, high: 0.0031 }, perThousand)).toBe(
    '+2.6 per 1,000 (2.1 to 3.1)',
  )
  expect(differenceText({ estimate: 0.004, low: -0.001, high: 0.009 }, measureOf('checkouts', 0.02))).toBe(
    '+0.4 pp (\u22120.1 to 0.9)',
  )
  expect(differenceText({ estimate: 40, low: -30, high: 110 }, measureOf('ms', 100))).toBe('+40 ms (\u221230 to 110)')
})

test('a limit and a level in the metric\u2019s own measure', () => {
  expect(amount(0.003, perThousand)).toBe('3')
  expect(amount(-0.005, measureOf('pp', 0.005))).toBe('0.5')
  expect([level(0.009, perThousand), level(null, perThousand), level(320, measureOf('ms', 100))]).toEqual([
    '0.9%',
    '–',
    '320 ms',
  ])
})

test('a unit that repeats "per 1,000" says it once', () => {
  expect(measureOf('per 1,000 payments', 0.003)).toEqual(perThousand)
})

test('unknown bounds are said, not drawn', () => {
  expect(band(null, 0.009, 3)).toBe('(at most 0.009)')
  expect(band(2, null, 0)).toBe('(at least 2)')
  expect(band(null, null, 0)).toBe('(not known yet)')
})

test('one person, many people', () => {
  expect([plural(1, 'person', 'people'), plural(21_300, 'person', 'people')]).toEqual(['1 person', '21,300 people'])
})

test('no number ever shows a hyphen, a minus zero or a sign on zero', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 4 }), (value, digits) => {
      expect(decimal(value, digits)).not.toMatch(/-|^\u22120$/)
      expect(signed(value, digits)).not.toMatch(/-|[+\u2212]0$/)
    }),
  )
})

test('decimals show one or two significant digits of the width', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1e5, noNaN: true }), (width) => {
      const step = 10 ** -uncertaintyDecimals(width)
      expect(width / step).toBeGreaterThan(0.99)
      expect(step < 1 ? width / step : 1).toBeLessThan(50)
    }),
  )
})
