import { expect, test } from 'vitest'
import { editMetric, defineMetric } from '@/lib/analysis/core/metric'
import { changesOf, measuresOtherwise } from '@/lib/analysis/core/metric-change'
import { CreateMetricInput, EditMetricInput } from '@/lib/analysis/core/schema'
import { STARTERS } from '@/lib/analysis/core/starters'
import { draftOf, newDraft, readValues, sentDraft } from './metric-draft'

const defined = (input: unknown) => {
  const made = defineMetric(CreateMetricInput.parse(input))
  if (!made.ok) throw new Error(made.message)
  return made.value
}

test.each(STARTERS.map((starter) => [starter.key, starter] as const))(
  '%s can be saved as it is proposed',
  (_, starter) => {
    expect(defined(sentDraft(newDraft(starter, 'Ana')))).toMatchObject({
      key: starter.key,
      aggregation: starter.aggregation,
      harmLimit: starter.harmLimit,
      window: starter.window,
      owner: 'Ana',
    })
  },
)

test('a form that is opened and saved again changes nothing', () => {
  const metric = defined({
    key: 'slow',
    source: { kind: 'event', event: 'page', where: { attribute: 'plan', values: ['pro', '7', 7, true] }, atLeast: 2.5 },
    aggregation: 'ratio',
    per: { kind: 'event', event: 'request', where: { attribute: 'a', values: [1] }, atLeast: 3 },
    direction: 'lower',
    unit: 'per request',
    harmLimit: 0.0034,
    mde: { kind: 'relative', value: 0.07 },
    cap: 12,
    window: 'PT90M',
    reviewOn: '2027-03-01',
    noticeableFrom: 0.2,
  })
  const { key, ...sent } = sentDraft(draftOf(metric), metric)
  const again = editMetric(metric, EditMetricInput.parse({ key, expectedVersion: 1, ...sent }))
  expect(again.ok && changesOf(metric, again.value)).toEqual([])
  expect(again.ok && measuresOtherwise(metric, again.value)).toBe(false)
})

test('rates are written per 1,000 and parts in percent', () => {
  const draft = { ...newDraft(null, ''), key: 'a', event: 'error', limitKind: 'absolute' as const, limit: '3' }
  expect(sentDraft(draft).harmLimit).toEqual({ kind: 'absolute', value: 0.003 })
  expect(sentDraft({ ...draft, limitKind: 'relative', limit: '20' }).harmLimit).toEqual({
    kind: 'relative',
    value: 0.2,
  })
  expect(sentDraft({ ...draft, aggregation: 'quantile', limit: '200' }).harmLimit).toEqual({
    kind: 'absolute',
    value: 200,
  })
})

test('a limit that is no number is refused by its field', () => {
  const draft = { ...newDraft(null, ''), key: 'a', event: 'error', limitKind: 'absolute' as const, limit: 'three' }
  const parsed = CreateMetricInput.safeParse(sentDraft(draft))
  expect(parsed.error?.issues[0]?.path[0]).toBe('harmLimit')
})

test('values are read as what they are', () => {
  expect(readValues('pro, 7, true, "7", "true", ,free')).toEqual(['pro', 7, true, '7', 'true', 'free'])
})
