import { and, eq, isNull, sql } from 'drizzle-orm'
import { measurementPlan } from '@/drizzle/schema/telemetry'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { MeasurementPlan } from '../core/schema'

/**
 * Says what ingest measures for a rollout from the next commit on. Metrics may be appended, never moved or removed: their
 * places are the places in every delta. @throws when the new plan is not an extension of the stored one
 */
export async function putMeasurementPlan(
  tx: Tx,
  workspaceId: WorkspaceId,
  plan: MeasurementPlan,
  now: Instant,
): Promise<void> {
  const before = await readMeasurementPlan(tx, workspaceId, plan.rolloutId)
  if (before && !extendsPlan(before.plan, plan)) throw new Error(`plan of ${plan.rolloutId} moves or removes metrics`)
  const { rolloutId, environmentId } = plan
  await tx
    .insert(measurementPlan)
    .values({ workspaceId, rolloutId, environmentId, plan, updatedAt: now })
    .onConflictDoUpdate({
      target: [measurementPlan.workspaceId, measurementPlan.rolloutId],
      set: { environmentId, plan, endedAt: null, updatedAt: now },
    })
}

function extendsPlan(before: MeasurementPlan, after: MeasurementPlan): boolean {
  return before.metrics.every((metric, i) => after.metrics[i]?.metricId === metric.metricId)
}

/** Ends the comparison of a rollout for good: ingest leaves it alone from the next commit on. */
export async function endMeasurement(
  tx: Tx,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  now: Instant,
): Promise<void> {
  await tx
    .update(measurementPlan)
    .set({ endedAt: sql`coalesce(${measurementPlan.endedAt}, ${now})`, updatedAt: now })
    .where(and(eq(measurementPlan.workspaceId, workspaceId), eq(measurementPlan.rolloutId, rolloutId)))
}

export type MeasuredPlan = { workspaceId: WorkspaceId; plan: MeasurementPlan; endedAt: Instant | null }

export async function readMeasurementPlan(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
): Promise<MeasuredPlan | null> {
  const [row] = await db
    .select()
    .from(measurementPlan)
    .where(and(eq(measurementPlan.workspaceId, workspaceId), eq(measurementPlan.rolloutId, rolloutId)))
  return row ? { workspaceId, plan: MeasurementPlan.parse(row.plan), endedAt: row.endedAt } : null
}

/** Every plan that is measured now, of all workspaces: the tick's list. */
export async function listMeasurementPlans(db: Db | Tx): Promise<MeasuredPlan[]> {
  const rows = await db.select().from(measurementPlan).where(isNull(measurementPlan.endedAt))
  return rows.map(({ workspaceId, plan, endedAt }) => ({ workspaceId, plan: MeasurementPlan.parse(plan), endedAt }))
}
