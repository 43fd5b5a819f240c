import { expect, test } from 'vitest'
import { type RolloutId } from '@/lib/kernel/id'
import { type MetricEvidence } from '@/lib/rollouts/core/schema'
import { contrastOf, harmedMetric, ratioOf } from './contrast'

const metric = (key: string, more: Partial<MetricEvidence> = {}): MetricEvidence => ({
  key,
  name: key,
  unit: 'payments',
  direction: 'lower',
  role: 'guardrail',
  code: 'harmful',
  weight: 1,
  exposed: { units: 1000, events: 9, rate: 0.009 },
  baseline: { units: 1000, events: 3, rate: 0.003 },
  difference: { estimate: 0.006, low: 0.003, high: 0.009 },
  limit: 0.003,
  ratioLimit: 2,
  baselineFrozen: 0.003,
  baselineMoved: false,
  logE0: 5,
  logEm: 5,
  logProceed: 0,
  since: null,
  resolution: null,
  ...more,
})
const verdict = (drivers: string[], metrics: MetricEvidence[]) => ({ drivers, metrics })
const checkout: RolloutId = 'rol_000000000001'
const seats: RolloutId = 'rol_000000000002'
const calm: RolloutId = 'rol_000000000003'
const payments = { id: checkout, verdict: verdict(['payment_errors'], [metric('payment_errors')]) }
const seatMap = {
  id: seats,
  verdict: verdict(
    ['seat_errors'],
    [metric('seat_errors'), metric('payment_errors', { difference: { estimate: 0, low: -0.0015, high: 0.0015 } })],
  ),
}
const rollouts = [payments, seatMap, { id: calm, verdict: null }]

test('an incident is about what drives the verdict of its own rollout', () => {
  expect(harmedMetric([seats], rollouts)).toBe('seat_errors')
  expect(harmedMetric([calm, checkout], rollouts)).toBe('payment_errors')
  expect([harmedMetric([], rollouts), harmedMetric([calm], rollouts)]).toEqual([null, null])
})

test('harm of another kind makes no suspect', () => {
  expect(contrastOf(payments, 'seat_errors')).toBeNull()
  expect(contrastOf(seatMap, 'seat_errors')?.low).toBeCloseTo(2, 10)
  expect(contrastOf(seatMap, 'payment_errors')?.low).toBeCloseTo(0.5, 10)
})

test('while the metric is not known each is judged by what is worst of its own', () => {
  expect(contrastOf(payments, null)?.low).toBeCloseTo(2, 10)
  const quiet = verdict(
    [],
    [metric('a', { logEm: 1 }), metric('b', { logEm: 3, difference: { estimate: 0, low: 0, high: 0 } })],
  )
  expect(contrastOf({ id: checkout, verdict: quiet }, null)?.low).toBeCloseTo(1, 10)
  expect(contrastOf({ id: calm, verdict: null }, null)).toBeNull()
})

test('a metric that should rise is turned round; a baseline of nothing compares with nothing', () => {
  const booked = metric('booked', {
    direction: 'higher',
    baseline: { units: 10, events: 5, rate: 0.5 },
    difference: { estimate: -0.25, low: -0.3, high: -0.25 },
  })
  expect(ratioOf(booked)).toEqual({ low: 2, high: 2.5 })
  expect(ratioOf(metric('x', { baseline: { units: 10, events: 0, rate: 0 } }))).toBeNull()
})
