import { and, eq, inArray } from 'drizzle-orm'
import { rollout } from '@/drizzle/schema/rollouts'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'

/** What people call rollouts, by id: `rol_…` → `RO-142`. Unknown ids are left out. */
export async function readRolloutNames(
  db: Db,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const wanted = [...new Set(ids)] as RolloutId[] // compared only
  const rows = await db
    .select({ id: rollout.id, number: rollout.number })
    .from(rollout)
    .where(and(eq(rollout.workspaceId, workspaceId), inArray(rollout.id, wanted)))
  return Object.fromEntries(rows.map(({ id, number }) => [id, `RO-${number}`]))
}
