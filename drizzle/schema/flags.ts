import { sql } from 'drizzle-orm'
import { bigint, bigserial, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import {
  type Author,
  type ChangeState,
  type ChangeSubject,
  type KeptChange,
  type Signature,
  type ToldChange,
} from '@/lib/flags/core/change-request'
import { type WeeklyFreeze } from '@/lib/flags/core/freeze'
import {
  type FlagDefinition,
  type FlagTargeting,
  type NamingRule,
  type Segment,
  type StageServed,
} from '@/lib/flags/core/schema'
import {
  type ChangeRequestId,
  type EnvironmentId,
  type FlagId,
  type RolloutId,
  type SegmentId,
  type StageId,
  type WorkspaceId,
} from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { id, instant } from './columns'

export const environment = pgTable(
  'environment',
  {
    id: id<EnvironmentId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    revision: bigint('revision', { mode: 'number' }).notNull().default(0),
    /** Approvals by others that Start and each stage with sign-offs demand. */
    fourEyes: text('four_eyes').$type<'demanded' | 'off'>().notNull().default('demanded'),
    /** Least number of people who sign before exposure rises; 0: only what the stages demand. */
    approvalsMin: integer('approvals_min').notNull().default(0),
    freezes: jsonb('freezes').$type<{ from: Instant; until: Instant; name: string }[]>().notNull(),
    /** Every week from a day and clock time to another, in a zone. */
    weeklyFreezes: jsonb('weekly_freezes').$type<WeeklyFreeze[]>().notNull().default([]),
    version: integer('version').notNull().default(1),
    /** Bucketing algorithm; changing it re-buckets everybody. */
    bucketing: text('bucketing').$type<'v2'>().notNull().default('v2'),
    /** Seconds after which clients that have not confirmed a stop are named. */
    confirmWithinS: integer('confirm_within_s').notNull().default(60),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('environment_key').on(t.workspaceId, t.key)],
)

export const flag = pgTable(
  'flag',
  {
    id: id<FlagId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    key: text('key').notNull(),
    version: integer('version').notNull(),
    definition: jsonb('definition').$type<FlagDefinition>().notNull(),
    createdAt: instant('created_at').notNull(),
    archivedAt: instant('archived_at'),
  },
  (t) => [uniqueIndex('flag_key').on(t.workspaceId, t.key)],
)

/** What a flag was, each time it was edited: written once, never changed. */
export const flagVersion = pgTable(
  'flag_version',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    flagId: id<FlagId>('flag_id').notNull(),
    version: integer('version').notNull(),
    definition: jsonb('definition').$type<FlagDefinition>().notNull(),
    targeting: jsonb('targeting').$type<Record<string, FlagTargeting>>().notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull().default(''),
    /** What was done, as a word of the list in `FlagChange`. */
    change: text('change').notNull().default('edited'),
    /** Why, in the words of who did it. */
    note: text('note').notNull().default(''),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.flagId, t.version] })],
)

export const flagEnvironment = pgTable(
  'flag_environment',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    flagId: id<FlagId>('flag_id').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    targeting: jsonb('targeting').$type<FlagTargeting>().notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.environmentId, t.flagId] })],
)

export const segment = pgTable(
  'segment',
  {
    id: id<SegmentId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    key: text('key').notNull(),
    version: integer('version').notNull(),
    definition: jsonb('definition').$type<Segment>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('segment_key').on(t.workspaceId, t.key)],
)

/** What a segment was, each time it was edited. */
export const segmentVersion = pgTable(
  'segment_version',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    segmentId: id<SegmentId>('segment_id').notNull(),
    version: integer('version').notNull(),
    definition: jsonb('definition').$type<Segment>().notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    note: text('note').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.segmentId, t.version] })],
)

