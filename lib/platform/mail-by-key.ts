import { and, eq, inArray } from 'drizzle-orm'
import { outboxMail } from '@/drizzle/schema/platform'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from './database'

export type MailState = { key: string; state: (typeof outboxMail.$inferSelect)['state']; reason: string | null }

/** How far mails came, by the keys they were queued with. */
export async function readMailsByKey(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  keys: readonly string[],
): Promise<MailState[]> {
  if (keys.length === 0) return []
  return db
    .select({ key: outboxMail.key, state: outboxMail.state, reason: outboxMail.reason })
    .from(outboxMail)
    .where(and(eq(outboxMail.workspaceId, workspaceId), inArray(outboxMail.key, [...keys])))
}

/** Takes mails out of the outbox for good: their words, and whom they went to. */
export async function eraseMailsByKey(tx: Tx, workspaceId: WorkspaceId, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0
  const gone = await tx
    .delete(outboxMail)
    .where(and(eq(outboxMail.workspaceId, workspaceId), inArray(outboxMail.key, [...keys])))
    .returning({ id: outboxMail.id })
  return gone.length
}
