import { eq, sql } from 'drizzle-orm'
import { flag } from '@/drizzle/schema/flags'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'

/** Who owns each flag, archived ones included: rollouts that ended long ago still name their owner. */
export async function readOwners(db: Db | Tx, workspaceId: WorkspaceId): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ key: flag.key, owner: sql<string>`${flag.definition} ->> 'owner'` })
    .from(flag)
    .where(eq(flag.workspaceId, workspaceId))
  return new Map(rows.map(({ key, owner }) => [key, owner]))
}
