import { bigserial, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import {
  type DecisionId,
  type EnvironmentId,
  type IncidentId,
  type LearningId,
  type RolloutDraftId,
  type RolloutId,
  type WorkspaceId,
} from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Rollout } from '@/lib/rollouts/core/model'
import { type DraftForm, type Review, type Verdict, type VerdictCode } from '@/lib/rollouts/core/schema'
import { id, instant } from './columns'

export type RolloutVersions = {
  policy: number
  metrics: Record<string, number>
  autoAdvance: string | null
  /** What each metric listens to and whether it has a harm limit, for the readiness checks. */
  sources?: Record<string, { event: string; limited: boolean }> | undefined
}

/**
 * One rollout. `doc` is the whole pure model (lib/rollouts/core/model); the columns beside it are what queries need.
 * Every write goes through the row lock of `lockRollout`.
 */
export const rollout = pgTable(
  'rollout',
  {
    id: id<RolloutId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    number: integer('number').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    flagKey: text('flag_key').notNull(),
    state: text('state').notNull(),
    version: integer('version').notNull(),
    doc: jsonb('doc').$type<Rollout>().notNull(),
    /** Analysis' last word, kept apart so that a tick rewrites little. */
    verdict: jsonb('verdict').$type<Verdict>(),
    /** Copies of facts that belong to analysis: versions that approvals bind to, and whether the policy goes on by itself. */
    versions: jsonb('versions').$type<RolloutVersions>().notNull(),
    /** Revision that the last decision published, and when: the propagation meter's start. */
    published: jsonb('published').$type<{ revision: number; at: Instant } | null>(),
    /** Set while the rollout is live on its flag: at most one for a flag and environment. */
    liveKey: text('live_key'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('rollout_number').on(t.workspaceId, t.number),
    uniqueIndex('rollout_one_live').on(t.workspaceId, t.liveKey),
    index('rollout_state').on(t.workspaceId, t.state),
    index('rollout_newest').on(t.workspaceId, t.state, t.number),
  ],
)

/** What a person or a policy did, with the evidence as it was then. Immutable. */
export const decision = pgTable(
  'decision',
  {
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    id: id<DecisionId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    number: integer('number').notNull(),
    rolloutId: id<RolloutId>('rollout_id')
      .notNull()
      .references(() => rollout.id),
    verb: text('verb').notNull(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    sentence: text('sentence').notNull(),
    note: text('note').notNull(),
    verdictCode: text('verdict_code').$type<VerdictCode>(),
    /** State before and after, verdict, gates, policy version, watermark: what replay and undo need. */
    evidence: jsonb('evidence').notNull(),
    inputHash: text('input_hash').notNull(),
    /** Revision published by it, if it changed what is served. */
    revision: integer('revision'),
    undoneBy: text('undone_by'),
  },
  (t) => [
    uniqueIndex('decision_number').on(t.workspaceId, t.number),
    index('decision_rollout').on(t.workspaceId, t.rolloutId, t.seq),
  ],
)

/** A rollout that is still being written: nothing of it is judged or served. */
export const rolloutDraft = pgTable(
  'rollout_draft',
  {
    id: id<RolloutDraftId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    /** The draft rollout that is being written anew; null: a new one. */
    rolloutId: id<RolloutId>('rollout_id'),
    form: jsonb('form').$type<DraftForm>().notNull(),
    version: integer('version').notNull(),
    authorId: text('author_id').notNull(),
    authorName: text('author_name').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('rollout_draft_newest').on(t.workspaceId, t.updatedAt)],
)

/** What became of a rollout, in the words of who ran it. */
export const rolloutReview = pgTable(
  'rollout_review',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id')
      .notNull()
      .references(() => rollout.id),
    review: jsonb('review').$type<Review>().notNull(),
    version: integer('version').notNull(),
    authorId: text('author_id').notNull(),
    authorName: text('author_name').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.rolloutId] })],
)

/** A claim that stays true beyond the rollout it comes from. */
export const learning = pgTable(
  'learning',
  {
    id: id<LearningId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    number: integer('number').notNull(),
    rolloutId: id<RolloutId>('rollout_id')
      .notNull()
      .references(() => rollout.id),
    claim: text('claim').notNull(),
    /** The size of the main effect as the rollout's verdict had it. */
    effect: text('effect').notNull(),
    /** Claim, context and hypothesis in small letters, for search. */
    words: text('words').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('learning_number').on(t.workspaceId, t.number),
    uniqueIndex('learning_rollout').on(t.workspaceId, t.rolloutId),
  ],
)

/** Open SEV1 and SEV2 that name a rollout, as incidents tell them: while there is one, nobody gets its flag for the first time. */
export const rolloutIncident = pgTable(
  'rollout_incident',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    incidentId: id<IncidentId>('incident_id').notNull(),
    /** No reference: a row of it would wait for the rollout's lock, whose holder may wait for the incident's. */
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    name: text('name').notNull(),
    severity: text('severity').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.rolloutId, t.incidentId] })],
)
