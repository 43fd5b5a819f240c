import { expect, test } from 'vitest'
import { duration } from '@/lib/kernel/moments'
import { changesOf, measuresOtherwise } from './metric-change'
import { limitWords, metricSentence } from './metric-words'
import { MetricDefinition, type Size } from './schema'
import { usualRange } from './usual-range'

const defined = (more: object): MetricDefinition =>
  MetricDefinition.parse({
    key: 'errors',
    name: 'Errors',
    source: { kind: 'event', event: 'error' },
    aggregation: 'first-event',
    direction: 'lower',
    unit: 'people',
    harmLimit: null,
    hardLimit: null,
    mde: null,
    window: null,
    owner: '',
    declaredRate: null,
    ...more,
  })
const hour = duration(3_600_000)

test.each([
  [{}, 'People to whom “error” happens at least once, from the moment they meet the change.'],
  [
    { aggregation: 'proportion', window: hour, source: { kind: 'event', event: 'pay', atLeast: 20 } },
    'People who have “pay” of at least 20 within 1 h of meeting the change.',
  ],
  [
    { aggregation: 'quantile', unit: 'ms', source: { kind: 'event', event: 'page' } },
    'The value that only 5% of people’s first “page” passes.',
  ],
  [
    {
      aggregation: 'ratio',
      window: hour,
      source: { kind: 'event', event: 'failed', where: { attribute: 'platform', values: ['ios', 'android'] } },
      per: { kind: 'event', event: 'request' },
    },
    '“failed” where platform is ios or android for each “request” within 1 h of meeting the change, over all people.',
  ],
  [
    { aggregation: 'mean', of: 'first', window: hour, cap: 600 },
    'The value of a person’s first “error” within 1 h of meeting the change, averaged over the people who have one, nobody counting for more than 600.',
  ],
])('%o reads as a sentence', (more, sentence) => {
  expect(metricSentence(defined(more))).toBe(sentence)
})

test.each<[object, Size | null, number | null, string]>([
  [{}, { kind: 'absolute', value: 0.003 }, 0.003, '3 per 1,000 more, that is 2.0 × the usual rate of 0.3%.'],
  [{}, { kind: 'absolute', value: 0.003 }, null, '3 per 1,000 more.'],
  [
    { direction: 'higher' },
    { kind: 'relative', value: 0.2 },
    0.1,
    '20% of the usual less (2 pp), that is 0.8 × the usual rate of 10%.',
  ],
  [
    { aggregation: 'quantile', unit: 'ms' },
    { kind: 'absolute', value: 200 },
    800,
    '200 ms more, that is 1.3 × the usual level of 800 ms.',
  ],
  [
    { direction: 'higher' },
    { kind: 'absolute', value: 0.2 },
    0.1,
    '20 pp less: as much as the usual rate of 10%, so it protects nobody.',
  ],
  [
    { direction: 'higher' },
    { kind: 'relative', value: 0.05 },
    0.1,
    '5% of the usual less (5 per 1,000), that is 0.95 × the usual rate of 10%.',
  ],
  [{}, null, 0.1, 'Any harm counts: more than the baseline by whatever can be told.'],
])('of %o the limit %o at the usual %s', (more, limit, usual, words) => {
  expect(limitWords(defined(more), limit, usual)).toBe(words)
})

test.each([
  ['owner', { owner: 'Ana' }, false],
  ['a limit', { harmLimit: { kind: 'absolute', value: 0.1 } }, false],
  ['a review date', { reviewOn: '2027-01-01' }, false],
  ['the event', { source: { kind: 'event', event: 'crash' } }, true],
  ['the window', { window: hour }, true],
  ['the direction', { direction: 'higher' }, true],
  ['the form', { aggregation: 'quantile' }, true],
])('an edit of %s', (_, more, breaks) => {
  expect(measuresOtherwise(defined({}), defined(more))).toBe(breaks)
  expect(changesOf(defined({}), defined(more)).length).toBeGreaterThan(0)
})

test('what an older version did not know is no change', () => {
  const later = defined({ of: null, per: null, level: null, cap: null, objective: '', noticeableFrom: null })
  expect(measuresOtherwise(defined({}), later)).toBe(false)
  expect(changesOf(defined({}), later)).toEqual([])
})

test('the usual range leaves out the outer tenths, and days with hardly anybody', () => {
  const days = Array.from({ length: 11 }, (_, i) => ({ people: 100, value: i / 100 }))
  expect(usualRange([...days, { people: 3, value: 0.9 }, { people: 50, value: null }])).toEqual({
    low: 0.01,
    middle: 0.05,
    high: 0.09,
  })
  expect(usualRange(days.slice(0, 6))).toBeNull()
  expect(usualRange(days.map(({ people }) => ({ people, value: 0 })))).toBeNull()
})
