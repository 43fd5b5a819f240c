import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { type Incident, type MilestoneKind, type SuspectFeatures } from '@/lib/incidents/core/model'
import {
  type IncidentRole,
  type IncidentState,
  type Severity,
  type SuspectKind,
  type SuspectState,
  type UpdateAudience,
} from '@/lib/incidents/core/schema'
import {
  type EnvironmentId,
  type IncidentId,
  type IncidentMailId,
  type IncidentTaskId,
  type IncidentUpdateId,
  type SuspectId,
  type UserId,
  type WorkspaceId,
} from '@/lib/kernel/id'
import { id, instant } from './columns'

/**
 * One incident. `doc` is the whole pure model (lib/incidents/core/model); the columns beside it are what queries need.
 * Every write goes through the row lock of `lockIncident`.
 */
export const incident = pgTable(
  'incident',
  {
    id: id<IncidentId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    number: integer('number').notNull(),
    environmentId: id<EnvironmentId>('environment_id'),
    state: text('state').$type<IncidentState>().notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    version: integer('version').notNull(),
    doc: jsonb('doc').$type<Incident>().notNull(),
    /** The cause it stands for: environment and rollout, or environment, service and alert. */
    dedupeKey: text('dedupe_key'),
    /** The same while it is open: at most one open incident for a cause. */
    openKey: text('open_key'),
    service: text('service'),
    mergedInto: id<IncidentId>('merged_into'),
    openedAt: instant('opened_at').notNull(),
    resolvedAt: instant('resolved_at'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('incident_number').on(t.workspaceId, t.number),
    uniqueIndex('incident_one_open').on(t.workspaceId, t.openKey),
    index('incident_cause').on(t.workspaceId, t.dedupeKey, t.openedAt),
    index('incident_state_at').on(t.workspaceId, t.state, t.openedAt),
    index('incident_merged').on(t.workspaceId, t.mergedInto),
  ],
)

/** Every state an incident was in; written once. */
export const incidentState = pgTable(
  'incident_state',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    incidentId: id<IncidentId>('incident_id').notNull(),
    state: text('state').$type<IncidentState>().notNull(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    reason: text('reason').notNull(),
  },
  (t) => [index('incident_state_incident').on(t.workspaceId, t.incidentId, t.seq)],
)

/** Every value a milestone had; the newest without `superseded_at` counts. */
export const incidentMilestone = pgTable(
  'incident_milestone',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    incidentId: id<IncidentId>('incident_id').notNull(),
    kind: text('kind').$type<MilestoneKind>().notNull(),
    /** Null: it was taken back, as Resolved is when the incident opens again. */
    at: instant('at'),
    recordedAt: instant('recorded_at').notNull(),
    source: text('source').notNull(),
    actorName: text('actor_name').notNull(),
  },
  (t) => [index('incident_milestone_incident').on(t.workspaceId, t.incidentId, t.seq)],
)

/** A change that may be the cause: ranked with reasons, confirmed or ruled out by people. */
export const suspect = pgTable(
  'suspect',
  {
    id: id<SuspectId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    incidentId: id<IncidentId>('incident_id').notNull(),
    kind: text('kind').$type<SuspectKind>().notNull(),
    /** Rollout id, flag key, or the id of the timeline event that tells of the change. */
    ref: text('ref').notNull(),
    title: text('title').notNull(),
    changedAt: instant('changed_at').notNull(),
    service: text('service'),
    score: doublePrecision('score').notNull(),
    features: jsonb('features').$type<SuspectFeatures>().notNull(),
    state: text('state').$type<SuspectState>().notNull(),
    reason: text('reason').notNull().default(''),
    by: text('by').notNull().default(''),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [uniqueIndex('suspect_ref').on(t.workspaceId, t.incidentId, t.kind, t.ref)],
)

/** What an alert system last said of one alert, by the incident it belongs to. */
export const incidentAlert = pgTable(
  'incident_alert',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    incidentId: id<IncidentId>('incident_id').notNull(),
    fingerprint: text('fingerprint').notNull(),
    status: text('status').$type<'firing' | 'resolved'>().notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    service: text('service').notNull(),
    environmentId: id<EnvironmentId>('environment_id'),
    title: text('title').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.incidentId, t.fingerprint] }),
    index('incident_alert_fingerprint').on(t.workspaceId, t.fingerprint, t.updatedAt),
  ],
)

export const incidentRole = pgTable(
  'incident_role',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    incidentId: id<IncidentId>('incident_id').notNull(),
    role: text('role').$type<IncidentRole>().notNull(),
    userId: id<UserId>('user_id').notNull(),
    name: text('name').notNull(),
    since: instant('since').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.incidentId, t.role, t.userId] })],
)

export const incidentTask = pgTable(
  'incident_task',
  {
    id: id<IncidentTaskId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    incidentId: id<IncidentId>('incident_id').notNull(),
    title: text('title').notNull(),
    ownerId: id<UserId>('owner_id'),
    ownerName: text('owner_name').notNull().default(''),
    dueAt: instant('due_at'),
    link: text('link').notNull().default(''),
    doneAt: instant('done_at'),
    doneBy: text('done_by').notNull().default(''),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('incident_task_incident').on(t.workspaceId, t.incidentId, t.createdAt)],
)

export const incidentUpdate = pgTable(
  'incident_update',
  {
    id: id<IncidentUpdateId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    incidentId: id<IncidentId>('incident_id').notNull(),
    audience: text('audience').$type<UpdateAudience>().notNull(),
    body: text('body').notNull(),
    byId: text('by_id').notNull(),
    byName: text('by_name').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('incident_update_incident').on(t.workspaceId, t.incidentId, t.at)],
)

/** Outbox: one line for one person about one thing. Lines that wait together leave in one mail. */
export const incidentMail = pgTable(
  'incident_mail',
  {
    id: id<IncidentMailId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    incidentId: id<IncidentId>('incident_id').notNull(),
    userId: id<UserId>('user_id').notNull(),
    /** What it is about; told twice is mailed once. */
    cause: text('cause').notNull(),
    line: text('line').notNull(),
    why: text('why').notNull(),
    queuedAt: instant('queued_at').notNull(),
    dueAt: instant('due_at').notNull(),
    /** Taken by a sender; the mail's Message-ID is that of its first line. */
    takenAt: instant('taken_at'),
    sentAt: instant('sent_at'),
    attempts: integer('attempts').notNull().default(0),
    fault: text('fault').notNull().default(''),
    withId: id<IncidentMailId>('with_id'),
    isWorse: boolean('is_worse').notNull().default(false),
  },
  (t) => [
    uniqueIndex('incident_mail_once').on(t.workspaceId, t.incidentId, t.userId, t.cause),
    index('incident_mail_waiting')
      .on(t.workspaceId, t.incidentId, t.userId)
      .where(sql`sent_at is null`),
  ],
)
