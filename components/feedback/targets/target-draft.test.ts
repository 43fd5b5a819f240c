import { expect, test } from 'vitest'
import { type SlaPolicy, SlaPolicy as SlaPolicySchema } from '@/lib/feedback/core/schema'
import { DEFAULT_SLA } from '@/lib/feedback/core/sla-policy'
import { instant } from '@/lib/kernel/time'
import { dueIfNow, targetsAnswer, targetsProblem, withCalendar, withTarget } from './target-draft'

const FRIDAY = instant(Date.parse('2026-12-18T15:30:00Z'))

test('what holds is said in one sentence', () => {
  expect(targetsAnswer(DEFAULT_SLA)).toBe(
    'First answers: urgent within 1 hour, high within 4 hours, normal within 1 working day, low within 3 working days.',
  )
  const none = (['urgent', 'high', 'normal', 'low'] as const).reduce(
    (policy, priority) => withTarget(policy, priority, 'first', null),
    DEFAULT_SLA,
  )
  expect(targetsAnswer(none)).toBe('Nobody waits for a first answer by a target.')
})

test('an item of Friday afternoon is due by the clock, or by the hours of work', () => {
  expect(dueIfNow(DEFAULT_SLA, 'urgent', FRIDAY).first).toBe('2026-12-18T16:30:00.000Z')
  expect(dueIfNow(DEFAULT_SLA, 'normal', FRIDAY).first).toBe('2026-12-21T15:30:00.000Z')
  const holiday = withCalendar(DEFAULT_SLA, { holidays: ['2026-12-21'] })
  expect(dueIfNow(holiday, 'normal', FRIDAY).first).toBe('2026-12-22T15:30:00.000Z')
  expect(dueIfNow(withTarget(DEFAULT_SLA, 'low', 'solve', null), 'low', FRIDAY).solve).toBeNull()
})

const change = (calendar: Partial<SlaPolicy['calendar']>) => withCalendar(DEFAULT_SLA, calendar)
test.each([
  ['half a day', withTarget(DEFAULT_SLA, 'low', 'first', { amount: 0.5, unit: 'business-days' }), 'A target is'],
  ['nothing typed', withTarget(DEFAULT_SLA, 'low', 'solve', { amount: 0, unit: 'hours' }), 'A target is'],
  ['too long', withTarget(DEFAULT_SLA, 'low', 'solve', { amount: 1001, unit: 'hours' }), 'A target is'],
  ['no day', change({ days: [] }), 'Choose at least one'],
  ['no beginning', change({ from: '' }), 'Say when'],
  ['a day that ends first', change({ from: '17:00', to: '09:00' }), 'The working day ends'],
])('%s cannot be saved, and the door says no as well', (_, policy, words) => {
  expect(targetsProblem(policy)).toContain(words)
  expect(SlaPolicySchema.safeParse(policy).success).toBe(false)
  expect(dueIfNow(policy, 'low', FRIDAY)).toEqual({ first: null, solve: null })
})

test('what Soundings comes with can be saved', () => {
  expect(targetsProblem(DEFAULT_SLA)).toBeNull()
})
