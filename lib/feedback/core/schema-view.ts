import { z } from 'zod'
import {
  AttachmentId,
  ClusterId,
  EnvironmentId,
  FeedbackItemId,
  FeedbackSourceId,
  PersonId,
  RolloutId,
  RoutingRuleId,
  SavedViewId,
  StageId,
  TagRuleId,
  TriageActId,
} from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { DueView } from './schema-due'
import { RouteDoes, RouteWhen } from './schema-input'
import {
  Because,
  Cohort,
  DoneOutcome,
  FeedbackType,
  PictureType,
  Priority,
  SentimentLabel,
  StateKind,
} from './schema-words'

/** Three fields, never one; `effective` is corrected, else stated, else predicted. */
export const SentimentView = z.object({
  stated: z.object({ label: SentimentLabel, kind: z.string(), value: z.number() }).nullable(),
  predicted: z.object({ score: z.number(), label: SentimentLabel, method: z.string() }).nullable(),
  corrected: z.object({ label: SentimentLabel, by: z.string() }).nullable(),
  effective: SentimentLabel.nullable(),
  source: z.enum(['corrected', 'stated', 'predicted', 'none']),
  /** What was stated and what was written pull apart: five stars and "crashes every time". */
  mixed: z.boolean(),
})
export type SentimentView = z.infer<typeof SentimentView>

export const TagView = z.object({
  key: z.string(),
  status: z.enum(['suggested', 'accepted', 'removed']),
  source: z.enum(['rule', 'person']),
  /** Probability from 0 to 1; 1 for a person's. */
  score: z.number(),
  because: z.array(Because),
})
export type TagView = z.infer<typeof TagView>

const Who = z.object({ id: z.string(), name: z.string() })

/** A row of the inbox. */
export const FeedbackRow = z.object({
  id: FeedbackItemId,
  /** What people say: FB-1042. */
  name: z.string(),
  version: z.int(),
  /** First 160 characters, masked. */
  excerpt: z.string(),
  channel: z.string(),
  /** Channels that brought the same words of the same person: "also by email". */
  alsoBy: z.array(z.string()),
  type: FeedbackType.nullable(),
  sentiment: SentimentLabel.nullable(),
  sentimentMixed: z.boolean(),
  tags: z.array(TagView.pick({ key: true, status: true })),
  /** The strongest cohort over all flags: exposed, mixed, baseline, unknown. */
  cohort: Cohort,
  /** Flags behind the cohort, for the chip "EXPOSED checkout-v2". */
  exposedTo: z.array(z.string()),
  state: StateKind,
  snoozed: z.boolean(),
  woke: z.string().nullable(),
  unread: z.boolean(),
  priority: Priority,
  assignee: Who.nullable(),
  teamId: z.string().nullable(),
  cluster: z
    .object({
      id: ClusterId,
      name: z.string(),
      title: z.string(),
      people: z.int(),
      items: z.int(),
      /** A person put it there: automation leaves it. */
      pinned: z.boolean(),
    })
    .nullable(),
  /** Null when nothing is owed: no target, spam, merged, or a score without words. */
  due: DueView.nullable(),
  /** `pending` and `failed` read "Not enriched", never neutral. */
  enrichment: z.enum(['pending', 'done', 'failed']),
  occurredAt: Instant,
  receivedAt: Instant,
})
export type FeedbackRow = z.infer<typeof FeedbackRow>

export const ExposureView = z.object({
  environmentId: EnvironmentId,
  environmentName: z.string(),
  flagKey: z.string(),
  variant: z.string(),
  cohort: Cohort,
  rolloutId: RolloutId.nullable(),
  stageId: StageId.nullable(),
  revision: z.int().nullable(),
  firstExposedAt: Instant.nullable(),
  /** "first exposed 2 h 14 m before". */
  secondsSinceFirstExposure: z.number().nullable(),
  basis: z.enum(['at_arrival', 'late_match', 'reported_by_client']),
})
export type ExposureView = z.infer<typeof ExposureView>

export const MessageView = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out', 'note']),
  author: z.string(),
  text: z.string(),
  at: Instant,
  /** Of a reply of ours: how far it came. */
  delivery: z.enum(['queued', 'sending', 'sent', 'failed', 'suppressed']).nullable(),
  deliveryNote: z.string().nullable(),
})
export type MessageView = z.infer<typeof MessageView>

export const EnrichmentView = z.object({
  step: z.enum(['language', 'classify', 'sentiment', 'cluster', 'route']),
  status: z.enum(['pending', 'done', 'failed']),
  method: z.string(),
  at: Instant,
  because: z.array(Because),
  note: z.string(),
})
export type EnrichmentView = z.infer<typeof EnrichmentView>

