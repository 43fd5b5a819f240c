import { and, asc, count, eq } from 'drizzle-orm'
import { feedbackItem } from '@/drizzle/schema/feedback'
import { consent, personIdentity } from '@/drizzle/schema/feedback-people'
import { type PersonId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { type PersonView } from '../core/schema'
import { type ItemRow } from './item-rows'

export type ConsentRow = typeof consent.$inferSelect

/** The newest word on each purpose. */
export async function readConsents(db: Db | Tx, workspaceId: WorkspaceId, personId: PersonId): Promise<ConsentRow[]> {
  const rows = await db
    .select()
    .from(consent)
    .where(and(eq(consent.workspaceId, workspaceId), eq(consent.personId, personId)))
    .orderBy(asc(consent.seq))
  return [...new Map(rows.map((row) => [row.purpose, row])).values()]
}

/** Who wrote an item, without ever telling a clear address; null when nobody knows. */
export async function personView(db: Db, row: ItemRow): Promise<PersonView | null> {
  const { workspaceId, personId } = row
  if (!personId) return null
  const identities = await db
    .select({ kind: personIdentity.kind })
    .from(personIdentity)
    .where(and(eq(personIdentity.workspaceId, workspaceId), eq(personIdentity.personId, personId)))
  const consents = await readConsents(db, workspaceId, personId)
  const [items] = await db
    .select({ n: count() })
    .from(feedbackItem)
    .where(and(eq(feedbackItem.workspaceId, workspaceId), eq(feedbackItem.personId, personId)))
  const kinds = new Set(identities.map(({ kind }) => kind))
  const hasAddress = kinds.has('email') || kinds.has('claimed')
  return {
    id: personId,
    label: kinds.has('email')
      ? 'A person with an address'
      : kinds.has('claimed')
        ? 'Somebody who left an address'
        : 'A person known by their session',
    verified: kinds.has('email') || kinds.has('unit'),
    items: items?.n ?? 0,
    consents: consents.map(({ purpose, granted, createdAt, source, wording }) => ({
      purpose,
      granted,
      at: createdAt,
      source,
      wording,
    })),
    reply: replyState(hasAddress, consents),
  }
}

/** Whoever wrote with an address may be answered, until they say no. */
export function replyState(hasAddress: boolean, consents: readonly ConsentRow[]): PersonView['reply'] {
  if (!hasAddress) return { possible: false, reason: 'They left no address.' }
  const said = consents.find(({ purpose }) => purpose === 'reply')
  return said?.granted === false
    ? { possible: false, reason: 'They do not want an answer.' }
    : { possible: true, reason: null }
}
