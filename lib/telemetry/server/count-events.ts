import { sql } from 'drizzle-orm'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { readMeasurementPlan } from './measurement'

/**
 * How often what a metric counts arrived in each of these spans, whoever it happened to: read from the raw rows, so it
 * also tells what came after the comparison ended. Null when the rollout does not measure that metric.
 * @param spans at most a few, of minutes; from inclusive, to exclusive
 */
export async function countMetricEvents(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  metricKey: string,
  spans: readonly { from: Instant; to: Instant }[],
): Promise<number[] | null> {
  const measured = await readMeasurementPlan(db, workspaceId, rolloutId)
  const metric = measured?.plan.metrics.find(({ key }) => key === metricKey)
  if (!measured || !metric) return null
  const where = metric.where
    ? sql`and attributes ->> ${metric.where.attribute} = any(${sql.param(metric.where.values.map(String))}::text[])`
    : sql``
  const least = metric.atLeast === null ? sql`` : sql`and value >= ${metric.atLeast}`
  const counts: number[] = []
  for (const { from, to } of spans) {
    const [row] = await db.execute<{ n: number }>(sql`
      select count(*)::int as n from telemetry_event
      where workspace_id = ${workspaceId} and environment_id = ${measured.plan.environmentId} and kind = 'track'
        and name = ${metric.event} and arrived_at >= ${from} and arrived_at < ${to} ${where} ${least}`)
    counts.push(row?.n ?? 0)
  }
  return counts
}
