import { and, eq } from 'drizzle-orm'
import { feedbackSource } from '@/drizzle/schema/feedback-settings'
import { type FeedbackSourceId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'

export type SourceRow = typeof feedbackSource.$inferSelect

/** The source with this channel and name; made when it is the first item of its kind. */
export async function ensureSource(
  tx: Tx,
  workspaceId: WorkspaceId,
  channel: string,
  name: string,
  now: Instant,
): Promise<SourceRow> {
  const its = and(
    eq(feedbackSource.workspaceId, workspaceId),
    eq(feedbackSource.channel, channel),
    eq(feedbackSource.name, name),
  )
  const [known] = await tx.select().from(feedbackSource).where(its)
  if (known) return known
  await tx
    .insert(feedbackSource)
    .values({ id: newId('fbs', Date.parse(now)), workspaceId, channel, name, createdAt: now })
    .onConflictDoNothing()
  const [made] = await tx.select().from(feedbackSource).where(its)
  if (!made) throw new Error(`source ${channel} was neither made nor found`)
  return made
}

export async function findSource(db: Db | Tx, id: FeedbackSourceId): Promise<SourceRow | null> {
  const [row] = await db.select().from(feedbackSource).where(eq(feedbackSource.id, id))
  return row ?? null
}
