import { describe, expect, test } from 'vitest'
import { freezeConfig } from './config'
import { defineMetric } from './metric'
import { CreateMetricInput } from './schema'
import { aChoice, aConfig, aDefinition, ROLLOUT, S1, T0 } from './test-builders'

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
) => aConfig([aChoice({ definition: aDefinition(definition), history })]).metrics[0]

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

describe('metric definitions', () => {
  test('short forms are filled in; a bare limit is absolute', () => {
    expect(define({ harmLimit: 0.003 })).toMatchObject({
      ok: true,
      value: { name: 'errors', harmLimit: { kind: 'absolute', value: 0.003 }, window: null },
    })
  })
  test.each([
    ['unsupported-source', { source: { kind: 'prometheus', query: 'up' } }],
    ['unsupported-aggregation', { aggregation: 'quantile' }],
    ['window-needed', { aggregation: 'proportion' }],
    ['limit-too-wide', { direction: 'higher', declaredRate: 0.1, harmLimit: 0.2 }],
  ])('%s', (code, changes) => {
    expect(define(changes)).toMatchObject({ ok: false, code })
  })
  test('nonsense does not parse', () => {
    for (const changes of [{ harmLimit: -1 }, { declaredRate: 2 }, { window: 'PT0S' }, { extra: 1 }, { key: '../x' }]) {
      expect(CreateMetricInput.safeParse({ ...input, ...changes }).success).toBe(false)
    }
  })
})
