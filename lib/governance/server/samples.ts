import { eq, sql } from 'drizzle-orm'
import { workspace } from '@/drizzle/schema/governance'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { addJob } from '@/lib/platform/jobs'
import { emptySample, type Sample } from '../core/sample'

/** Says what of a workspace is a sample, and how far it is; null: there is none any more. */
export async function writeSample(db: Db | Tx, workspaceId: WorkspaceId, sample: Sample | null): Promise<void> {
  await db.update(workspace).set({ sample }).where(eq(workspace.id, workspaceId))
}

/** Has the worker make sample data in a workspace that is new. */
export async function askForSample(tx: Tx, workspaceId: WorkspaceId, now: Instant): Promise<void> {
  await writeSample(tx, workspaceId, emptySample(now))
  await addJob(tx, { task: 'sample.make', payload: { workspaceId }, key: `sample:${workspaceId}` })
}

/** Workspaces whose sample is being made just now: nobody but its maker works on them. */
export async function readMakingSamples(db: Db | Tx): Promise<Set<WorkspaceId>> {
  const rows = await db
    .select({ id: workspace.id })
    .from(workspace)
    .where(sql`${workspace.sample} ->> 'state' = 'making'`)
  return new Set(rows.map(({ id }) => id))
}
