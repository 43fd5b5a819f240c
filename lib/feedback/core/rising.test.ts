import { expect, test } from 'vitest'
import { isRising, poissonTail } from './rising'

test.each([
  ['fourteen people within an hour, none before', { hour: 14, day: 14, before: 0, daysBefore: 0 }, true],
  ['ten people over the first day of a workspace', { hour: 0, day: 10, before: 0, daysBefore: 0 }, false],
  ['ten people a day where one was usual', { hour: 1, day: 10, before: 14, daysBefore: 14 }, true],
  ['ten people a day, as on each day', { hour: 1, day: 10, before: 140, daysBefore: 14 }, false],
  ['four people are never a rise', { hour: 4, day: 4, before: 0, daysBefore: 14 }, false],
  ['six in an hour where four an hour are usual', { hour: 6, day: 98, before: 1400, daysBefore: 14 }, false],
])('%s', (_, flow, rises) => {
  expect(isRising(flow)).toBe(rises)
})

test('tails of the Poisson distribution', () => {
  expect(poissonTail(0, 3)).toBe(1)
  expect(poissonTail(5, 0.5)).toBeCloseTo(0.000172, 6)
  expect(poissonTail(3, 2)).toBeCloseTo(0.32332, 5)
})