export const HistoryView = z.object({
  actId: TriageActId.nullable(),
  at: Instant,
  by: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  verb: z.string(),
  /** "Ana marked it done: fixed" */
  sentence: z.string(),
  undone: z.boolean(),
})
export type HistoryView = z.infer<typeof HistoryView>

export const SimilarView = z.object({
  id: FeedbackItemId,
  name: z.string(),
  excerpt: z.string(),
  similarity: z.number(),
  /** Shared terms with their part of the similarity. */
  because: z.array(z.object({ term: z.string(), part: z.number() })),
  state: StateKind,
  cluster: z.object({ id: ClusterId, name: z.string() }).nullable(),
})
export type SimilarView = z.infer<typeof SimilarView>

/** A verb for this viewer now: what button, key and API agree on. `reason` says why not. */
export const TriageVerbView = z.object({ verb: z.string(), enabled: z.boolean(), reason: z.string().nullable() })
export type TriageVerbView = z.infer<typeof TriageVerbView>

export const PersonView = z.object({
  id: PersonId,
  /** Never a clear address: "a person with a verified address". */
  label: z.string(),
  verified: z.boolean(),
  items: z.int(),
  consents: z.array(
    z.object({ purpose: z.string(), granted: z.boolean(), at: Instant, source: z.string(), wording: z.string() }),
  ),
  reply: z.object({ possible: z.boolean(), reason: z.string().nullable() }),
})
export type PersonView = z.infer<typeof PersonView>

/** A picture that came with the words; `hidden` until it is revealed, where the words hide something. */
export const AttachmentView = z.object({
  id: AttachmentId,
  mediaType: PictureType,
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  hidden: z.boolean(),
})
export type AttachmentView = z.infer<typeof AttachmentView>

export const FeedbackItemView = FeedbackRow.extend({
  /** All of it, masked: addresses, phones, cards, accounts and secrets read [email], [phone] … */
  text: z.string(),
  subject: z.string().nullable(),
  maskedKinds: z.array(z.string()),
  attachments: z.array(AttachmentView),
  revealable: z.boolean(),
  language: z.string().nullable(),
  typeSource: z.enum(['none', 'rule', 'person']),
  typeBecause: z.array(Because),
  sentiments: SentimentView,
  tagDetails: z.array(TagView),
  outcome: DoneOutcome.nullable(),
  reason: z.string().nullable(),
  duplicateOf: z.object({ id: FeedbackItemId, name: z.string() }).nullable(),
  /** Items merged into this one; people and votes are summed on read, never copied. */
  merged: z.array(z.object({ id: FeedbackItemId, name: z.string(), excerpt: z.string() })),
  mergedPeople: z.int(),
  followUpOf: z.object({ id: FeedbackItemId, name: z.string() }).nullable(),
  snooze: z.object({ until: z.string(), at: Instant.nullable(), ref: z.string().nullable() }).nullable(),
  links: z.array(z.object({ kind: z.enum(['issue', 'rollout', 'flag']), ref: z.string(), title: z.string() })),
  person: PersonView.nullable(),
  scores: z.array(z.object({ kind: z.string(), value: z.number(), min: z.number(), max: z.number() })),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  exposure: z.array(ExposureView),
  thread: z.array(MessageView),
  enrichments: z.array(EnrichmentView),
  history: z.array(HistoryView),
  verbs: z.array(TriageVerbView),
})
export type FeedbackItemView = z.infer<typeof FeedbackItemView>

/** What the inbox shows above the list. */
export const FeedbackCounts = z.object({
  inbox: z.int(),
  mine: z.int(),
  unassigned: z.int(),
  rising: z.int(),
  snoozed: z.int(),
  waiting: z.int(),
  done: z.int(),
  spam: z.int(),
  notEnriched: z.int(),
})
export type FeedbackCounts = z.infer<typeof FeedbackCounts>

/** What every act answers: the item as it is now, and the token to take it back with. */
export const ActAnswer = z.object({ actId: TriageActId, item: FeedbackRow })
export type ActAnswer = z.infer<typeof ActAnswer>
export const BulkAnswer = z.object({
  actId: TriageActId,
  done: z.int(),
  /** Ids that are no items here; each of them is among the outcomes too. */
  notFound: z.int(),
  outcomes: z.array(
    z.object({ id: FeedbackItemId, ok: z.boolean(), code: z.string().nullable(), message: z.string().nullable() }),
  ),
})
export type BulkAnswer = z.infer<typeof BulkAnswer>

