import { expect, test } from 'vitest'
import { externalEventVerdict } from './external-event'

const no = Math.log(19.9)
const yes = Math.log(20)

test.each([
  [no, false, null, 'none'],
  [no, false, 2, 'none'],
  [no, true, null, 'external'],
  [no, true, 16, 'external'],
  [no, true, 15, 'suspect_interference'],
  [yes, false, 2, 'feature'],
  [yes, true, null, 'feature_during_event'],
  [yes, true, 2, 'feature_during_event'],
] as const)('ln E %d, control alarm %s, %s minutes after our change: %s', (contrastLogE, controlAlarm, minutes, is) => {
  expect(externalEventVerdict({ contrastLogE, controlAlarm, minutesSinceOwnChange: minutes })).toBe(is)
})

test('refuses a change that is yet to come', () => {
  const o = { contrastLogE: 0, controlAlarm: true, minutesSinceOwnChange: -1 }
  expect(() => externalEventVerdict(o)).toThrow(expect.objectContaining({ code: 'RATE' }))
})
