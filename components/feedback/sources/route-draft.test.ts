import { expect, test } from 'vitest'
import { dryRunWords, EMPTY_ROUTE, movedBy, routeInput } from './route-draft'

test('fields of a route as the door takes them', () => {
  expect(
    routeInput({ ...EMPTY_ROUTE, name: ' Cards ', tags: 'Billing, crash', words: 'paid twice, refund', to: 'usr_1' }),
  ).toEqual({
    name: 'Cards',
    when: {
      tags: ['billing', 'crash'],
      words: ['paid twice', 'refund'],
      channels: [],
      sentimentAtMost: null,
      flagKey: null,
    },
    does: { assign: { by: 'person', userId: 'usr_1' }, priority: null },
  })
  expect(routeInput(EMPTY_ROUTE).does.assign).toEqual({ by: 'nobody' })
})

test.each([
  [{ hits: 1, takenEarlier: 0, changedByPeople: 0 }, 'Would have met 1 item of the last 200.'],
  [
    { hits: 42, takenEarlier: 3, changedByPeople: 5 },
    'Would have met 42 items of the last 200. An earlier route takes 3 of them. For 5 of them people chose the owner themselves.',
  ],
])('%j', (found, words) => {
  expect(dryRunWords({ looked: 200, unowned: [], examples: [], ...found })).toBe(words)
})

test.each([
  [0, 1, ['b', 'a', 'c']],
  [2, -1, ['a', 'c', 'b']],
  [0, -1, ['a', 'b', 'c']],
  [2, 1, ['a', 'b', 'c']],
] as const)('number %i goes by %i', (at, by, order) => {
  expect(movedBy(['a', 'b', 'c'], at, by)).toEqual(order)
})
