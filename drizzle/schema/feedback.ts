import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { type StoredClocks } from '@/lib/feedback/core/clocks'
import {
  type Change,
  type Link,
  type Priority,
  type Snooze,
  type Tag,
  type TriageState,
} from '@/lib/feedback/core/model'
import {
  type Because,
  type Cohort,
  type FeedbackType,
  type PictureType,
  type SentimentLabel,
} from '@/lib/feedback/core/schema'
import {
  type AttachmentId,
  type ClusterId,
  type EnvironmentId,
  type FeedbackItemId,
  type FeedbackSourceId,
  type PersonId,
  type RolloutId,
  type StageId,
  type TriageActId,
  type WorkspaceId,
} from '@/lib/kernel/id'
import { bytea, id, instant } from './columns'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
const workspace = () => id<WorkspaceId>('workspace_id').notNull()
const item = () => id<FeedbackItemId>('item_id').notNull()
const actor = {
  actorKind: text('actor_kind').notNull(),
  actorId: text('actor_id').notNull(),
  actorName: text('actor_name').notNull(),
}

/** What was sent, encrypted; append-only, and gone after its short retention. */
export const feedbackRaw = pgTable(
  'feedback_raw',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: workspace(),
    itemId: item(),
    sourceId: id<FeedbackSourceId>('source_id').notNull(),
    externalId: text('external_id').notNull(),
    receivedAt: instant('received_at').notNull(),
    payload: bytea('payload').notNull(),
  },
  (t) => [
    index('feedback_raw_item').on(t.workspaceId, t.itemId),
    index('feedback_raw_age').using('brin', t.receivedAt),
  ],
)

