import { BusinessTime } from '@/lib/feedback/core/business-time'
import { clocksOf } from '@/lib/feedback/core/clocks'
import { type Priority } from '@/lib/feedback/core/model'
import { type SlaPolicy, type SlaTarget } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Instant, toMs } from '@/lib/kernel/moments'

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const satisfies readonly Priority[]
export const UNITS = [
  ['minutes', 'minutes'],
  ['hours', 'hours'],
  ['business-hours', 'working hours'],
  ['business-days', 'working days'],
] as const satisfies readonly (readonly [SlaTarget['unit'], string])[]
export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const ONE: Readonly<Record<SlaTarget['unit'], readonly [string, string]>> = {
  minutes: ['minute', 'minutes'],
  hours: ['hour', 'hours'],
  'business-hours': ['working hour', 'working hours'],
  'business-days': ['working day', 'working days'],
}
const targetWords = ({ amount, unit }: SlaTarget): string => plural(amount, ...ONE[unit])

/** What holds now, in one sentence. */
export function targetsAnswer({ targets }: SlaPolicy): string {
  const said = PRIORITIES.flatMap((priority) => {
    const { first } = targets[priority]
    return first ? [`${priority} within ${targetWords(first)}`] : []
  })
  if (said.length === 0) return 'Nobody waits for a first answer by a target.'
  return `First answers: ${said.join(', ')}.`
}

/** The policy with another target. @param kind the first answer, or the end of it */
export function withTarget(
  policy: SlaPolicy,
  priority: Priority,
  kind: 'first' | 'solve',
  target: SlaTarget | null,
): SlaPolicy {
  const targets = { ...policy.targets, [priority]: { ...policy.targets[priority], [kind]: target } }
  return { ...policy, targets }
}

/** The policy with other hours of work. */
export const withCalendar = (policy: SlaPolicy, change: Partial<SlaPolicy['calendar']>): SlaPolicy => ({
  ...policy,
  calendar: { ...policy.calendar, ...change },
})

const isWrong = (target: SlaTarget | null): boolean =>
  target !== null && !(Number.isInteger(target.amount) && target.amount >= 1 && target.amount <= 1000)

/** Why it cannot be saved as it stands; null: it can. The door asks the same again. */
export function targetsProblem({ targets, calendar }: SlaPolicy): string | null {
  const all = PRIORITIES.flatMap((priority) => [targets[priority].first, targets[priority].solve])
  if (all.some(isWrong)) return 'A target is a whole number from 1 to 1000.'
  if (calendar.days.length === 0) return 'Choose at least one working day.'
  if (calendar.from === '' || calendar.to === '') return 'Say when a working day begins and ends.'
  if (calendar.from >= calendar.to) return 'The working day ends after it begins.'
  return null
}

/** When an item that came now would be due; null where nothing is owed, or the draft makes no sense. */
export function dueIfNow(
  policy: SlaPolicy,
  priority: Priority,
  now: Instant,
): { first: Instant | null; solve: Instant | null } {
  const nothing = { first: null, solve: null }
  if (targetsProblem(policy)) return nothing
  const facts = { priority, states: [{ kind: 'new' as const, atMs: toMs(now) }], firstAnsweredMs: null }
  const clocks = clocksOf(policy, new BusinessTime(policy.calendar), facts)
  return { first: clocks?.first?.dueAt ?? null, solve: clocks?.solve?.dueAt ?? null }
}
