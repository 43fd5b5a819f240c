import { z } from 'zod'
import {
  ClusterId,
  FeedbackItemId,
  PersonId,
  RolloutId,
  RoutingRuleId,
  SavedViewId,
  TagRuleId,
  TriageActId,
} from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { Channel, DoneOutcome, FeedbackType, Priority, SentimentLabel, TagKey } from './schema-words'

const Text = (max: number) => z.string().trim().min(1).max(max)
/** A name people know (FB-1042, CL-31) is looked up at the door; a command gets the id. */
const Version = z.int().min(0)

export const SnoozeInput = z.discriminatedUnion('until', [
  z.strictObject({ until: z.literal('time'), at: Instant }),
  z.strictObject({ until: z.literal('reply') }),
  z.strictObject({ until: z.literal('flag-change'), flagKey: Text(200) }),
  z.strictObject({ until: z.literal('rollout-change'), rolloutId: RolloutId }),
])

export const LinkInput = z.strictObject({
  kind: z.enum(['issue', 'rollout', 'flag']),
  /** Web address of an issue, id of a rollout, key of a flag. */
  ref: Text(500),
  title: z.string().trim().max(200).default(''),
})

/** Every verb of triage that works on one item as on five hundred. */
export const TriageAct = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('done'), outcome: DoneOutcome.default('no-action') }),
  z.strictObject({ verb: z.literal('reopen') }),
  z.strictObject({ verb: z.literal('start') }),
  /** `assigneeId: null` takes the owner away; left out, it stays. */
  z.strictObject({
    verb: z.literal('assign'),
    assigneeId: z.string().max(40).nullable().optional(),
    teamId: z.string().max(40).nullable().optional(),
  }),
  z.strictObject({ verb: z.literal('prioritise'), priority: Priority }),
  /** `add` also accepts a suggestion; `remove` also turns one down, and machines leave it off from then on. */
  z.strictObject({
    verb: z.literal('tag'),
    add: z.array(TagKey).max(20).default([]),
    remove: z.array(TagKey).max(20).default([]),
  }),
  z.strictObject({ verb: z.literal('type'), type: FeedbackType }),
  /** Null takes the correction back. */
  z.strictObject({ verb: z.literal('sentiment'), label: SentimentLabel.nullable() }),
  /** Null takes it out of its cluster; `new` opens one of its own. */
  z.strictObject({ verb: z.literal('cluster'), clusterId: ClusterId.or(z.literal('new')).nullable() }),
  z.strictObject({ verb: z.literal('merge'), into: FeedbackItemId }),
  z.strictObject({ verb: z.literal('unmerge') }),
  z.strictObject({ verb: z.literal('snooze'), snooze: SnoozeInput }),
  z.strictObject({ verb: z.literal('wake') }),
  z.strictObject({ verb: z.literal('link'), link: LinkInput }),
  z.strictObject({ verb: z.literal('unlink'), ref: Text(500) }),
  z.strictObject({ verb: z.literal('note'), text: Text(10_000) }),
  z.strictObject({ verb: z.literal('decline'), reason: Text(1000) }),
  z.strictObject({ verb: z.literal('spam') }),
  z.strictObject({ verb: z.literal('unread'), unread: z.boolean().default(true) }),
])
export type TriageAct = z.infer<typeof TriageAct>
export type TriageVerb = TriageAct['verb']
export const TRIAGE_VERBS = TriageAct.options.map((option) => option.shape.verb.value)

/** One verb on one item. `expectedVersion` makes a stale tab hear what changed instead of writing over it. */
export const TriageInput = z.object({
  itemId: FeedbackItemId,
  act: TriageAct,
  expectedVersion: Version.optional(),
})
export type TriageInput = z.infer<typeof TriageInput>

/** One verb on many items, or on all of a cluster; each item answers for itself. */
export const BulkInput = z.object({ ids: z.array(FeedbackItemId).min(1).max(500), act: TriageAct })
export type BulkInput = z.infer<typeof BulkInput>

export const UndoInput = z.object({ actId: TriageActId })
export type UndoInput = z.infer<typeof UndoInput>

/** The three closers of the loop, a plain answer, or a question that makes the item wait. */
export const ReplyInput = z.object({
  itemId: FeedbackItemId,
  text: Text(10_000),
  kind: z.enum(['acknowledge', 'did', 'why-not', 'answer', 'ask']).default('answer'),
  /** Outcome to close it with in the same breath. */
  done: DoneOutcome.optional(),
  expectedVersion: Version.optional(),
})
export type ReplyInput = z.infer<typeof ReplyInput>

export const LabelInput = z.object({
  itemId: FeedbackItemId,
  field: z.enum(['type', 'tag', 'sentiment', 'cluster']),
  /** New value; for a tag its key. Null takes the value away (a tag: give `from`). */
  to: z.string().max(60).nullable(),
  from: z.string().max(60).nullable().optional(),
})
export type LabelInput = z.infer<typeof LabelInput>

export const SavedViewInput = z.object({
  id: SavedViewId.optional(),
  name: Text(60),
  /** Query string of the inbox: `q`, `channel`, `sentiment`, `exposed`, `sort`. */
  query: z.string().max(1000),
  share: z.enum(['me', 'team', 'everyone']).default('me'),
  teamId: z.string().max(40).nullable().default(null),
})
export type SavedViewInput = z.infer<typeof SavedViewInput>

/** Lists that every workspace has. */
export const InboxView = z.enum(['inbox', 'mine', 'unassigned', 'rising', 'snoozed', 'waiting', 'done', 'spam'])
export const StartViewInput = z.object({ view: z.union([InboxView, SavedViewId]) })
export type StartViewInput = z.infer<typeof StartViewInput>

