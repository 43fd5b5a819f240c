import { refuse, type Outcome } from '@/lib/kernel/result'
import { same } from './decide-triage'
import { type Change, type Triage } from './model'

/**
 * What an item is after an act on it is taken back: every field that the act changed gets its old value. What was
 * changed again since is not written over: then the act cannot be undone.
 */
export function undoChanges(triage: Triage, changes: readonly Change[]): Outcome<Triage> {
  const later = changes.find(({ field, to }) => field !== 'unread' && field !== 'woke' && !same(triage[field], to))
  if (later)
    return refuse('changed-since', `Its ${FIELD_WORDS[later.field]} was changed again since.`, {
      remedy: 'Change it by hand.',
    })
  const restored = Object.fromEntries(changes.map(({ field, from }) => [field, from]))
  return { ok: true, value: { ...triage, ...restored } }
}

const FIELD_WORDS: Record<keyof Triage, string> = {
  state: 'state',
  before: 'state',
  snooze: 'snooze',
  woke: 'place',
  assigneeId: 'owner',
  teamId: 'team',
  priority: 'priority',
  type: 'type',
  tags: 'tags',
  corrected: 'sentiment',
  clusterId: 'cluster',
  clusterPinned: 'cluster',
  links: 'links',
  unread: 'mark',
}

/** What the person's reply does: it ends waiting and sleep, and brings back what was done or declined. */
export function applyReply(triage: Triage): Triage | 'follow-up' {
  const { state } = triage
  if (state.kind === 'closed') return 'follow-up'
  const woken = triage.snooze ? { snooze: null, woke: 'They replied' } : { woke: triage.woke }
  const next: Triage = { ...triage, ...woken, unread: true }
  if (state.kind === 'waiting')
    return { ...next, state: triage.before ?? { kind: 'triaged' }, before: null, woke: 'They replied' }
  if (state.kind === 'done' || state.kind === 'declined')
    return { ...next, state: { kind: 'triaged' }, before: null, woke: 'They replied' }
  return next
}
