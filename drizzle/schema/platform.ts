import { bigint, bigserial, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { type MailId, type WorkspaceId } from '@/lib/kernel/id'
import { type MailContent } from '@/lib/kernel/mail'
import { bytea, id, instant } from './columns'

/** One row a command, done or refused; each row's hash covers the one before: tampering breaks the chain. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    verb: text('verb').notNull(),
    objectKind: text('object_kind').notNull(),
    objectId: text('object_id').notNull(),
    outcome: text('outcome').notNull(), // 'done' or the refusal's code
    detail: jsonb('detail').notNull(),
    requestId: text('request_id').notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    uniqueIndex('audit_entry_chain').on(t.workspaceId, t.position),
    index('audit_entry_object').on(t.workspaceId, t.objectId, t.seq),
  ],
)

/** What a command answered, kept a day: the same key with the same body gets the same answer. */
export const idempotencyKey = pgTable(
  'idempotency_key',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    actorId: text('actor_id').notNull(),
    key: text('key').notNull(),
    bodyHash: text('body_hash').notNull(),
    outcome: jsonb('outcome').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.actorId, t.key] }), index('idempotency_key_age').on(t.createdAt)],
)

/** Who leads, until when, and in which epoch; an epoch never comes twice. */
export const lease = pgTable('lease', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  epoch: bigint('epoch', { mode: 'number' }).notNull(),
  expiresAt: instant('expires_at').notNull(),
})

/** Numbers people say aloud (RO-142, DEC-881): one counter a workspace and kind. */
export const counter = pgTable(
  'counter',
  {
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    kind: text('kind').notNull(),
    value: integer('value').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.kind] })],
)

/** Secrets that processes share (session signing, stream tokens) when no environment variable gives them. */
export const secret = pgTable('secret', {
  name: text('name').primaryKey(),
  value: bytea('value').notNull(),
})

/**
 * Mails on their way. A row is one mail: its key is unique, so that what asks twice mails once, and its Message-ID is
 * made from its id, so that it stays the same however often it is tried.
 */
export const outboxMail = pgTable(
  'outbox_mail',
  {
    id: id<MailId>('id').primaryKey(),
    workspaceId: id<WorkspaceId>('workspace_id').notNull(),
    key: text('key').notNull(),
    recipient: text('recipient').notNull(),
    subject: text('subject').notNull(),
    /** What it says, sealed until it was sent when it carries a secret link; then emptied. */
    content: jsonb('content').$type<MailContent>().notNull(),
    state: text('state').$type<'queued' | 'waiting' | 'sending' | 'sent' | 'unknown' | 'gave-up'>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Closed set of reasons for what kept it; null while nothing did. */
    reason: text('reason'),
    /** The server's own words, cut short. */
    detail: text('detail').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    nextAt: instant('next_at'),
  },
  (t) => [
    uniqueIndex('outbox_mail_key').on(t.workspaceId, t.key),
    index('outbox_mail_state').on(t.state, t.nextAt),
    index('outbox_mail_newest').on(t.workspaceId, t.createdAt),
  ],
)

/** The mail server of a workspace, when no environment variable names one. The address holds a password: sealed. */
export const mailSetting = pgTable('mail_setting', {
  workspaceId: id<WorkspaceId>('workspace_id').primaryKey(),
  sealedUrl: bytea('sealed_url').notNull(),
  sender: text('sender').notNull(),
  version: integer('version').notNull().default(1),
  changedAt: instant('changed_at').notNull(),
})