export const TagInput = z.object({ key: TagKey, name: Text(60), enabled: z.boolean().default(true) })
export type TagInput = z.infer<typeof TagInput>

export const TagRuleInput = z.object({
  id: TagRuleId.optional(),
  tag: TagKey,
  /** Words or short phrases, each matched whole with its usual endings; or one regular expression. */
  match: z.enum(['words', 'regex']).default('words'),
  pattern: Text(500),
  language: z.string().max(10).default('en'),
  /** A no this many words before the hit takes its weight away: "not slow". 0 switches it off. */
  negationWindow: z.int().min(0).max(6).default(3),
  weight: z.number().min(-6).max(6).default(2),
  enabled: z.boolean().default(true),
  expectedVersion: Version.optional(),
})
export type TagRuleInput = z.infer<typeof TagRuleInput>

/** Empty members ask for nothing; all that are given must hold. */
export const RouteWhen = z.object({
  channels: z.array(Channel).max(20).default([]),
  words: z.array(Text(60)).max(20).default([]),
  types: z.array(FeedbackType).max(6).default([]),
  tags: z.array(TagKey).max(20).default([]),
  sentimentAtMost: SentimentLabel.nullable().default(null),
  flagKey: z.string().max(200).nullable().default(null),
  variant: z.string().max(100).nullable().default(null),
  service: z.string().max(100).nullable().default(null),
  appVersion: z.string().max(100).nullable().default(null),
  language: z.string().max(10).nullable().default(null),
  plan: z.string().max(100).nullable().default(null),
  region: z.string().max(100).nullable().default(null),
})
export type RouteWhen = z.infer<typeof RouteWhen>

export const RouteDoes = z.object({
  teamId: z.string().max(40).nullable().default(null),
  assign: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('nobody') }),
      z.strictObject({ by: z.literal('person'), userId: z.string().max(40) }),
      z.strictObject({ by: z.literal('round-robin'), userIds: z.array(z.string().max(40)).min(1).max(50) }),
      z.strictObject({ by: z.literal('least-loaded'), userIds: z.array(z.string().max(40)).min(1).max(50) }),
    ])
    .default({ by: 'nobody' }),
  priority: Priority.nullable().default(null),
  addTags: z.array(TagKey).max(10).default([]),
  snooze: SnoozeInput.nullable().default(null),
  /** Later rules are not asked. */
  stop: z.boolean().default(true),
})
export type RouteDoes = z.infer<typeof RouteDoes>

export const RoutingRuleInput = z.object({
  id: RoutingRuleId.optional(),
  name: Text(80),
  position: z.int().min(0).max(1000).optional(),
  enabled: z.boolean().default(true),
  when: RouteWhen.prefault({}),
  does: RouteDoes.prefault({}),
  expectedVersion: Version.optional(),
})
export type RoutingRuleInput = z.infer<typeof RoutingRuleInput>

/** The whole routing table in the order in which it is asked. */
export const RouteOrderInput = z.object({
  ids: z
    .array(RoutingRuleId)
    .min(1)
    .max(200)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'Each route stands once.' }),
})
export type RouteOrderInput = z.infer<typeof RouteOrderInput>

export const DeleteRuleInput = z.object({ id: z.union([TagRuleId, RoutingRuleId, SavedViewId]) })
export type DeleteRuleInput = z.infer<typeof DeleteRuleInput>

export const SourceInput = z.object({
  channel: Channel,
  name: Text(80),
  state: z.enum(['active', 'paused']).default('active'),
})
export type SourceInput = z.infer<typeof SourceInput>

export const ClusterEditInput = z.object({
  clusterId: ClusterId,
  name: Text(120).optional(),
  state: z.enum(['open', 'planned', 'shipped', 'told']).optional(),
  expectedVersion: Version.optional(),
})
export type ClusterEditInput = z.infer<typeof ClusterEditInput>

/** `from` goes into `clusterId`, or is taken out of it again. */
export const ClusterMergeInput = z.object({ clusterId: ClusterId, from: ClusterId })
export type ClusterMergeInput = z.infer<typeof ClusterMergeInput>
/** These items leave for a cluster of their own and are not put back by automation. */
export const ClusterSplitInput = z.object({ clusterId: ClusterId, itemIds: z.array(FeedbackItemId).min(1).max(500) })
export type ClusterSplitInput = z.infer<typeof ClusterSplitInput>
export const ClusterPinInput = z.object({
  clusterId: ClusterId,
  itemIds: z.array(FeedbackItemId).min(1).max(500),
  /** `same`: belongs here; `not-same`: never here; `unpin`: automation may decide again. */
  kind: z.enum(['same', 'not-same', 'unpin']),
})
export type ClusterPinInput = z.infer<typeof ClusterPinInput>

/** Somebody has an item open, writes in it, or went away. */
export const PresenceInput = z.object({ itemId: FeedbackItemId, state: z.enum(['here', 'typing', 'left']) })

export const RevealInput = z.object({ itemId: FeedbackItemId, reason: Text(500) })
export type RevealInput = z.infer<typeof RevealInput>
export const ConsentInput = z.object({
  personId: PersonId,
  purpose: z.enum(['reply', 'quote', 'session', 'prompts']),
  granted: z.boolean(),
  source: z.string().max(60).default('person'),
  wording: z.string().max(200).default(''),
})
export type ConsentInput = z.infer<typeof ConsentInput>
export const PersonInput = z.object({ personId: PersonId })
export type PersonInput = z.infer<typeof PersonInput>
/** First without `confirm`: only counts. Then with the very count that was shown. */
export const ErasePersonInput = PersonInput.extend({ confirm: z.int().min(0).optional() })
export type ErasePersonInput = z.infer<typeof ErasePersonInput>
