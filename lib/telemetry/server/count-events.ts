import { sql, type SQL } from 'drizzle-orm'
import { type EnvironmentId, type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { toMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { readMeasurementPlan } from './measurement'

/** So long after its end nothing is still on its way into a span: arrival is written under the lock that commits follow. */
const SETTLED_MS = 5000
const KEPT_MAX = 5000
/** Counts of spans that are over; they are asked for again with every look at what became of a stop. */
const settled = new Map<string, number>()

export type Span = { from: Instant; to: Instant }

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
  spans: readonly Span[],
  now: Instant,
): Promise<number[] | null> {
  const measured = await readMeasurementPlan(db, workspaceId, rolloutId)
  const metric = measured?.plan.metrics.find(({ key }) => key === metricKey)
  if (!measured || !metric) return null
  const where = metric.where
    ? sql`and attributes ->> ${metric.where.attribute} = any(${sql.param(metric.where.values.map(String))}::text[])`
    : sql``
  const least = metric.atLeast === null ? sql`` : sql`and value >= ${metric.atLeast}`
  const { environmentId } = measured.plan
  const what = sql`kind = 'track' and name = ${metric.event} ${where} ${least}`
  const key = JSON.stringify([rolloutId, metric.event, metric.where, metric.atLeast])
  return countIn(db, { workspaceId, environmentId, what, key, now }, spans)
}

/** How often people met a flag in each of these spans, whatever they were served: how many came at all. */
export function countFlagMet(
  db: Db | Tx,
  { workspaceId, environmentId, flag }: { workspaceId: WorkspaceId; environmentId: EnvironmentId; flag: string },
  spans: readonly Span[],
  now: Instant,
): Promise<number[]> {
  const what = sql`kind = 'exposure' and name = ${flag}`
  return countIn(db, { workspaceId, environmentId, what, key: `met ${flag}`, now }, spans)
}

type Counted = { workspaceId: WorkspaceId; environmentId: EnvironmentId; what: SQL; key: string; now: Instant }

async function countIn(
  db: Db | Tx,
  { workspaceId, environmentId, what, key, now }: Counted,
  spans: readonly Span[],
): Promise<number[]> {
  const counts: number[] = []
  for (const { from, to } of spans) {
    const place = JSON.stringify([workspaceId, environmentId, key, from, to])
    const known = settled.get(place)
    if (known !== undefined) {
      counts.push(known)
      continue
    }
    const [row] = await db.execute<{ n: number }>(sql`
      select count(*)::int as n from telemetry_event
      where workspace_id = ${workspaceId} and environment_id = ${environmentId}
        and arrived_at >= ${from} and arrived_at < ${to} and ${what}`)
    const n = row?.n ?? 0
    counts.push(n)
    if (toMs(now) - toMs(to) >= SETTLED_MS) keep(place, n)
  }
  return counts
}

function keep(key: string, n: number): void {
  settled.set(key, n)
  if (settled.size <= KEPT_MAX) return
  const [oldest] = settled.keys()
  if (oldest !== undefined) settled.delete(oldest)
}