/** The words, the triage state, the analysis and the exposure in one record; `bucket`, `tone`, `attention` are for lists. */
export const feedbackItem = pgTable(
  'feedback_item',
  {
    id: id<FeedbackItemId>('id').primaryKey(),
    workspaceId: workspace(),
    number: integer('number').notNull(),
    version: integer('version').notNull().default(1),
    sourceId: id<FeedbackSourceId>('source_id').notNull(),
    externalId: text('external_id').notNull(),
    channel: text('channel').notNull(),
    text: text('text').notNull(),
    subject: text('subject'),
    masked: text('masked').array().notNull(),
    search: tsvector('search').generatedAlwaysAs(
      sql`to_tsvector('simple', left(coalesce(subject, '') || ' ' || text, 10000))`,
    ),
    language: text('language'),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    personId: id<PersonId>('person_id'),
    contentHash: bytea('content_hash').notNull(),
    context: jsonb('context').$type<Record<string, string | number | boolean>>().notNull(),
    alsoBy: text('also_by').array().notNull(),
    followUpOf: id<FeedbackItemId>('follow_up_of'),
    state: text('state').$type<TriageState['kind']>().notNull(),
    stateDetail: jsonb('state_detail').$type<TriageState>().notNull(),
    stateBefore: jsonb('state_before').$type<TriageState>(),
    duplicateOf: id<FeedbackItemId>('duplicate_of'),
    snooze: jsonb('snooze').$type<Snooze>(),
    snoozedUntil: instant('snoozed_until'),
    woke: text('woke'),
    unread: boolean('unread').notNull().default(true),
    assigneeId: text('assignee_id'),
    teamId: text('team_id'),
    priority: text('priority').$type<Priority>().notNull().default('normal'),
    type: text('type').$type<FeedbackType>(),
    typeSource: text('type_source').$type<'none' | 'rule' | 'person'>().notNull().default('none'),
    tags: jsonb('tags').$type<Tag[]>().notNull(),
    tagKeys: text('tag_keys').array().notNull(),
    links: jsonb('links').$type<Link[]>().notNull(),
    clusterId: id<ClusterId>('cluster_id'),
    clusterPinned: boolean('cluster_pinned').notNull().default(false),
    stated: text('stated').$type<SentimentLabel>(),
    predicted: text('predicted').$type<SentimentLabel>(),
    predictedScore: real('predicted_score'),
    corrected: text('corrected').$type<SentimentLabel>(),
    correctedBy: text('corrected_by'),
    effective: text('effective').$type<SentimentLabel>(),
    mixed: boolean('mixed').notNull().default(false),
    cohort: text('cohort').$type<Cohort>().notNull(),
    exposedTo: text('exposed_to').array().notNull(),
    enrichment: text('enrichment').$type<'pending' | 'done' | 'failed'>().notNull().default('pending'),
    attempts: smallint('attempts').notNull().default(0),
    bucket: text('bucket').$type<'inbox' | 'snoozed' | 'waiting' | 'done' | 'merged' | 'spam'>().notNull(),
    /** When it last came on top: arrival, a reply, a wake. */
    bumpedAt: instant('bumped_at').notNull(),
    /** −1 … 1; 9 while nobody knows, which sorts last. */
    tone: real('tone').notNull().default(9),
    attention: integer('attention').notNull().default(0),
    /** What is owed on it, from the rows of its states; null: nothing. */
    clocks: jsonb('clocks').$type<StoredClocks>(),
    /** When the next of it is due, and when that begins to press; the year 9999 while nothing is. */
    dueAt: instant('due_at')
      .notNull()
      .default(sql`'9999-12-31T00:00:00Z'`),
    riskAt: instant('risk_at')
      .notNull()
      .default(sql`'9999-12-31T00:00:00Z'`),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('feedback_item_number').on(t.workspaceId, t.number),
    uniqueIndex('feedback_item_delivery').on(t.workspaceId, t.sourceId, t.externalId),
    index('feedback_item_newest').on(t.workspaceId, t.bucket, t.bumpedAt.desc(), t.id.desc()),
    index('feedback_item_all').on(t.workspaceId, t.bumpedAt.desc(), t.id.desc()),
    index('feedback_item_oldest').on(t.workspaceId, t.bucket, t.receivedAt, t.id),
    index('feedback_item_due').on(t.workspaceId, t.bucket, t.dueAt, t.id),
    index('feedback_item_tone').on(t.workspaceId, t.bucket, t.tone, t.id),
    index('feedback_item_attention').on(t.workspaceId, t.bucket, t.attention.desc(), t.id.desc()),
    index('feedback_item_assignee').on(t.workspaceId, t.assigneeId, t.bucket, t.bumpedAt.desc(), t.id.desc()),
    index('feedback_item_counts').on(t.workspaceId, t.bucket, t.assigneeId, t.teamId),
    index('feedback_item_channel').on(t.workspaceId, t.channel, t.bucket, t.bumpedAt.desc(), t.id.desc()),
    index('feedback_item_cluster').on(t.workspaceId, t.clusterId, t.bumpedAt.desc(), t.id.desc()),
    index('feedback_item_person').on(t.workspaceId, t.personId, t.receivedAt),
    index('feedback_item_content').on(t.workspaceId, t.contentHash, t.receivedAt),
    index('feedback_item_search').using('gin', t.search),
    index('feedback_item_tags').using('gin', t.tagKeys),
    index('feedback_item_exposed').using('gin', t.exposedTo),
    index('feedback_item_pending')
      .on(t.workspaceId, t.receivedAt)
      .where(sql`enrichment <> 'done'`),
    index('feedback_item_snoozed')
      .on(t.workspaceId, t.snoozedUntil)
      .where(sql`snooze is not null`),
    index('feedback_item_duplicate')
      .on(t.workspaceId, t.duplicateOf)
      .where(sql`duplicate_of is not null`),
  ],
)

/** Items that came before anybody knew whose session or trace they belong to; they are looked up for two days. */
export const feedbackUnplaced = pgTable(
  'feedback_unplaced',
  {
    workspaceId: workspace(),
    itemId: item(),
    /** As telemetry keeps it: a pseudonym, or the id of a trace. */
    alias: bytea('alias').notNull(),
    createdAt: instant('created_at').notNull(),
    nextAt: instant('next_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.itemId, t.alias] }), index('feedback_unplaced_next').on(t.nextAt)],
)

/** The same words of the same person by another channel: the item gets a second source, and counts once. */
export const feedbackAlso = pgTable(
  'feedback_also',
  {
    workspaceId: workspace(),
    sourceId: id<FeedbackSourceId>('source_id').notNull(),
    externalId: text('external_id').notNull(),
    itemId: item(),
    channel: text('channel').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.sourceId, t.externalId] }),
    index('feedback_also_item').on(t.workspaceId, t.itemId),
  ],
)

/** Which arm the person was in when it happened. Frozen; a late match adds a labelled row. */
export const feedbackExposure = pgTable(
  'feedback_exposure',
  {
    workspaceId: workspace(),
    itemId: item(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    flagKey: text('flag_key').notNull(),
    basis: text('basis').$type<'at_arrival' | 'late_match' | 'reported_by_client'>().notNull(),
    variant: text('variant').notNull(),
    cohort: text('cohort').$type<Cohort>().notNull(),
    rolloutId: id<RolloutId>('rollout_id'),
    stageId: id<StageId>('stage_id'),
    revision: integer('revision'),
    firstExposedAt: instant('first_exposed_at'),
    secondsSinceFirstExposure: doublePrecision('seconds_since_first_exposure'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.itemId, t.environmentId, t.flagKey, t.basis] }),
    index('feedback_exposure_rollout').on(t.workspaceId, t.rolloutId, t.cohort),
    index('feedback_exposure_flag').on(t.workspaceId, t.flagKey, t.itemId),
  ],
)

