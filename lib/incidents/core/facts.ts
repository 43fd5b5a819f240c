import { type Member } from '@/lib/kernel/actor'
import { age } from '@/lib/kernel/format-time'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type By, type Incident } from './model'

/** What a decision looks at besides the incident. */
export type Facts = {
  now: Instant
  actor: Member
  /** The last thing somebody did, for whoever comes second. */
  last: { sentence: string; at: Instant } | null
}

export const byOf = ({ kind, id, name }: Member): By => ({ kind, id, name })

export const nameOf = (incident: Pick<Incident, 'number'>): string => `INC-${incident.number}`

/** Two people at once: the second is told who was first. Without a version the sender judged what is there now. */
export function staleRefusal(incident: Incident, expected: number | undefined, facts: Facts): Refusal | null {
  if (expected === undefined || expected === incident.version) return null
  const { last, now } = facts
  const who = last ? `${last.sentence} ${age(last.at, now)}` : 'It has changed since you looked'
  return refuse('stale-version', `${who}. Nothing was changed.`, { remedy: 'Look again' })
}
