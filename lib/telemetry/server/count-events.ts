import { sql } from 'drizzle-orm'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { toMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { readMeasurementPlan } from './measurement'

/** So long after its end nothing is still on its way into a span: arrival is written under the lock that commits follow. */
const SETTLED_MS = 5000
const KEPT_MAX = 5000
/** Counts of spans that are over; they are asked for again with every look at what became of a stop. */
const settled = new Map<string, number>()

/**
 * How often what a metric counts arrived in each of these spans, whoever it happened to: read from the raw rows, so it
 * also tells what came after the comparison ended. Null when the rollout does not measure that metric.
 * @param spans at most a few, of minutes; from inclusive, to exclusive
 * @param now by the clock that arrivals are written with
 */
export async function countMetricEvents(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  metricKey: string,
  spans: readonly { from: Instant; to: Instant }[],
  now: Instant,
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
    const key = JSON.stringify([workspaceId, rolloutId, metric.event, metric.where, metric.atLeast, from, to])
    const known = settled.get(key)
    if (known !== undefined) {
      counts.push(known)
      continue
    }
    const [row] = await db.execute<{ n: number }>(sql`
      select count(*)::int as n from telemetry_event
      where workspace_id = ${workspaceId} and environment_id = ${measured.plan.environmentId} and kind = 'track'
        and name = ${metric.event} and arrived_at >= ${from} and arrived_at < ${to} ${where} ${least}`)
    const n = row?.n ?? 0
    counts.push(n)
    if (toMs(now) - toMs(to) >= SETTLED_MS) keep(key, n)
  }
  return counts
}

function keep(key: string, n: number): void {
  settled.set(key, n)
  if (settled.size <= KEPT_MAX) return
  const [oldest] = settled.keys()
  if (oldest !== undefined) settled.delete(oldest)
}
