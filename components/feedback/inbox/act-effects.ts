import { type FeedbackRow, type TriageAct } from '@/lib/feedback/core/schema'

/** Acts after which an item is no longer in an open view. */
const LEAVES: ReadonlySet<TriageAct['verb']> = new Set(['done', 'decline', 'spam', 'snooze', 'merge'])

/** Whether a row leaves the view at once: what is done leaves the inbox, but stays where everything is shown. */
export function leavesView(act: TriageAct, view: string): boolean {
  if (view === 'all') return false
  if (view === 'done' || view === 'spam') return act.verb === 'reopen'
  if (view === 'snoozed') return act.verb === 'wake' || (LEAVES.has(act.verb) && act.verb !== 'snooze')
  if (view === 'unassigned' && act.verb === 'assign') return true
  return LEAVES.has(act.verb)
}

/** What a row shows before the server has answered. @param names of people by id */
export function expected(act: TriageAct, names: (id: string) => string): Partial<FeedbackRow> {
  if (act.verb === 'assign' && act.assigneeId !== undefined) {
    return { assignee: act.assigneeId === null ? null : { id: act.assigneeId, name: names(act.assigneeId) } }
  }
  if (act.verb === 'sentiment') return act.label === null ? {} : { sentiment: act.label }
  if (act.verb === 'type') return { type: act.type }
  if (act.verb === 'unread') return { unread: act.unread }
  return act.verb === 'prioritise' ? { priority: act.priority } : {}
}

const SAID: Readonly<Record<TriageAct['verb'], string>> = {
  done: 'Done',
  reopen: 'Opened again',
  start: 'Started',
  assign: 'Assigned',
  prioritise: 'Priority set',
  tag: 'Tagged',
  type: 'Type set',
  sentiment: 'Sentiment corrected',
  cluster: 'Cluster set',
  merge: 'Merged',
  unmerge: 'Un-merged',
  snooze: 'Snoozed',
  wake: 'Woken',
  link: 'Linked',
  unlink: 'Unlinked',
  note: 'Note added',
  decline: 'Declined',
  spam: 'Marked as spam',
  unread: 'Marked',
}

/** `Done: FB-1042`, `Done: 12 items`. */
export function actSaid(act: TriageAct, rows: readonly Pick<FeedbackRow, 'name'>[]): string {
  const [only] = rows
  return `${SAID[act.verb]}: ${rows.length === 1 && only ? only.name : `${rows.length} items`}`
}

/** One step towards positive or negative from what counts now. */
export function sentimentStep(now: FeedbackRow['sentiment'], by: 1 | -1): 'negative' | 'neutral' | 'positive' {
  const order = ['negative', 'neutral', 'positive'] as const
  const at = now === null ? 1 : order.indexOf(now)
  return order[Math.min(2, Math.max(0, at + by))] ?? 'neutral'
}

/** Where focus goes when rows leave: the next one that stays, else the one before. */
export function nextAfter(ids: readonly string[], leaving: ReadonlySet<string>, current: string | null): string | null {
  const at = current === null ? -1 : ids.indexOf(current)
  const after = ids.slice(at + 1).find((id) => !leaving.has(id))
  if (after !== undefined) return after
  return (
    ids
      .slice(0, Math.max(0, at))
      .toReversed()
      .find((id) => !leaving.has(id)) ?? null
  )
}

/** What `j` shows next, and after it. */
export function comingUp(ids: readonly string[], current: string | null): readonly string[] {
  const at = current === null ? -1 : ids.indexOf(current)
  return at < 0 ? [] : ids.slice(at + 1, at + 3)
}
