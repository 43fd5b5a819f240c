import { eq, sql } from 'drizzle-orm'
import { feedbackSource } from '@/drizzle/schema/feedback-settings'
import { type FeedbackSourceId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { prepared } from '@/lib/platform/prepared'

export type SourceRow = typeof feedbackSource.$inferSelect

export type DoorSource = { id: FeedbackSourceId; channel: string; state: SourceRow['state'] }

/** The sources of this name by channel; made where it is the first item of its kind. */
export async function ensureSources(
  tx: Tx,
  of: { workspaceId: WorkspaceId; channels: Iterable<string>; name: string },
  now: Instant,
): Promise<Map<string, DoorSource>> {
  const { workspaceId, name } = of
  const channels = [...new Set(of.channels)]
  const known = await findByName(tx, workspaceId, channels, name)
  const missing = channels.filter((channel) => !known.has(channel))
  if (missing.length === 0) return known
  const made = missing.map((channel) => {
    return { id: newId('fbs', Date.parse(now)), workspaceId, channel, name, createdAt: now }
  })
  await tx.insert(feedbackSource).values(made).onConflictDoNothing()
  return findByName(tx, workspaceId, channels, name)
}

async function findByName(
  tx: Tx,
  workspaceId: WorkspaceId,
  channels: readonly string[],
  name: string,
): Promise<Map<string, DoorSource>> {
  const rows = await prepared<DoorSource>(
    tx,
    sql`
    select s.id, s.channel, s.state from feedback_source s
    where s.workspace_id = ${workspaceId} and s.name = ${name}
      and s.channel in (select jsonb_array_elements_text(${JSON.stringify(channels)}::text::jsonb))`,
  )
  return new Map(rows.map((row) => [row.channel, row]))
}

export async function findSource(db: Db | Tx, id: FeedbackSourceId): Promise<SourceRow | null> {
  const [row] = await db.select().from(feedbackSource).where(eq(feedbackSource.id, id))
  return row ?? null
}
