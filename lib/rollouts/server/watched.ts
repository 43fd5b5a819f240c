import { and, desc, eq, gte, ne, notInArray, or } from 'drizzle-orm'
import { rollout, type RolloutVersions } from '@/drizzle/schema/rollouts'
import { type EnvironmentId, type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Rollout } from '../core/model'

/** A rollout that analysis watches: everything that has not ended, in every state. */
export type Watched = { workspaceId: WorkspaceId; environmentId: EnvironmentId; rollout: Rollout }

export async function readWatched(db: Db): Promise<Watched[]> {
  const rows = await db
    .select()
    .from(rollout)
    .where(notInArray(rollout.state, ['draft', 'rolled-back', 'finished', 'abandoned']))
  return rows.map(({ workspaceId, environmentId, doc, verdict }) => ({
    workspaceId,
    environmentId,
    rollout: { ...doc, verdict: verdict ?? null },
  }))
}

/** Rollouts of an environment that are live, or were decided about since a moment; the newest first. */
export async function listRolloutsOf(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  environmentId: EnvironmentId,
  since: Instant,
): Promise<Rollout[]> {
  const rows = await db
    .select({ doc: rollout.doc, verdict: rollout.verdict })
    .from(rollout)
    .where(
      and(
        eq(rollout.workspaceId, workspaceId),
        eq(rollout.environmentId, environmentId),
        ne(rollout.state, 'draft'),
        or(notInArray(rollout.state, ['rolled-back', 'finished', 'abandoned']), gte(rollout.updatedAt, since)),
      ),
    )
    .orderBy(desc(rollout.number))
    .limit(100)
  return rows.map(({ doc, verdict }) => Object.assign({}, doc, { verdict: verdict ?? null }))
}

/** Copies of analysis' facts: versions that approvals bind to, and the policy that may advance by itself. */
export async function copyVersions(
  tx: Tx,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  versions: RolloutVersions,
): Promise<void> {
  await tx
    .update(rollout)
    .set({ versions })
    .where(and(eq(rollout.workspaceId, workspaceId), eq(rollout.id, rolloutId)))
}
