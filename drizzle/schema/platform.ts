import { bigint, bigserial, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { type WorkspaceId } from '@/lib/kernel/id'
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
