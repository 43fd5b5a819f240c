import { bigserial, boolean, index, pgTable, primaryKey, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { type ClusterId, type FeedbackItemId, type PersonId, type WorkspaceId } from '@/lib/kernel/id'
import { bytea, id, instant } from './columns'

const workspace = () => id<WorkspaceId>('workspace_id').notNull()

/** Somebody who wrote. Known by pseudonyms and hashed contact points alone. */
export const person = pgTable(
  'person',
  {
    id: id<PersonId>('id').primaryKey(),
    workspaceId: workspace(),
    createdAt: instant('created_at').notNull(),
    erasedAt: instant('erased_at'),
  },
  (t) => [index('person_workspace').on(t.workspaceId)],
)

/** `unit`: telemetry's pseudonym; `email`: an address that a server or a signature vouches for; `claimed`: one that nobody does. */
export const personIdentity = pgTable(
  'person_identity',
  {
    workspaceId: workspace(),
    kind: text('kind').$type<'unit' | 'email' | 'claimed'>().notNull(),
    hash: bytea('hash').notNull(),
    personId: id<PersonId>('person_id').notNull(),
    /** The address, encrypted; a unit has none. */
    value: bytea('value'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.hash] }),
    index('person_identity_person').on(t.workspaceId, t.personId),
  ],
)

export const consent = pgTable(
  'consent',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: workspace(),
    personId: id<PersonId>('person_id').notNull(),
    purpose: text('purpose').$type<'reply' | 'quote' | 'session' | 'prompts'>().notNull(),
    granted: boolean('granted').notNull(),
    source: text('source').notNull(),
    wording: text('wording').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('consent_person').on(t.workspaceId, t.personId, t.seq)],
)

/** Mail of the feedback room: written by the command, sent by a job, once for each (template, target, recipient, wave). */
export const outboxMessage = pgTable(
  'outbox_message',
  {
    id: text('id').primaryKey(),
    workspaceId: workspace(),
    template: text('template').notNull(),
    itemId: id<FeedbackItemId>('item_id'),
    clusterId: id<ClusterId>('cluster_id'),
    personId: id<PersonId>('person_id').notNull(),
    messageRef: text('message_ref'),
    target: text('target').notNull(),
    recipient: bytea('recipient').notNull(),
    wave: text('wave').notNull(),
    state: text('state').$type<'queued' | 'sending' | 'sent' | 'failed' | 'suppressed'>().notNull(),
    stateNote: text('state_note'),
    attempts: smallint('attempts').notNull().default(0),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    messageId: text('message_id').notNull(),
    inReplyTo: text('in_reply_to'),
    references: text('references').array().notNull(),
    sentAt: instant('sent_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('outbox_message_once').on(t.workspaceId, t.template, t.target, t.recipient, t.wave),
    uniqueIndex('outbox_message_id').on(t.workspaceId, t.messageId),
    index('outbox_message_item').on(t.workspaceId, t.itemId),
  ],
)
