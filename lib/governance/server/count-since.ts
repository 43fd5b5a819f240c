import { and, eq, gt, sql } from 'drizzle-orm'
import { timelineEvent } from '@/drizzle/schema/governance'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'

/** How many events of each group were recorded after a moment: `rollout`, `flag`, `incident` … */
export async function countSince(db: Db, workspaceId: WorkspaceId, after: Instant): Promise<Map<string, number>> {
  const group = sql<string>`split_part(${timelineEvent.kind}, '.', 1)`
  const rows = await db
    .select({ group, n: sql<number>`count(*)::int` })
    .from(timelineEvent)
    .where(and(eq(timelineEvent.workspaceId, workspaceId), gt(timelineEvent.occurredAt, after)))
    .groupBy(group)
  return new Map(rows.map(({ group: name, n }) => [name, n]))
}
