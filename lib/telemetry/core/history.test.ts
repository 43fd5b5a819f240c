import { expect, test } from 'vitest'
import { readPast } from './history'
import { aMetric, bought, did, slow, spent } from './test-builders'

const MINUTE = 60_000
const METRICS = [
  aMetric(),
  bought({ windowMs: 5 * MINUTE }),
  spent({ windowMs: 5 * MINUTE }, { cap: 1, centre: 100 }),
  spent({ windowMs: 5 * MINUTE, aggregation: 'ratio' }, { per: { event: 'view', where: null, atLeast: null } }),
  slow(null, { windowMs: 5 * MINUTE }),
]
const HOUR = 60 * MINUTE
const person = (firstMs: number, ...events: [string, number, number | null][]) => ({
  firstMs,
  events: events.map(([name, afterMs, value]) => did('u', name, { timeMs: firstMs + afterMs, value })),
})

test('each person counts for one window from the first meeting on, in the terms of the metric', () => {
  const people = [
    person(0, ['buy', 1, 7], ['buy', 2, 8], ['view', 3, null], ['view', 4, 60], ['error', 23 * HOUR, null]),
    person(0, ['buy', 6 * MINUTE, 9], ['view', 2, 30], ['view', 1, null]),
    person(0),
  ]
  const [errors, buyers, spending, perView, load] = readPast(METRICS, people, 48 * HOUR)
  expect(errors).toMatchObject({ units: 3, events: 1 })
  expect(buyers).toMatchObject({ units: 3, events: 1 })
  // Neither capped nor centred: both are made from these.
  expect(spending?.people.map(({ y }) => y)).toEqual([15, 0, 0])
  expect(perView?.people).toEqual([
    { y: 15, d: 61 },
    { y: 0, d: 31 },
    { y: 0, d: 0 },
  ])
  expect(load?.values).toEqual([60, 30])
})

test('who met the flag too lately for a whole window does not count, and more people add up', () => {
  const late = [person(47 * HOUR, ['buy', 1, 7], ['error', 1, null])]
  const first = readPast(METRICS, late, 48 * HOUR)
  expect(first[0]).toMatchObject({ units: 0, events: 0 })
  expect(first[1]).toMatchObject({ units: 1, events: 1 })
  expect(readPast(METRICS, late, 48 * HOUR, first)[2]?.people).toHaveLength(2)
})
