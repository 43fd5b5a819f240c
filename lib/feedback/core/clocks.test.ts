import { expect, test } from 'vitest'
import { instant } from '@/lib/kernel/moments'
import { BusinessTime } from './business-time'
import { clocksOf, dueView, NEVER, nextDue, type ClockFacts } from './clocks'
import { type TriageState } from './model'
import { DEFAULT_SLA } from './sla-policy'
import { type SlaPolicy } from './schema-due'

const HOUR = 3_600_000
// A Wednesday, nine o'clock.
const START = Date.parse('2026-03-04T09:00:00Z')
const time = new BusinessTime(DEFAULT_SLA.calendar)
const plain: SlaPolicy = {
  ...DEFAULT_SLA,
  targets: {
    ...DEFAULT_SLA.targets,
    normal: { first: { amount: 4, unit: 'hours' }, solve: { amount: 10, unit: 'hours' } },
  },
}
const hour = (n: number) => instant(START + n * HOUR)
/** States by the hour at which each began. */
const facts = (states: [TriageState['kind'], number][], answered: number | null = null): ClockFacts => ({
  priority: 'normal',
  states: states.map(([kind, n]) => ({ kind, atMs: START + n * HOUR })),
  firstAnsweredMs: answered === null ? null : START + answered * HOUR,
})
const view = (of: ClockFacts, atHour: number, policy = plain) => dueView(clocksOf(policy, time, of), hour(atHour))

test.each([
  ['at the start', 0, 'on-track'],
  ['just before three quarters', 2.99, 'on-track'],
  ['at three quarters', 3, 'at-risk'],
  ['at its time', 4, 'breached'],
])('an item that nobody answered is, %s, %s', (_, atHour, state) => {
  expect(view(facts([['new', 0]]), atHour)).toMatchObject({ state, first: { state, dueAt: hour(4), metAt: null } })
})

test('an answer in time meets the first clock, and the other one runs on', () => {
  const answered = facts(
    [
      ['new', 0],
      ['triaged', 1],
    ],
    2,
  )
  expect(view(answered, 5)).toMatchObject({
    state: 'on-track',
    first: { state: 'met', dueAt: hour(4), metAt: hour(2) },
    solve: { state: 'on-track', dueAt: hour(10) },
  })
  expect(nextDue(clocksOf(plain, time, answered))).toEqual({ dueAt: hour(10), riskAt: hour(7.5) })
})

test('an answer that is late is missed, whatever was owed before', () => {
  expect(view(facts([['new', 0]], 5), 6)).toMatchObject({ first: { state: 'missed', dueAt: hour(4), metAt: hour(5) } })
})

test('while it waits for them nothing runs; their reply lets it go on where it was', () => {
  const asked: [TriageState['kind'], number][] = [
    ['new', 0],
    ['waiting', 2],
  ]
  expect(view(facts(asked, 2), 100)).toMatchObject({ state: 'paused', solve: { state: 'paused', dueAt: null } })
  expect(nextDue(clocksOf(plain, time, facts(asked, 2)))).toEqual({ dueAt: NEVER, riskAt: NEVER })
  expect(view(facts([...asked, ['triaged', 50]], 2), 51)).toMatchObject({
    solve: { dueAt: hour(58), state: 'on-track' },
  })
})

test('what was breached before they were asked stays so', () => {
  expect(
    view(
      facts(
        [
          ['new', 0],
          ['waiting', 11],
        ],
        1,
      ),
      12,
    ),
  ).toMatchObject({ state: 'breached', solve: { dueAt: hour(10) } })
})

test('closing meets both clocks; opened again, both go on with what is left', () => {
  const closed: [TriageState['kind'], number][] = [
    ['new', 0],
    ['done', 3],
  ]
  expect(view(facts(closed), 50)).toMatchObject({
    state: 'met',
    first: { state: 'met', metAt: hour(3) },
    solve: { metAt: hour(3) },
  })
  expect(view(facts([...closed, ['closed', 30]]), 50)).toMatchObject({ solve: { state: 'met', metAt: hour(3) } })
  expect(view(facts([...closed, ['triaged', 20]]), 20)).toMatchObject({
    first: { state: 'at-risk', dueAt: hour(21) },
    solve: { dueAt: hour(27) },
  })
})

test.each([
  [
    'spam',
    [
      ['new', 0],
      ['spam', 1],
    ],
  ],
  [
    'a merged item',
    [
      ['new', 0],
      ['duplicate', 1],
    ],
  ],
  ['a score without words', [['done', 0]]],
] as [string, [TriageState['kind'], number][]][])('%s owes nothing', (_, states) => {
  expect(clocksOf(plain, time, facts(states))).toBeNull()
})

/** Only a first answer is owed, or nothing at all. */
const only = (first: boolean): SlaPolicy => {
  const normal = { first: first ? ({ amount: 30, unit: 'minutes' } as const) : null, solve: null }
  return { ...plain, targets: { ...plain.targets, normal } }
}

test('a priority without targets owes nothing, and one with a single one only that', () => {
  expect(clocksOf(only(false), time, facts([['new', 0]]))).toBeNull()
  const some = view(facts([['new', 0]]), 0, only(true))
  expect(some).toEqual({ state: 'on-track', first: { state: 'on-track', dueAt: hour(0.5), metAt: null } })
})

test('as it comes: a working day for the first answer, five to solve it', () => {
  expect(view(facts([['new', 7]]), 7, DEFAULT_SLA)).toMatchObject({
    first: { dueAt: '2026-03-05T16:00:00.000Z' },
    solve: { dueAt: '2026-03-11T16:00:00.000Z' },
  })
  const urgent = { ...facts([['new', 12]]), priority: 'urgent' as const }
  expect(view(urgent, 12, DEFAULT_SLA)).toMatchObject({ first: { dueAt: hour(13) }, solve: { dueAt: hour(20) } })
})
