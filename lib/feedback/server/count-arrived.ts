import { sql } from 'drizzle-orm'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'

/** What came in after a moment, spam and copies apart, and how much of it is done already. */
export async function countArrived(
  db: Db,
  workspaceId: WorkspaceId,
  after: Instant,
): Promise<{ arrived: number; done: number }> {
  const [row] = await db.execute<{ arrived: number; done: number }>(sql`
    select count(*)::int as arrived, count(*) filter (where bucket = 'done')::int as done
    from feedback_item
    where workspace_id = ${workspaceId} and received_at > ${after} and bucket not in ('spam', 'merged')`)
  return row ?? { arrived: 0, done: 0 }
}