export const SavedView = z.object({
  id: SavedViewId,
  name: z.string(),
  query: z.string(),
  share: z.enum(['me', 'team', 'everyone']),
  teamId: z.string().nullable(),
  mine: z.boolean(),
  owner: Who,
})
export type SavedView = z.infer<typeof SavedView>

/** The view that Feedback opens with: one that every workspace has, or the id of a saved one. */
export const StartView = z.object({ view: z.string() })
export type StartView = z.infer<typeof StartView>

export const TagSettingView = z.object({ key: z.string(), name: z.string(), enabled: z.boolean(), items: z.int() })
export type TagSettingView = z.infer<typeof TagSettingView>
export const TagRuleView = z.object({
  id: TagRuleId.nullable(),
  tag: z.string(),
  match: z.enum(['words', 'regex']),
  pattern: z.string(),
  language: z.string(),
  negationWindow: z.int(),
  weight: z.number(),
  enabled: z.boolean(),
  version: z.int(),
  /** One that came with Soundings, or one of the workspace. */
  origin: z.enum(['built-in', 'workspace']),
})
export type TagRuleView = z.infer<typeof TagRuleView>
/** "Would have tagged 42; people removed 5 of those." */
export const RuleDryRun = z.object({
  looked: z.int(),
  hits: z.int(),
  peopleRemoved: z.int(),
  examples: z.array(z.object({ id: FeedbackItemId, name: z.string(), excerpt: z.string() })),
})
export type RuleDryRun = z.infer<typeof RuleDryRun>
/** "Would have met 42 of the last 200; people chose another owner for 5 of those." */
export const RouteDryRun = z.object({
  looked: z.int(),
  hits: z.int(),
  /** Of those, how many an earlier route takes and stops. */
  takenEarlier: z.int(),
  /** Of those, whose owner a person decided. */
  changedByPeople: z.int(),
  /** In the inbox, owned by nobody, and met by this route: what a back-fill would give away. */
  unowned: z.array(FeedbackItemId),
  examples: z.array(z.object({ id: FeedbackItemId, name: z.string(), excerpt: z.string() })),
})
export type RouteDryRun = z.infer<typeof RouteDryRun>

export const RoutingRuleView = z.object({
  id: RoutingRuleId,
  name: z.string(),
  position: z.int(),
  enabled: z.boolean(),
  when: RouteWhen,
  does: RouteDoes,
  version: z.int(),
  hits: z.int(),
})
export type RoutingRuleView = z.infer<typeof RoutingRuleView>

export const SourceView = z.object({
  id: FeedbackSourceId,
  channel: z.string(),
  name: z.string(),
  state: z.enum(['active', 'paused', 'error']),
  items: z.int(),
  lastItemAt: Instant.nullable(),
  lastError: z.string().nullable(),
  /** Where a signed webhook of this source is sent; its secret is shown once, when it is made. */
  webhookPath: z.string().nullable(),
})
export type SourceView = z.infer<typeof SourceView>

/** The live test box: nothing is stored. */
export const ClassifyView = z.object({
  language: z.string().nullable(),
  type: z.object({ value: FeedbackType.nullable(), score: z.number(), because: z.array(Because) }),
  tags: z.array(z.object({ key: z.string(), score: z.number(), because: z.array(Because) })),
  sentiment: z.object({ score: z.number(), label: SentimentLabel, because: z.array(Because) }),
  method: z.string(),
})
export type ClassifyView = z.infer<typeof ClassifyView>

/** Who has an item open. Advisory, never a lock; gone half a minute after the tab. */
export const PresenceView = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string(), typing: z.boolean() })),
})
export type PresenceView = z.infer<typeof PresenceView>

/** An item that somebody else has open now. */
export const PresentView = z.object({ itemId: FeedbackItemId, people: PresenceView.shape.people })
export type PresentView = z.infer<typeof PresentView>

export const ErasureView = z.object({
  items: z.int(),
  messages: z.int(),
  attachments: z.int(),
  identities: z.int(),
  consents: z.int(),
  total: z.int(),
  erased: z.boolean(),
})
export type ErasureView = z.infer<typeof ErasureView>

/** A CSV before and after it is taken in. */
export const ImportView = z.object({
  columns: z.array(
    z.object({ name: z.string(), sample: z.array(z.string()), field: z.string().nullable(), confidence: z.number() }),
  ),
  rows: z.int(),
  preview: z.array(z.record(z.string(), z.string())),
  created: z.int(),
  duplicate: z.int(),
  rejected: z.int(),
  /** At most 100 here; all of them as CSV in `errorsCsv`. */
  errors: z.array(z.object({ line: z.int(), code: z.string(), message: z.string() })),
  errorsCsv: z.string(),
  imported: z.boolean(),
})
export type ImportView = z.infer<typeof ImportView>
