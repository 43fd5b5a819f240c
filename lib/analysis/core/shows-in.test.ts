import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { showsIn, type PlannedMetric } from './shows-in'

const errors: PlannedMetric = { baseline: 0.003, limit: 0.003, direction: 'lower', weight: 0.5 }
const stage = { peopleADay: 240_000, share: 0.05, soakH: 12 }

test('12,000 people a day at 5% find a doubling of 3 per 1,000 within hours, not minutes and not weeks', () => {
  const shown = showsIn(errors, stage)
  expect(shown.exposedADay).toBe(12_000)
  // Wald: (ln(20 / 0.5) + 0.7) / D(.05) people, D = KL(.006 ‖ .00315) + 19 KL(.003 ‖ .00315) ≈ 0.00109 nats.
  expect(shown.hours).toBeGreaterThan(7)
  expect(shown.hours).toBeLessThan(9.5)
})

test('nobody comes: nothing shows, ever', () => {
  expect(showsIn(errors, { ...stage, peopleADay: 0 })).toEqual({
    peopleADay: 0,
    exposedADay: 0,
    hours: null,
    smallest: null,
  })
})

test('everybody at once still has a comparison to make of what is left', () => {
  expect(Number.isFinite(showsIn(errors, { ...stage, share: 1 }).hours)).toBe(true)
})

test('a fall of what should be high is harm too', () => {
  const bookings: PlannedMetric = { baseline: 0.1, limit: 0.02, direction: 'higher', weight: 0.5 }
  const shown = showsIn(bookings, stage)
  expect(shown.hours).toBeGreaterThan(0)
  expect(shown.smallest).toBeLessThan(0.1)
})

test('more people show harm no later, and no larger harm', () => {
  expect.hasAssertions()
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 1e6 }), fc.integer({ min: 2, max: 50 }), (peopleADay, times) => {
      const few = showsIn(errors, { ...stage, peopleADay })
      const many = showsIn(errors, { ...stage, peopleADay: peopleADay * times })
      expect(many.hours ?? Infinity).toBeLessThanOrEqual(few.hours ?? Infinity)
      expect(many.smallest ?? 1).toBeLessThanOrEqual(few.smallest ?? 1)
    }),
  )
})

test('the smallest harm that shows takes just the soak', () => {
  const { smallest } = showsIn(errors, stage)
  const again = showsIn({ ...errors, limit: smallest ?? 0 }, stage)
  expect(again.hours).toBeCloseTo(stage.soakH, 1)
})
