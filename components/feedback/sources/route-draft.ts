import { type RouteDryRun } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'

/** What the fields of a new route hold. */
export type RouteDraft = {
  name: string
  tags: string
  words: string
  channel: string
  sentiment: string
  flagKey: string
  to: string
  priority: string
}
export const EMPTY_ROUTE: RouteDraft = {
  name: '',
  tags: '',
  words: '',
  channel: '',
  sentiment: '',
  flagKey: '',
  to: '',
  priority: '',
}

const parts = (typed: string, by: RegExp): string[] =>
  typed
    .split(by)
    .map((part) => part.trim())
    .filter(Boolean)

/** The draft as the door takes it. */
export const routeInput = (draft: RouteDraft) => ({
  name: draft.name.trim() || 'A new route',
  when: {
    tags: parts(draft.tags.toLowerCase(), /[\s,]+/),
    words: parts(draft.words, /,/),
    channels: draft.channel === '' ? [] : [draft.channel],
    sentimentAtMost: draft.sentiment === '' ? null : draft.sentiment,
    flagKey: draft.flagKey.trim() === '' ? null : draft.flagKey.trim(),
  },
  does: {
    assign: draft.to === '' ? { by: 'nobody' } : { by: 'person', userId: draft.to },
    priority: draft.priority === '' ? null : draft.priority,
  },
})

/** What a test on the newest items found, in sentences. */
export function dryRunWords({ looked, hits, takenEarlier, changedByPeople }: RouteDryRun): string {
  const taken = takenEarlier > 0 ? ` An earlier route takes ${takenEarlier} of them.` : ''
  const changed = changedByPeople > 0 ? ` For ${changedByPeople} of them people chose the owner themselves.` : ''
  return `Would have met ${plural(hits, 'item', 'items')} of the last ${looked}.${taken}${changed}`
}

/** The same list with one of it a place further up or down; the very same list where it cannot go further. */
export function movedBy<T>(list: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const [one, other] = [list[at], list[at + by]]
  if (one === undefined || other === undefined) return list
  return list.map((each, i) => (i === at ? other : i === at + by ? one : each))
}
