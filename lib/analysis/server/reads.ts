import { and, asc, eq, gte, inArray } from 'drizzle-orm'
import { analysisPoint } from '@/drizzle/schema/analysis'
import { type Actor } from '@/lib/kernel/actor'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { Duration, durationMs, type Instant, instant, toMs } from '@/lib/kernel/time'
import { type Runtime } from '@/lib/platform/runtime'
import { type CohortSeries, type Verdict } from '@/lib/rollouts/core/schema'
import { findRollout } from '@/lib/rollouts/server/contract'
import { type MetricVersionView, type MetricView } from '../core/schema'
import { readMetrics, readVersions } from './metric-rows'

const POINTS_MAX = 600

const signIn = () => refuse('not-signed-in', 'Sign in first.', { remedy: 'Sign in and try again.' })

/** The workspace's metrics by key. */
export async function listMetrics(runtime: Runtime, actor: Actor): Promise<Outcome<MetricView[]>> {
  if (actor.kind === 'anonymous') return signIn()
  return ok(await readMetrics(runtime.database.db, actor.workspaceId))
}

/** Every version of a metric, the newest first. */
export async function readMetricHistory(
  runtime: Runtime,
  actor: Actor,
  key: string,
): Promise<Outcome<MetricVersionView[]>> {
  const found = await readMetric(runtime, actor, key)
  if (!found.ok) return found
  if (actor.kind === 'anonymous') return signIn()
  return ok(await readVersions(runtime.database.db, actor.workspaceId, found.value.id))
}

export async function readMetric(runtime: Runtime, actor: Actor, key: string): Promise<Outcome<MetricView>> {
  if (actor.kind === 'anonymous') return signIn()
  const [metric] = await readMetrics(runtime.database.db, actor.workspaceId, [key])
  return metric ? ok(metric) : refuse('not-found', `There is no metric ${key}.`)
}

/** The last verdict with its evidence; null before the first. */
export async function readVerdict(runtime: Runtime, actor: Actor, idOrName: string): Promise<Outcome<Verdict | null>> {
  if (actor.kind === 'anonymous') return signIn()
  const row = await findRollout(runtime.database.db, actor.workspaceId, idOrName)
  return row ? ok(row.rollout.verdict) : refuse('not-found', 'This rollout does not exist here.')
}

/**
 * The series behind the difference chart of one metric.
 * @param metric its key; empty: the metric that leads the verdict
 * @param range `stage` (since the present stage began), `all`, or a duration back from now such as PT1H
 */
export async function readCohortSeries(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
  { metric = '', range = 'stage' }: { metric?: string; range?: string },
): Promise<Outcome<CohortSeries>> {
  if (actor.kind === 'anonymous') return signIn()
  const { db } = runtime.database
  const row = await findRollout(db, actor.workspaceId, idOrName)
  if (!row) return refuse('not-found', 'This rollout does not exist here.')
  const { rollout } = row
  const { verdict } = rollout
  if (!verdict) return refuse('no-verdict', 'There is nothing to compare yet.', { remedy: 'Start it and send events.' })
  const guardrails = verdict.metrics.filter(({ role }) => role === 'guardrail').length
  const key = metric || verdict.drivers[0] || verdict.metrics[0]?.key
  const evidence = verdict.metrics.find((one) => one.key === key)
  if (!evidence) return refuse('unknown-metric', `This rollout does not measure ${key}.`, { field: 'metric' })
  const from = startOf(range, { now: verdict.at, stage: rollout.enteredAt, start: rollout.startedAt })
  if (!from) return refuse('invalid-input', 'A range is stage, all or a duration such as PT1H.', { field: 'range' })
  const where = and(
    eq(analysisPoint.workspaceId, actor.workspaceId),
    eq(analysisPoint.rolloutId, rollout.id),
    eq(analysisPoint.metric, evidence.key),
  )
  // Places first, so that a long range is thinned before its rows are read.
  const places = await db
    .select({ at: analysisPoint.at })
    .from(analysisPoint)
    .where(and(where, gte(analysisPoint.at, from)))
    .orderBy(asc(analysisPoint.at))
  const kept = thinned(places.map(({ at }) => at))
  const rows =
    kept.length === 0
      ? []
      : await db
          .select()
          .from(analysisPoint)
          .where(and(where, inArray(analysisPoint.at, kept)))
          .orderBy(asc(analysisPoint.at))
  return ok({
    metric: evidence,
    points: rows.map((point) => ({
      at: point.at,
      exposed: evidence.form ? point.exposedValue : rate(point.exposedEvents, point.exposedUnits),
      baseline: evidence.form ? point.baselineValue : rate(point.baselineEvents, point.baselineUnits),
      exposedUnits: point.exposedUnits,
      baselineUnits: point.baselineUnits,
      exposedEvents: point.exposedEvents,
      baselineEvents: point.baselineEvents,
      difference: point.difference,
      low: point.low,
      high: point.high,
      share: point.share / 1000,
    })),
    from,
    to: verdict.at,
    method: `95% band, all looks, stages and ${guardrails} guardrails allowed for; each stage by itself`,
  })
}

function startOf(
  range: string,
  { now, stage, start }: { now: Instant; stage: Instant | null; start: Instant | null },
): Instant | null {
  if (range === 'stage') return stage ?? start ?? now
  if (range === 'all') return start ?? now
  const back = Duration.safeParse(range)
  return back.success ? instant(toMs(now) - durationMs(back.data)) : null
}

/** Evenly many of them, the last always kept. */
function thinned(moments: readonly Instant[]): Instant[] {
  const every = Math.ceil(moments.length / POINTS_MAX)
  return moments.filter((_, i) => (moments.length - 1 - i) % every === 0)
}

const rate = (events: number, units: number): number | null => (units > 0 ? events / units : null)
