import { type TriageAct } from '@/lib/feedback/core/schema'
import { type Instant, instant } from '@/lib/kernel/moments'

/** Acts that ask for something first. */
export type Asking = 'assign' | 'tag' | 'cluster' | 'merge' | 'snooze' | 'link' | 'decline' | 'note' | 'reply'

export type Member = { id: string; name: string }

const HOUR_MS = 3_600_000
const atHour = (now: Date, days: number, hour: number): Date => {
  const at = new Date(now)
  at.setDate(at.getDate() + days)
  at.setHours(hour, 0, 0, 0)
  return at
}

/** Moments to sleep until, in the viewer's own days. */
export function snoozeChoices(now: Date): { label: string; at: Instant }[] {
  const toMonday = (8 - now.getDay()) % 7 || 7
  return [
    { label: 'In 3 hours', at: instant(now.getTime() + 3 * HOUR_MS) },
    { label: 'Tomorrow 9:00', at: instant(atHour(now, 1, 9).getTime()) },
    { label: 'Monday 9:00', at: instant(atHour(now, toMonday, 9).getTime()) },
    { label: 'In a week', at: instant(atHour(now, 7, 9).getTime()) },
  ]
}

const isKey = (word: string): boolean => /^[a-z0-9][a-z0-9_-]*$/.test(word)

/** Keys of tags typed in one field, split into what comes and what goes (`-slow`). */
export function tagAct(typed: string): Extract<TriageAct, { verb: 'tag' }> | null {
  const words = typed
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
  const remove = words.filter((word) => word.startsWith('-')).map((word) => word.slice(1))
  const add = words.filter((word) => !word.startsWith('-'))
  if (words.length === 0 || ![...add, ...remove].every(isKey)) return null
  return { verb: 'tag', add, remove }
}
