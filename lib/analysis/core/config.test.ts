import { describe, expect, test } from 'vitest'
import { freezeConfig } from './config'
import { defineMetric } from './metric'
import { CreateMetricInput, MetricDefinition } from './schema'
import { aChoice, aConfig, aDefinition, rateConfigOf, ROLLOUT, S1, T0 } from './test-builders'

describe('weights', () => {
  test('critical guardrails hold three shares, goals none, and .05 stays in reserve', () => {
    const config = aConfig([
      aChoice({ critical: true }),
      aChoice(),
      aChoice({ role: 'goal', definition: aDefinition({ direction: 'higher' }) }),
    ])
    const weights = config.metrics.map(({ weight }) => weight)
    expect(weights[0]).toBeCloseTo(0.7125, 12)
    expect(weights[1]).toBeCloseTo(0.2375, 12)
    expect(weights[2]).toBe(0)
    expect(weights.reduce((sum, w) => sum + w, config.reserve)).toBeCloseTo(1, 12)
  })
})

const ratioOf = (
  definition: Parameters<typeof aDefinition>[0],
  history: { units: number; events: number } | null = null,
) => rateConfigOf(aConfig([aChoice({ definition: aDefinition(definition), history })]))

describe('the limit as a ratio of the frozen baseline', () => {
  test('3 per 1,000 at a usual 3 per 1,000 is twice the baseline', () => {
    const metric = ratioOf({ declaredRate: 0.003, harmLimit: { kind: 'absolute', value: 0.003 } })
    expect(metric).toMatchObject({ ratioLimit: 2, baselineFrom: 'declared', harm: 'up', proceedRatio: 2 })
    expect(metric?.gainRatio).toBeNull()
  })
  test('history counts before a declared rate; a handful of people does not', () => {
    expect(ratioOf({ declaredRate: 0.5 }, { units: 999, events: 9 })).toMatchObject({
      baseline: 0.0095,
      baselineFrom: 'history',
    })
    expect(ratioOf({ declaredRate: 0.5 }, { units: 3, events: 1 })).toMatchObject({
      baseline: 0.5,
      baselineFrom: 'declared',
    })
    expect(ratioOf({ declaredRate: null })).toMatchObject({ baseline: 0.01, baselineFrom: 'assumed' })
  })
  test('a fall of a tenth', () => {
    const metric = ratioOf({ direction: 'higher', declaredRate: 0.2, harmLimit: { kind: 'relative', value: 0.1 } })
    expect(metric).toMatchObject({ harm: 'down', ratioLimit: 0.9, gainRatio: 1.1 })
    expect(metric?.limit).toBeCloseTo(0.02, 12)
  })
  test('where the event is the rule, its absence is counted', () => {
    const metric = ratioOf({
      aggregation: 'proportion',
      direction: 'higher',
      declaredRate: 0.9,
      harmLimit: { kind: 'absolute', value: 0.05 },
    })
    expect(metric).toMatchObject({ counts: 'absence', harm: 'up' })
    expect(metric?.ratioLimit).toBeCloseTo(1.5, 12)
  })
  test('without a limit the MDE is what must be ruled out', () => {
    expect(ratioOf({ declaredRate: 0.01 })).toMatchObject({ ratioLimit: 1, limit: null })
    expect(ratioOf({ declaredRate: 0.01 })?.proceedRatio).toBeCloseTo(1.4, 12)
  })
  test('a limit that allows a fall to nothing is refused at Start', () => {
    const definition = aDefinition({ direction: 'higher', declaredRate: 0.02 })
    const frozen = freezeConfig({
      rolloutId: ROLLOUT,
      at: T0,
      stages: [S1],
      metrics: [aChoice({ definition, limit: 0.03 })],
    })
    expect(frozen).toMatchObject({ ok: false, code: 'limit-too-wide' })
  })
})

const input = {
  key: 'errors',
  source: { kind: 'event', event: 'error' },
  aggregation: 'first-event',
  direction: 'lower',
}
const define = (changes: object) => defineMetric(CreateMetricInput.parse({ ...input, ...changes }))

const mean = { aggregation: 'mean', window: 'PT1H' }
const ratio = { aggregation: 'ratio', window: 'PT1H', per: { kind: 'event', event: 'request' } }

describe('metric definitions', () => {
  test('numbers of people: sums by default, the 95th percentile by default, limits in their own unit', () => {
    expect(define({ ...mean, unit: 'ms', harmLimit: 200, cap: 1e6 })).toMatchObject({
      ok: true,
      value: { of: 'sum', cap: 1e6, harmLimit: { kind: 'absolute', value: 200 } },
    })
    expect(define({ ...mean, of: 'first' })).toMatchObject({ ok: true, value: { of: 'first' } })
    expect(define(ratio)).toMatchObject({ ok: true, value: { of: null, per: { event: 'request', where: null } } })
    expect(define({ aggregation: 'quantile' })).toMatchObject({ ok: true, value: { level: 0.95, window: null } })
  })
  test('a definition stored before there were numbers still parses', () => {
    const {
      of: _of,
      per: _per,
      level: _level,
      cap: _cap,
      ...old
    } = { ...aDefinition(), of: 0, per: 0, level: 0, cap: 0 }
    expect(MetricDefinition.parse(old)).toEqual(old)
  })
  test('short forms are filled in; a bare limit is absolute', () => {
    expect(define({ harmLimit: 0.003 })).toMatchObject({
      ok: true,
      value: { name: 'errors', harmLimit: { kind: 'absolute', value: 0.003 }, window: null },
    })
  })
  test.each([
    ['unsupported-source', { source: { kind: 'prometheus', query: 'up' } }],
    ['window-needed', { aggregation: 'proportion' }],
    ['limit-too-wide', { direction: 'higher', declaredRate: 0.1, harmLimit: 0.2 }],
    ['limit-too-wide', { harmLimit: 1.5 }],
    ['limit-too-wide', { ...mean, direction: 'higher', harmLimit: { kind: 'relative', value: 1 } }],
    ['window-needed', { aggregation: 'mean' }],
    ['window-needed', { ...ratio, window: null }],
    ['denominator-needed', { ...ratio, per: null }],
    ['unsupported-direction', { aggregation: 'quantile', direction: 'higher' }],
    ['unsupported-level', { aggregation: 'quantile', level: 0.94 }],
    ['does-not-apply', { aggregation: 'quantile', cap: 3 }],
    ['does-not-apply', { ...mean, level: 0.95 }],
    ['does-not-apply', { ...mean, declaredRate: 0.1 }],
    ['does-not-apply', { ...ratio, of: 'first' }],
    ['does-not-apply', { hardLimit: 0.5, aggregation: 'quantile' }],
  ])('%s', (code, changes) => {
    expect(define(changes)).toMatchObject({ ok: false, code })
  })
  test('nonsense does not parse', () => {
    for (const changes of [
      { harmLimit: -1 },
      { declaredRate: 2 },
      { window: 'PT0S' },
      { extra: 1 },
      { key: '../x' },
      { harmLimit: Infinity },
      { cap: -1 },
      { level: 1 },
    ]) {
      expect(CreateMetricInput.safeParse({ ...input, ...changes }).success).toBe(false)
    }
  })
})
