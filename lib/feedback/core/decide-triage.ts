import { type ClusterId } from '@/lib/kernel/id'
import { assertNever, refuse, type Outcome } from '@/lib/kernel/result'
import { toMs, type Instant } from '@/lib/kernel/time'
import { type Change, type Item, type Triage, type TriageState } from './model'
import { type TriageAct } from './schema-input'
import { isOpen, verbRefusal } from './states'
import { decideTags } from './tags'

export type TriageFacts = {
  now: Instant
  /** The item to merge into; null when there is none. */
  into: { id: Item['id']; state: TriageState } | null
  /** The cluster that `cluster` means: an open one, one made for it, or null for none such. */
  clusterId: ClusterId | null
  /** Tags that the workspace knows and has switched on. */
  tags: ReadonlySet<string>
  /** People and teams that can be given items; null when it was not asked. */
  assignees: ReadonlySet<string>
  teams: ReadonlySet<string> | null
}
export type Label = { field: 'type' | 'tag' | 'sentiment' | 'cluster'; from: string | null; to: string | null }
export type Decided = { next: Triage; changes: readonly Change[]; labels: readonly Label[] }

/** What an act makes of an item. Asking for what is so already is a yes that changes nothing. */
export function decideTriage(item: Item, act: TriageAct, facts: TriageFacts): Outcome<Decided> {
  const { triage } = item
  const impossible = verbRefusal(act.verb, triage)
  if (impossible) return impossible
  const labels: Label[] = []
  const answer = apply(item, act, facts, labels)
  if (!answer.ok) return answer
  // Whoever acts on an item has read it.
  const next = act.verb === 'unread' ? answer.value : { ...answer.value, unread: false, woke: null }
  return { ok: true, value: { next, changes: changesOf(triage, next), labels } }
}

function apply(item: Item, act: TriageAct, facts: TriageFacts, labels: Label[]): Outcome<Triage> {
  const { triage } = item
  const yes = (patch: Partial<Triage>): Outcome<Triage> => ({ ok: true, value: { ...triage, ...patch } })
  switch (act.verb) {
    case 'done':
      return yes({ state: { kind: 'done', outcome: act.outcome }, before: openBefore(triage), snooze: null })
    case 'reopen':
      return yes({ state: triage.state.kind === 'spam' ? (triage.before ?? NEW) : TRIAGED, before: null })
    case 'start':
      return yes({ state: { kind: 'in_progress' }, before: null })
    case 'assign': {
      const { assigneeId = triage.assigneeId, teamId = triage.teamId } = act
      if (assigneeId !== null && assigneeId !== triage.assigneeId && !facts.assignees.has(assigneeId))
        return refuse('unknown-person', 'There is no such member here.', { field: 'act.assigneeId' })
      if (teamId !== null && teamId !== triage.teamId && facts.teams && !facts.teams.has(teamId))
        return refuse('unknown-team', 'There is no such team here.', { field: 'act.teamId' })
      return yes({ assigneeId, teamId, ...((assigneeId ?? teamId) ? triaged(triage) : {}) })
    }
    case 'prioritise':
      return yes({ priority: act.priority })
    case 'tag':
      return decideTags(triage, act, facts.tags, labels)
    case 'type':
      labels.push({ field: 'type', from: triage.type.value, to: act.type })
      return yes({ type: { value: act.type, source: 'person' }, ...triaged(triage) })
    case 'sentiment':
      labels.push({ field: 'sentiment', from: triage.corrected, to: act.label })
      return yes({ corrected: act.label })
    case 'cluster':
      if (act.clusterId !== null && facts.clusterId === null)
        return refuse('not-found', 'There is no such cluster here.', { field: 'act.clusterId' })
      labels.push({ field: 'cluster', from: triage.clusterId, to: facts.clusterId })
      return yes({ clusterId: facts.clusterId, clusterPinned: true })
    case 'merge':
      return merge(item, facts)
    case 'unmerge':
      return yes(triage.state.kind === 'duplicate' ? triage.state.was : {})
    case 'snooze':
      if (act.snooze.until === 'time' && toMs(act.snooze.at) <= toMs(facts.now))
        return refuse('already-past', 'That moment is past.', { field: 'act.snooze.at' })
      return yes({ snooze: act.snooze })
    case 'wake':
      return yes({ snooze: null })
    case 'link': {
      const others = triage.links.filter((link) => link.ref !== act.link.ref)
      if (others.length >= 20) return refuse('too-many-links', 'An item has at most 20 links.')
      const started = act.link.kind === 'issue' && ['new', 'triaged'].includes(triage.state.kind)
      return yes({ links: [...others, act.link], ...(started ? { state: { kind: 'in_progress' } } : {}) })
    }
    case 'unlink':
      return yes({ links: triage.links.filter((link) => link.ref !== act.ref) })
    case 'note':
      return yes({})
    case 'decline':
      return yes({ state: { kind: 'declined', reason: act.reason }, before: openBefore(triage), snooze: null })
    case 'spam':
      return yes({ state: { kind: 'spam' }, before: openBefore(triage), snooze: null })
    case 'unread':
      return yes({ unread: act.unread })
    default:
      return assertNever(act)
  }
}

const NEW: TriageState = { kind: 'new' }
const TRIAGED: TriageState = { kind: 'triaged' }

/** A type or an owner makes a new item a triaged one. */
export const triaged = ({ state }: Triage): Partial<Triage> => (state.kind === 'new' ? { state: TRIAGED } : {})

/** What to come back to. Waiting is not kept: what was asked is answered or given up by then. */
function openBefore({ state, before }: Triage): TriageState | null {
  if (state.kind === 'waiting') return before ?? TRIAGED
  return isOpen(state) ? state : before
}

function merge({ id, triage }: Item, { into }: TriageFacts): Outcome<Triage> {
  if (!into) return refuse('not-found', 'There is no such item here.', { field: 'act.into' })
  if (into.id === id) return refuse('merge-with-itself', 'An item cannot be merged into itself.', { field: 'act.into' })
  if (into.state.kind === 'duplicate')
    return refuse('merged-itself', 'That item is merged into another one.', {
      field: 'act.into',
      remedy: 'Merge into that one.',
    })
  const { state, before, snooze } = triage
  const merged: TriageState = { kind: 'duplicate', of: into.id, was: { state, before, snooze } }
  return { ok: true, value: { ...triage, state: merged, before: null, snooze: null } }
}

/** The fields in which two differ. */
export function changesOf(from: Triage, to: Triage): Change[] {
  const fields = Object.keys(from) as (keyof Triage)[] // a Triage has exactly its own members
  return fields
    .filter((field) => !same(from[field], to[field]))
    .map((field) => ({ field, from: from[field], to: to[field] }) as Change) // both are the same field's
}

/** Equal as JSON; both sides were built by this file or read from jsonb, whose members have another order. */
export const same = (a: unknown, b: unknown): boolean => stable(a) === stable(b)

const stable = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
