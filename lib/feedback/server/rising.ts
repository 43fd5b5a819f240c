import { sql } from 'drizzle-orm'
import { type ClusterId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { isRising, RISING_PEOPLE } from '../core/rising'

const DAYS = 14

/** New people of each cluster in the last day, of those clusters in which that is more than chance. */
export async function risingClusters(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  now: Instant,
): Promise<Map<ClusterId, number>> {
  const rows = await db.execute<{ id: ClusterId; hour: number; day: number; before: number; daysBefore: number }>(sql`
    with recent as (
      select cluster_id, count(distinct coalesce(person_id, id))::int as day,
        count(distinct coalesce(person_id, id)) filter (where received_at > ${now}::timestamptz - interval '1 hour')::int as hour
      from feedback_item
      where workspace_id = ${workspaceId} and cluster_id is not null and bucket <> 'spam'
        and bumped_at > ${now}::timestamptz - interval '1 day' and received_at > ${now}::timestamptz - interval '1 day'
      group by cluster_id having count(distinct coalesce(person_id, id)) >= ${RISING_PEOPLE}
    ), first as (
      select least(${DAYS}, greatest(0, extract(epoch from ${now}::timestamptz - interval '1 day' - received_at) / 86400))::float8 as days
      from feedback_item where workspace_id = ${workspaceId} order by number limit 1
    )
    select r.cluster_id as id, r.hour, r.day, coalesce(f.days, 0) as "daysBefore", (
      select count(distinct coalesce(i.person_id, i.id))::int from feedback_item i
      where i.workspace_id = ${workspaceId} and i.cluster_id = r.cluster_id and i.bucket <> 'spam'
        and i.received_at between ${now}::timestamptz - interval '15 days' and ${now}::timestamptz - interval '1 day'
    ) as before
    from recent r, first f`)
  return new Map([...rows].filter(isRising).map((row) => [row.id, row.day]))
}
