import { expect, test } from 'vitest'
import { type ClockState } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { dueWords, isOwed, leadingClock } from './due-words'

const at = (time: string) => `2026-12-17T${time}:00.000Z` as Instant
const now = at('12:00')
const clock = (state: ClockState, dueAt: Instant | null, metAt: Instant | null = null) => ({ state, dueAt, metAt })

test.each([
  [clock('on-track', at('15:00')), 'Answer due in 3 h'],
  [clock('at-risk', at('12:20')), 'Answer due in 20 min'],
  [clock('breached', at('11:40')), 'Answer late by 20 min'],
  [clock('paused', null), 'Answer waits for them'],
  [clock('met', at('15:00'), at('11:00')), 'Answer in time'],
  [clock('missed', at('10:00'), at('11:00')), 'Answer was late by 1 h'],
])('%j: %s', (one, words) => {
  expect(dueWords('Answer', one, now)).toBe(words)
})

test('where the place says what is due, the words do not', () => {
  expect(dueWords('', clock('breached', at('11:40')), now)).toBe('Late by 20 min')
})

test('the chip is about the worse clock, and the first answer where both are as bad', () => {
  const [late, soon] = [clock('breached', at('11:00')), clock('on-track', at('15:00'))]
  expect(leadingClock({ state: 'breached', first: soon, solve: late })).toEqual({ what: 'Solution', clock: late })
  expect(leadingClock({ state: 'on-track', first: soon, solve: soon })).toEqual({ what: 'Answer', clock: soon })
  expect(leadingClock({ state: 'met' })).toBeNull()
})

test('rows are silent about what is over', () => {
  expect((['on-track', 'at-risk', 'breached', 'paused', 'met', 'missed'] as const).filter(isOwed)).toEqual([
    'on-track',
    'at-risk',
    'breached',
  ])
})
