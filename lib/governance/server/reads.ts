import { and, asc, desc, eq, gt, lt } from 'drizzle-orm'
import { apiKey, timelineEvent } from '@/drizzle/schema/governance'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { type KeyView, type TimelineEventView } from '../core/schema'
import { eventView } from './timeline'

/** Keys in the order of their ids, which is that of their creation. Never the key itself. */
export async function readKeys(db: Db, workspaceId: WorkspaceId, after: string, limit: number): Promise<KeyView[]> {
  return db
    .select({
      id: apiKey.id,
      name: apiKey.name,
      hint: apiKey.hint,
      scope: apiKey.scope,
      environmentId: apiKey.environmentId,
      userId: apiKey.userId,
      role: apiKey.role,
      createdAt: apiKey.createdAt,
      expiresAt: apiKey.expiresAt,
      revokedAt: apiKey.revokedAt,
      lastUsedAt: apiKey.lastUsedAt,
      rotatedFrom: apiKey.rotatedFrom,
    })
    .from(apiKey)
    .where(and(eq(apiKey.workspaceId, workspaceId), gt(apiKey.id, after as KeyView['id']))) // any text orders
    .orderBy(asc(apiKey.id))
    .limit(limit)
}

/** The newest events first. @param before `seq` of the last event of the page before */
export async function readTimelinePage(
  db: Db,
  workspaceId: WorkspaceId,
  { rolloutId, before, limit }: { rolloutId?: string | undefined; before?: number | undefined; limit: number },
): Promise<TimelineEventView[]> {
  const rows = await db
    .select()
    .from(timelineEvent)
    .where(
      and(
        eq(timelineEvent.workspaceId, workspaceId),
        rolloutId === undefined ? undefined : eq(timelineEvent.rolloutId, rolloutId),
        before === undefined ? undefined : lt(timelineEvent.seq, before),
      ),
    )
    .orderBy(desc(timelineEvent.seq))
    .limit(limit)
  return rows.map(eventView)
}