export const feedbackScore = pgTable(
  'feedback_score',
  {
    workspaceId: workspace(),
    itemId: item(),
    kind: text('kind').$type<'stars' | 'nps' | 'csat' | 'ces'>().notNull(),
    value: doublePrecision('value').notNull(),
    min: doublePrecision('min').notNull(),
    max: doublePrecision('max').notNull(),
    highIsGood: boolean('high_is_good').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.itemId, t.kind] })],
)

export const feedbackMessage = pgTable(
  'feedback_message',
  {
    id: text('id').primaryKey(),
    workspaceId: workspace(),
    itemId: item(),
    direction: text('direction').$type<'in' | 'out' | 'note'>().notNull(),
    author: text('author').notNull(),
    text: text('text').notNull(),
    externalId: text('external_id'),
    inReplyTo: text('in_reply_to'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('feedback_message_item').on(t.workspaceId, t.itemId, t.createdAt),
    uniqueIndex('feedback_message_external').on(t.workspaceId, t.externalId),
  ],
)

/** States are rows; every timestamp on screen is read from them. */
export const feedbackState = pgTable(
  'feedback_state',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: workspace(),
    itemId: item(),
    state: text('state').$type<TriageState['kind']>().notNull(),
    detail: jsonb('detail').$type<TriageState>().notNull(),
    actId: id<TriageActId>('act_id'),
    ...actor,
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('feedback_state_item').on(t.workspaceId, t.itemId, t.seq)],
)

/** What one act changed on one item: the item's history, and what undo restores. */
export const feedbackAct = pgTable(
  'feedback_act',
  {
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    workspaceId: workspace(),
    actId: id<TriageActId>('act_id').notNull(),
    itemId: item(),
    verb: text('verb').notNull(),
    sentence: text('sentence').notNull(),
    changes: jsonb('changes').$type<Change[]>().notNull(),
    undoneBy: id<TriageActId>('undone_by'),
    ...actor,
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.actId, t.itemId] }),
    index('feedback_act_item').on(t.workspaceId, t.itemId, t.seq),
  ],
)

export const feedbackEnrichment = pgTable(
  'feedback_enrichment',
  {
    workspaceId: workspace(),
    itemId: item(),
    step: text('step').$type<'language' | 'classify' | 'sentiment' | 'cluster' | 'route'>().notNull(),
    method: text('method').notNull(),
    status: text('status').$type<'pending' | 'done' | 'failed'>().notNull(),
    output: jsonb('output').notNull(),
    because: jsonb('because').$type<Because[]>().notNull(),
    note: text('note').notNull().default(''),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.itemId, t.step, t.method] })],
)

/** Corrections and confirmations: append-only, they will train the workspace's own model. Undo is a new row. */
export const feedbackLabel = pgTable(
  'feedback_label',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: workspace(),
    itemId: item(),
    field: text('field').$type<'type' | 'tag' | 'sentiment' | 'cluster'>().notNull(),
    from: text('from'),
    to: text('to'),
    kind: text('kind').$type<'correction' | 'confirmation' | 'undo'>().notNull(),
    method: text('method').notNull(),
    ...actor,
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('feedback_label_item').on(t.workspaceId, t.itemId, t.seq),
    index('feedback_label_field').on(t.workspaceId, t.field, t.from),
  ],
)

/** Pictures that were sent, sealed, without what a camera or a program wrote beside the pixels; unused ones go after a day. */
export const feedbackAttachment = pgTable(
  'feedback_attachment',
  {
    id: id<AttachmentId>('id').primaryKey(),
    workspaceId: workspace(),
    /** Of the key that brought it: an item of another environment cannot take it. */
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    /** Null until an item names it. */
    itemId: id<FeedbackItemId>('item_id'),
    position: smallint('position').notNull().default(0),
    mediaType: text('media_type').$type<PictureType>().notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    bytes: integer('bytes').notNull(),
    sealed: bytea('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('feedback_attachment_item').on(t.workspaceId, t.itemId, t.position),
    index('feedback_attachment_unused')
      .on(t.workspaceId, t.createdAt)
      .where(sql`item_id is null`),
  ],
)
