import { findEnvironment } from '@/lib/flags/server/contract'
import { type Actor, type Member } from '@/lib/kernel/actor'
import { type EnvironmentId } from '@/lib/kernel/id'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Runtime } from '@/lib/platform/runtime'
import { measureOverTime } from '@/lib/telemetry/server/contract'
import { defineMetric } from '../core/metric'
import {
  CreateMetricInput,
  type MetricDefinition,
  type MetricSeries,
  type MetricTest,
  TestMetricInput,
} from '../core/schema'
import { usualRange } from '../core/usual-range'
import { readMetric } from './reads'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DAYS = 30
const TEST_DAYS = 7

type Place = { workspaceId: Member['workspaceId']; environmentId: EnvironmentId }

/** How a metric stood by day over the last 30 days, by hour over the last one, and where it usually lies. */
export async function readMetricOverTime(
  runtime: Runtime,
  actor: Actor,
  key: string,
  environmentKey: string,
): Promise<Outcome<MetricSeries>> {
  const found = await readMetric(runtime, actor, key)
  if (!found.ok) return found
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { workspaceId } = actor
  const environment = await findEnvironment(runtime.database.db, workspaceId, environmentKey)
  if (!environment) return refuse('not-found', `There is no environment ${environmentKey} here.`)
  const place = { workspaceId, environmentId: environment.id }
  const now = toMs(runtime.now())
  const today = Math.floor(now / DAY_MS) * DAY_MS
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS
  const read = (fromMs: number, stepMs: number) => series(runtime, place, found.value, instant(fromMs), stepMs)
  // One after the other: a screen must not take all connections.
  const days = await read(today - (DAYS - 1) * DAY_MS, DAY_MS)
  const hours = await read(hour - 23 * HOUR_MS, HOUR_MS)
  const full = days.points.filter(({ at }) => toMs(at) < today)
  return ok({
    days: days.points,
    hours: hours.points,
    daysPart: days.part,
    hoursPart: hours.part,
    usual: usualRange(full),
  })
}

type Series = Awaited<ReturnType<typeof measureOverTime>>

const series = (
  runtime: Runtime,
  place: Place,
  { source, aggregation, of, per, level, cap }: MetricDefinition,
  from: Instant,
  stepMs: number,
): Promise<Series> =>
  measureOverTime(runtime.database.db, {
    ...place,
    metric: { source, aggregation, of: of ?? 'sum', per: per ?? null, level: level ?? 0.95, cap: cap ?? null },
    from,
    to: runtime.now(),
    stepMs,
  })

/** What a definition would have said of the last seven days; stores nothing. */
export async function testMetric(runtime: Runtime, actor: Member, input: unknown): Promise<Outcome<MetricTest>> {
  const parsed = TestMetricInput.safeParse(input)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.filter((part) => part !== 'definition').join('.') ?? ''
    return refuse('invalid-input', `${field || 'This'}: ${issue?.message ?? 'is not as it should be'}.`, { field })
  }
  const defined = defineMetric(CreateMetricInput.parse(parsed.data.definition))
  if (!defined.ok) return defined
  const environment = await findEnvironment(runtime.database.db, actor.workspaceId, parsed.data.environment)
  if (!environment) return refuse('not-found', `There is no environment ${parsed.data.environment} here.`)
  const place = { workspaceId: actor.workspaceId, environmentId: environment.id }
  const now = toMs(runtime.now())
  const week = await series(runtime, place, defined.value, instant(now - TEST_DAYS * DAY_MS), TEST_DAYS * DAY_MS + 1)
  const today = Math.floor(now / DAY_MS) * DAY_MS
  const days = await series(runtime, place, defined.value, instant(today - (TEST_DAYS - 1) * DAY_MS), DAY_MS)
  const [whole] = week.points
  return ok({
    people: whole?.people ?? 0,
    had: whole?.had ?? 0,
    events: whole?.events ?? 0,
    value: whole?.value ?? null,
    part: week.part,
    days: days.points,
  })
}
