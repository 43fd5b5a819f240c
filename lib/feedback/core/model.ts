import { type FeedbackItemId, type ClusterId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type FeedbackType, type SentimentLabel } from './schema-words'

/** Where an item is in triage. Every open state remembers nothing; `done` and the closed ones say why. */
export type TriageState =
  | { kind: 'new' | 'triaged' | 'in_progress' | 'waiting' }
  | { kind: 'done'; outcome: DoneOutcome }
  | { kind: 'closed'; outcome: DoneOutcome }
  /** `was` makes un-merging exact. */
  | {
      kind: 'duplicate'
      of: FeedbackItemId
      was: { state: TriageState; before: TriageState | null; snooze: Snooze | null }
    }
  | { kind: 'declined'; reason: string }
  | { kind: 'spam' }
export type DoneOutcome = 'answered' | 'fixed' | 'shipped' | 'known' | 'no-action'

/** An overlay on open states: the item sleeps until one of these comes true. */
export type Snooze =
  | { until: 'time'; at: Instant }
  | { until: 'reply' }
  | { until: 'flag-change'; flagKey: string }
  | { until: 'rollout-change'; rolloutId: string }

/** A tag on an item. `suggested` is a machine's word that nobody accepted yet; `removed` keeps machines from it. */
export type Tag = {
  key: string
  status: 'suggested' | 'accepted' | 'removed'
  source: 'rule' | 'person'
  score: number
}

export type Link = { kind: 'issue' | 'rollout' | 'flag'; ref: string; title: string }

/** All that triage may change on one item: what a verb decides over, and what undo restores. */
export type Triage = {
  state: TriageState
  /** The open state to go back to from waiting, duplicate, declined and spam. */
  before: TriageState | null
  snooze: Snooze | null
  /** Why it came back on top. */
  woke: string | null
  assigneeId: string | null
  teamId: string | null
  priority: Priority
  type: { value: FeedbackType | null; source: 'none' | 'rule' | 'person' }
  tags: readonly Tag[]
  /** A person's word on the sentiment. */
  corrected: SentimentLabel | null
  clusterId: ClusterId | null
  /** Put there by a person: automation leaves it. */
  clusterPinned: boolean
  links: readonly Link[]
  unread: boolean
}
export type Priority = 'urgent' | 'high' | 'normal' | 'low'

/** One field of an item as an act changed it. */
export type Change = { [K in keyof Triage]: { field: K; from: Triage[K]; to: Triage[K] } }[keyof Triage]

export type Item = {
  id: FeedbackItemId
  number: number
  version: number
  triage: Triage
}
