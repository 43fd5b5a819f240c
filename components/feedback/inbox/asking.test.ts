import { expect, test } from 'vitest'
import { snoozeChoices, tagAct } from './asking'

test.each([
  ['slow, crash', { verb: 'tag', add: ['slow', 'crash'], remove: [] }],
  ['bug -slow', { verb: 'tag', add: ['bug'], remove: ['slow'] }],
  ['  ', null],
  ['<script>', null],
])('%s', (typed, act) => {
  expect(tagAct(typed)).toEqual(act)
})

test.each([
  [new Date(2026, 11, 17, 16), new Date(2026, 11, 21, 9)], // a Thursday
  [new Date(2026, 11, 21, 8), new Date(2026, 11, 28, 9)], // Monday means the next one
  [new Date(2026, 11, 20, 8), new Date(2026, 11, 21, 9)], // Sunday
])('Monday from %s', (now, monday) => {
  expect(snoozeChoices(now).find(({ label }) => label.startsWith('Monday'))?.at).toBe(monday.toISOString())
})
