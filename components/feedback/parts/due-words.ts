import { type ClockState, type DueView } from '@/lib/feedback/core/schema'
import { lengthOf } from '@/lib/kernel/format-time'
import { elapsedMs, type Instant } from '@/lib/kernel/moments'

type Clock = NonNullable<DueView['first']>

/** The clock that a chip is about: the one as bad as the whole, the first answer before the end. */
export function leadingClock(due: DueView): { what: 'Answer' | 'Solution'; clock: Clock } | null {
  const { state, first, solve } = due
  if (first?.state === state) return { what: 'Answer', clock: first }
  if (solve?.state === state) return { what: 'Solution', clock: solve }
  return null
}

/**
 * How a clock stands in words: `Answer due in 3 h`, `Answer late by 20 min`.
 * @param what is due; empty where the place says it: `Due in 3 h`
 */
export function dueWords(what: string, clock: Clock, now: Instant): string {
  const words = `${what} ${stateWords(clock, now)}`.trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function stateWords({ state, dueAt, metAt }: Clock, now: Instant): string {
  switch (state) {
    case 'on-track':
    case 'at-risk':
      return dueAt ? `due in ${lengthOf(elapsedMs(now, dueAt))}` : 'due'
    case 'breached':
      return dueAt ? `late by ${lengthOf(elapsedMs(dueAt, now))}` : 'late'
    case 'paused':
      return 'waits for them'
    case 'met':
      return 'in time'
    case 'missed':
      return dueAt && metAt ? `was late by ${lengthOf(elapsedMs(dueAt, metAt))}` : 'was late'
    default:
      return state satisfies never
  }
}

/** What a row says of it: only what still runs, and what is late. */
export const isOwed = (state: ClockState): boolean =>
  state === 'on-track' || state === 'at-risk' || state === 'breached'
