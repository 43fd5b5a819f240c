import { sql } from 'drizzle-orm'
import { bigserial, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import {
  type ApiKeyId,
  type TeamId,
  type PasswordResetId,
  type InvitationId,
  type AccessRequestId,
  type EnvironmentId,
  type IncidentId,
  type SessionId,
  type TimelineEventId,
  type UserId,
  type WorkspaceId,
} from '@/lib/kernel/id'
import { type Discipline, type Role } from '@/lib/kernel/permissions'
import { type Sample } from '@/lib/governance/core/sample'
import { type PrivacySettings, type SsoRules } from '@/lib/governance/core/settings-schema'
import { bytea, id, instant } from './columns'

export const workspace = pgTable('workspace', {
  id: id<WorkspaceId>('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  /** `simulated`: arrival time is event time and ticks run on request. */
  clock: text('clock').$type<'real' | 'simulated'>().notNull().default('real'),
  simulatedNow: instant('simulated_now'),
  isSample: boolean('is_sample').notNull().default(false),
  /** The sample that it carries; null: none. */
  sample: jsonb('sample').$type<Sample>(),
  /** Pseudonymises unit ids; never leaves the server. */
  unitKey: bytea('unit_key').notNull(),
  /** Address that people type, for links in mails; null: that of the process. */
  publicUrl: text('public_url'),
  version: integer('version').notNull().default(1),
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
    version: integer('version').notNull().default(1),
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
    /** The key that this one replaces. */
    rotatedFrom: id<ApiKeyId>('rotated_from'),
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

/** A way into the workspace, once: bound to an e-mail, or for whoever holds the link. */
export const invitation = pgTable(
  'invitation',
  {
    id: id<InvitationId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id')
      .notNull()
      .references(() => workspace.id),
    /** Null: whoever holds the link. */
    email: text('email'),
    role: text('role').$type<Role>().notNull(),
    disciplines: jsonb('disciplines').$type<Discipline[]>().notNull(),
    /** SHA-256 of the token in the link; the link is shown once. */
    tokenHash: bytea('token_hash').notNull(),
    invitedBy: text('invited_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    acceptedBy: id<UserId>('accepted_by'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    uniqueIndex('invitation_token').on(t.tokenHash),
    index('invitation_workspace').on(t.workspaceId, t.createdAt),
    // One open invitation for one e-mail: a second one replaces the first.
    uniqueIndex('invitation_open')
      .on(t.workspaceId, t.email)
      .where(sql`accepted_at is null and revoked_at is null`),
  ],
)

/** A link to choose a new password, once. */
export const passwordReset = pgTable(
  'password_reset',
  {
    id: id<PasswordResetId>('id').primaryKey(),
    userId: id<UserId>('user_id')
      .notNull()
      .references(() => user.id),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    tokenHash: bytea('token_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [uniqueIndex('password_reset_token').on(t.tokenHash), index('password_reset_user').on(t.userId, t.createdAt)],
)

/** Who somebody is at a provider of sign-in: found by issuer and subject, never by e-mail alone. */
export const identity = pgTable(
  'identity',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: id<UserId>('user_id')
      .notNull()
      .references(() => user.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), index('identity_user').on(t.userId)],
)

/** Sign-in through a provider (OpenID Connect), when no environment variable names one. */
export const ssoSetting = pgTable('sso_setting', {
  workspaceId: id<WorkspaceId>('workspace_id').primaryKey(),
  issuer: text('issuer').notNull(),
  clientId: text('client_id').notNull(),
  sealedSecret: bytea('sealed_secret').notNull(),
  rules: jsonb('rules').$type<SsoRules>().notNull(),
  version: integer('version').notNull().default(1),
  changedAt: instant('changed_at').notNull(),
})

export const team = pgTable(
  'team',
  {
    id: id<TeamId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    onCallUserId: id<UserId>('on_call_user_id'),
    /** Null: until somebody else is. */
    onCallUntil: instant('on_call_until'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('team_key').on(t.workspaceId, t.key)],
)

export const teamMember = pgTable(
  'team_member',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    teamId: id<TeamId>('team_id')
      .notNull()
      .references(() => team.id),
    userId: id<UserId>('user_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.teamId, t.userId] }), index('team_member_user').on(t.userId)],
)

/** Somebody asks for a role; an admin answers. */
export const accessRequest = pgTable(
  'access_request',
  {
    id: id<AccessRequestId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    userId: id<UserId>('user_id').notNull(),
    role: text('role').$type<Role>().notNull(),
    note: text('note').notNull().default(''),
    state: text('state').$type<'open' | 'granted' | 'declined'>().notNull().default('open'),
    createdAt: instant('created_at').notNull(),
    decidedAt: instant('decided_at'),
    decidedBy: text('decided_by'),
  },
  (t) => [
    index('access_request_workspace').on(t.workspaceId, t.createdAt),
    uniqueIndex('access_request_open')
      .on(t.workspaceId, t.userId)
      .where(sql`state = 'open'`),
  ],
)

/** How long things are kept, what is cut out of them, and what people were told. One row a workspace; none: the defaults. */
export const privacySetting = pgTable('privacy_setting', {
  workspaceId: id<WorkspaceId>('workspace_id').primaryKey(),
  settings: jsonb('settings').$type<PrivacySettings>().notNull(),
  version: integer('version').notNull().default(1),
  changedAt: instant('changed_at').notNull(),
})
