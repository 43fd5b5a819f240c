import { type Snooze, type Triage, type TriageState } from './model'
import { assertNever, refuse, type Refusal } from '@/lib/kernel/result'
import { type TriageVerb } from './schema-input'

export const BUCKETS = ['inbox', 'snoozed', 'waiting', 'done', 'merged', 'spam'] as const
export type Bucket = (typeof BUCKETS)[number]

const OPEN: ReadonlySet<TriageState['kind']> = new Set(['new', 'triaged', 'in_progress', 'waiting'])
export const isOpen = (state: TriageState): boolean => OPEN.has(state.kind)

/** The list in which an item lies: each item in exactly one. */
export function bucketOf({ state, snooze }: Pick<Triage, 'state' | 'snooze'>): Bucket {
  if (state.kind === 'spam') return 'spam'
  if (state.kind === 'duplicate') return 'merged'
  if (!isOpen(state)) return 'done'
  if (snooze) return 'snoozed'
  return state.kind === 'waiting' ? 'waiting' : 'inbox'
}

/** How an item begins; a score without words is counted, not put in the inbox. */
export const firstTriage = (hasText: boolean): Triage => ({
  state: hasText ? { kind: 'new' } : { kind: 'done', outcome: 'no-action' },
  before: null,
  snooze: null,
  woke: null,
  assigneeId: null,
  teamId: null,
  priority: 'normal',
  type: { value: null, source: 'none' },
  tags: [],
  corrected: null,
  clusterId: null,
  clusterPinned: false,
  links: [],
  unread: hasText,
})

/** States from which a verb is possible; verbs that are not named are possible in all. */
const FROM: Partial<Record<TriageVerb, readonly TriageState['kind'][]>> = {
  done: ['new', 'triaged', 'in_progress', 'waiting', 'done'],
  start: ['new', 'triaged', 'waiting', 'in_progress'],
  reopen: ['done', 'declined', 'spam'],
  merge: ['new', 'triaged', 'in_progress', 'waiting', 'done', 'declined'],
  unmerge: ['duplicate'],
  snooze: ['new', 'triaged', 'in_progress', 'waiting'],
  decline: ['new', 'triaged', 'in_progress', 'waiting', 'declined'],
  spam: ['new', 'triaged', 'in_progress', 'waiting', 'spam'],
}

const WORDS: Record<TriageState['kind'], string> = {
  new: 'It is new.',
  triaged: 'It is triaged.',
  in_progress: 'It is in progress.',
  waiting: 'It waits for an answer.',
  done: 'It is done.',
  closed: 'It is closed. A later reply opens a follow-up.',
  duplicate: 'It is merged into another item.',
  declined: 'It is declined.',
  spam: 'It is marked as spam.',
}
const REMEDY: Partial<Record<TriageState['kind'], string>> = {
  done: 'Reopen it first.',
  declined: 'Reopen it first.',
  duplicate: 'Un-merge it first.',
  spam: 'Reopen it first.',
}

/** Why a verb is not possible on an item as it is; null when it is. */
export function verbRefusal(verb: TriageVerb, { state, snooze }: Pick<Triage, 'state' | 'snooze'>): Refusal | null {
  if (verb === 'wake' && !snooze) return refuse('not-snoozed', 'It does not sleep.')
  const from = FROM[verb]
  if (!from || from.includes(state.kind)) return null
  if (verb === 'reopen' && isOpen(state)) return refuse('already-open', 'It is open.')
  if (verb === 'unmerge') return refuse('not-merged', 'It is not merged into another item.')
  const remedy = REMEDY[state.kind]
  return refuse('not-possible-now', WORDS[state.kind], remedy ? { remedy } : {})
}

/** "until 7 March 09:00", "until they reply": for rows and history. */
export function snoozeWords(snooze: Snooze): string {
  switch (snooze.until) {
    case 'time':
      return `until ${snooze.at.slice(0, 16).replace('T', ' ')} UTC`
    case 'reply':
      return 'until they reply'
    case 'flag-change':
      return `until ${snooze.flagKey} changes`
    case 'rollout-change':
      return 'until the rollout changes stage'
    default:
      return assertNever(snooze)
  }
}
