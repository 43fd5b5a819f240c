import { bigserial, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import {
  type ApiKeyId,
  type EnvironmentId,
  type IncidentId,
  type SessionId,
  type TimelineEventId,
  type UserId,
  type WorkspaceId,
} from '@/lib/kernel/id'
import { type Discipline, type Role } from '@/lib/kernel/permissions'
import { bytea, id, instant } from './columns'

export const workspace = pgTable('workspace', {
  id: id<WorkspaceId>('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  /** `simulated`: arrival time is event time and ticks run on request. */
  clock: text('clock').$type<'real' | 'simulated'>().notNull().default('real'),
  simulatedNow: instant('simulated_now'),
  isSample: boolean('is_sample').notNull().default(false),
  /** Pseudonymises unit ids; never leaves the server. */
  unitKey: bytea('unit_key').notNull(),
  createdAt: instant('created_at').notNull(),
})

export const user = pgTable('user', {
  id: id<UserId>('id').primaryKey(),
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  passwordHash: text('password_hash'),
  createdAt: instant('created_at').notNull(),
})

export const membership = pgTable(
  'membership',
  {
    workspaceId: id<WorkspaceId>('workspace_id')
      .notNull()
      .references(() => workspace.id),
    userId: id<UserId>('user_id')
      .notNull()
      .references(() => user.id),
    role: text('role').$type<Role>().notNull(),
    disciplines: jsonb('disciplines').$type<Discipline[]>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] }), index('membership_user').on(t.userId)],
)

/** A signed-in browser. The cookie names it; revoking the row signs it out everywhere at once. */
export const session = pgTable(
  'session',
  {
    id: id<SessionId>('id').primaryKey(),
    userId: id<UserId>('user_id')
      .notNull()
      .references(() => user.id),
    workspaceId: id<WorkspaceId>('workspace_id')
      .notNull()
      .references(() => workspace.id),
    createdAt: instant('created_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    userAgent: text('user_agent').notNull(),
  },
  (t) => [index('session_user').on(t.userId)],
)

export const apiKey = pgTable(
  'api_key',
  {
    id: id<ApiKeyId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id')
      .notNull()
      .references(() => workspace.id),
    name: text('name').notNull(),
    /** SHA-256 of the key; the key itself is shown once. Keys are 256 bits of chance, so a fast hash is enough. */
    hash: bytea('hash').notNull(),
    /** First characters, to recognise a key in a list. */
    hint: text('hint').notNull(),
    scope: text('scope').$type<'client' | 'server' | 'ci' | 'hook' | 'admin'>().notNull(),
    environmentId: id<EnvironmentId>('environment_id'),
    /** An admin key acts as this person; without one it is a service actor with `role`. */
    userId: id<UserId>('user_id').references(() => user.id),
    role: text('role').$type<Role>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [uniqueIndex('api_key_hash').on(t.hash), index('api_key_workspace').on(t.workspaceId)],
)

/** The one append-only stream that flags, rollouts, telemetry and incidents write and every timeline reads. */
export const timelineEvent = pgTable(
  'timeline_event',
  {
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    id: id<TimelineEventId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    kind: text('kind').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    environmentId: id<EnvironmentId>('environment_id'),
    flagKey: text('flag_key'),
    rolloutId: text('rollout_id'),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    source: text('source').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull().default(''),
    data: jsonb('data').notNull(),
    dedupeKey: text('dedupe_key'),
    schemaVersion: integer('schema_version').notNull().default(1),
    incidentId: id<IncidentId>('incident_id'),
    service: text('service'),
    pinned: boolean('pinned').notNull().default(false),
    /** Set when somebody edited the title of a row that a machine wrote. */
    titleOriginal: text('title_original'),
    visibility: text('visibility').$type<'internal' | 'review' | 'public'>().notNull().default('internal'),
    /** The row that this one corrects or withdraws; the newer one is read instead. */
    supersedes: id<TimelineEventId>('supersedes'),
  },
  (t) => [
    index('timeline_event_rollout').on(t.workspaceId, t.rolloutId, t.occurredAt),
    index('timeline_event_incident').on(t.workspaceId, t.incidentId, t.occurredAt),
    index('timeline_event_supersedes').on(t.workspaceId, t.supersedes),
    index('timeline_event_time').on(t.workspaceId, t.occurredAt),
    uniqueIndex('timeline_event_dedupe').on(t.workspaceId, t.dedupeKey),
  ],
)
