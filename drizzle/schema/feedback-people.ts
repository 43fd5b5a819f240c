import { bigserial, boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { type PersonId, type WorkspaceId } from '@/lib/kernel/id'
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