/** How a workspace wants its flags to be called; without a row anything goes. */
export const flagNaming = pgTable('flag_naming', {
  workspaceId: id<WorkspaceId>('workspace_id').primaryKey(),
  rule: jsonb('rule').$type<NamingRule>().notNull(),
  version: integer('version').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** What one revision of an environment served, byte for byte, and which stage each flag was in. */
export const configSnapshot = pgTable(
  'config_snapshot',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    revision: bigint('revision', { mode: 'number' }).notNull(),
    document: text('document').notNull(),
    /** SHA-256 of the document without its version: an undo equals what was. */
    hash: text('hash').notNull(),
    stages: jsonb('stages').$type<Record<string, StageServed>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.environmentId, t.revision] })],
)

/** Who was eligible for a rollout's stage from a revision on: a row each time that others became so. */
export const rolloutStratum = pgTable(
  'rollout_stratum',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    rolloutId: id<RolloutId>('rollout_id').notNull(),
    stageId: id<StageId>('stage_id').notNull(),
    revision: bigint('revision', { mode: 'number' }).notNull(),
    /** Under what evidence is counted since; the first stratum of a stage has the name of the stage. */
    stratumId: id<StageId>('stratum_id').notNull(),
    /** SHA-256 of who is eligible. */
    eligible: text('eligible').notNull(),
    openedAt: instant('opened_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.stageId, t.rolloutId, t.revision] })],
)

/** A change of what is served that waits for approval, or what became of it. */
export const flagChangeRequest = pgTable(
  'flag_change_request',
  {
    id: id<ChangeRequestId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    subjectKind: text('subject_kind').$type<ChangeSubject['kind']>().notNull(),
    subjectKey: text('subject_key').notNull(),
    /** Version of the subject that it was written against. */
    subjectVersion: integer('subject_version').notNull(),
    asked: jsonb('asked').$type<KeptChange>().notNull(),
    /** Keys of the environments that ask for approval. */
    environments: jsonb('environments').$type<string[]>().notNull(),
    told: jsonb('told').$type<ToldChange>().notNull(),
    note: text('note').notNull(),
    author: jsonb('author').$type<Author>().notNull(),
    state: text('state').$type<ChangeState>().notNull(),
    signatures: jsonb('signatures').$type<Signature[]>().notNull(),
    answeredBy: text('answered_by'),
    answeredAt: instant('answered_at'),
    reason: text('reason').notNull().default(''),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('flag_change_request_subject').on(t.workspaceId, t.subjectKind, t.subjectKey, t.state),
    index('flag_change_request_state').on(t.workspaceId, t.state, t.id),
  ],
)

/** The newest revision that each client has shown (architecture §2). */
export const clientSeen = pgTable(
  'client_seen',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    clientId: text('client_id').notNull(),
    kind: text('kind').notNull(),
    service: text('service'),
    serviceVersion: text('service_version'),
    revision: bigint('revision', { mode: 'number' }).notNull(),
    /** When it first showed `revision`: the propagation meter's clock. */
    revisionAt: instant('revision_at').notNull(),
    /** A client that came after a change had nothing to propagate to it. */
    firstSeenAt: instant('first_seen_at')
      .notNull()
      .default(sql`now()`),
    seenAt: instant('seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.environmentId, t.clientId] }),
    index('client_seen_recent').on(t.workspaceId, t.environmentId, t.seenAt),
  ],
)

/** Evaluations answered, by minute; usage, never exposure. */
export const flagUsage = pgTable(
  'flag_usage',
  {
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    flagKey: text('flag_key').notNull(),
    variant: text('variant').notNull(),
    minute: instant('minute').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.environmentId, t.flagKey, t.variant, t.minute] })],
)

/** When each variant of a flag was first and last answered: one row where `flag_usage` has one a minute. */
export const flagSeen = pgTable(
  'flag_seen',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    environmentId: id<EnvironmentId>('environment_id').notNull(),
    flagKey: text('flag_key').notNull(),
    variant: text('variant').notNull(),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.environmentId, t.flagKey, t.variant] })],
)
