import { sql } from 'drizzle-orm'
import { type EnvironmentId, type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, type Instant, toMs } from '@/lib/kernel/time'
import { type Db, sqlState, type Tx } from '@/lib/platform/database'
import { pastWindowMs, type PastMetric, type PastPerson, readPast } from '../core/history'
import { matches } from '../core/match-metric'
import { namesOf, PERSON_EVENTS_MAX } from '../core/person-value'
import { type PlanMetric } from '../core/schema'
import { textsArray } from './array-text'

const DAY_MS = 86_400_000
const DAYS = 14
const PEOPLE_MAX = 20_000
/** As many are enough, so a larger part of a large crowd is not looked for. */
const PEOPLE_ENOUGH = 5000
const CHUNK = 2000
/** So many people of the last days speak for the level; fewer are joined by all who ever came. */
const PEOPLE_MIN = 100
/** Pseudonyms are spread evenly: whoever lies below such a bound is a fair part of all. */
const PARTS = ['\\x01', '\\x10', null] as const
/** A Start waits no longer than this for a statement about the past; it begins with what was read. */
const PATIENCE_MS = 1500
/** Nor for all of them together. */
const PATIENCE_IN_ALL_MS = 4000

export type AskedHistory = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  flagKey: string
  /** Variants that mean: does not have it. */
  variants: readonly string[]
  metrics: readonly PlanMetric[]
  now: Instant
}

/**
 * What people who met the flag without having the change did, over the last 14 full days, or over all days where those
 * are few (statistics.md §2k): a sample by pseudonym, bounded in people, events of each, and time. Null: nobody.
 */
export async function readHistory(tx: Tx, asked: AskedHistory): Promise<PastMetric[] | null> {
  const endsAt = performance.now() + PATIENCE_IN_ALL_MS
  const today = Math.floor(toMs(asked.now) / DAY_MS) * DAY_MS
  const lately = await sample(tx, asked, { fromMs: today - DAYS * DAY_MS, untilMs: today })
  const isEnough = lately.length >= PEOPLE_MIN
  const people = isEnough ? lately : await sample(tx, asked, { fromMs: 0, untilMs: toMs(asked.now) })
  if (people.length === 0) return null
  const untilMs = isEnough ? today : toMs(asked.now)
  let past: PastMetric[] = []
  for (let from = 0; from < people.length && performance.now() < endsAt; from += CHUNK) {
    const some = people.slice(from, from + CHUNK)
    const events = await inPatience(tx, (inner) => eventsOf(inner, asked, some, untilMs))
    if (events === null) break
    past = readPast(asked.metrics, events, untilMs, past)
  }
  return past.length > 0 ? past : null
}

type Span = { fromMs: number; untilMs: number }
type Met = { unit: string; firstMs: number }

async function sample(tx: Tx, asked: AskedHistory, span: Span): Promise<Met[]> {
  let found: Met[] = []
  for (const part of PARTS) {
    const more = await inPatience(tx, (inner) => peopleBelow(inner, asked, span, part))
    if (more === null) return found
    found = more
    if (found.length >= PEOPLE_ENOUGH) return found
  }
  return found
}

async function peopleBelow(tx: Tx, asked: AskedHistory, span: Span, part: string | null): Promise<Met[]> {
  const rows = await tx.execute<{ unit: string; first_ms: number }>(sql`
    select encode(unit, 'hex') as unit, (extract(epoch from min(occurred_at)) * 1000)::float8 as first_ms
    from telemetry_event
    where workspace_id = ${asked.workspaceId} and environment_id = ${asked.environmentId} and kind = 'exposure'
      and name = ${asked.flagKey} and variant = any(${textsArray(asked.variants)}::text[])
      and arrived_at >= ${instant(span.fromMs)} and arrived_at < ${instant(span.untilMs)}
      ${part === null ? sql`` : sql`and unit < ${part}::bytea`}
    group by unit order by unit limit ${PEOPLE_MAX}`)
  return rows.map(({ unit, first_ms }) => ({ unit, firstMs: first_ms }))
}

type EventRow = {
  unit: string
  name: string
  value: number | null
  attributes: Record<string, string | number | boolean> | null
  time_ms: number
}

async function eventsOf(tx: Tx, asked: AskedHistory, people: readonly Met[], untilMs: number): Promise<PastPerson[]> {
  const names = [...new Set(asked.metrics.flatMap(namesOf))]
  const windowMs = asked.metrics.reduce((most, metric) => Math.max(most, pastWindowMs(metric)), 0)
  const earliestMs = people.reduce((least, { firstMs }) => Math.min(least, firstMs), untilMs)
  const rows = await tx.execute<EventRow>(sql`
    select t.unit, e.* from jsonb_to_recordset(${JSON.stringify(people)}::text::jsonb) as t (unit text, "firstMs" float8)
    cross join lateral (
      select name, value, attributes, (extract(epoch from occurred_at) * 1000)::float8 as time_ms
      from telemetry_event r
      where r.workspace_id = ${asked.workspaceId} and r.unit = decode(t.unit, 'hex')
        and r.environment_id = ${asked.environmentId} and r.kind = 'track' and r.name = any(${textsArray(names)}::text[])
        and r.arrived_at >= ${instant(Math.max(0, earliestMs - DAY_MS))} and r.arrived_at <= ${instant(untilMs + DAY_MS)}
        and r.occurred_at >= to_timestamp(t."firstMs" / 1000)
        and r.occurred_at <= to_timestamp((t."firstMs" + ${windowMs}::float8) / 1000)
      order by r.arrived_at limit ${PERSON_EVENTS_MAX}
      offset 0
    ) as e`)
  const byUnit = new Map<string, EventRow[]>()
  for (const row of rows) byUnit.set(row.unit, [...(byUnit.get(row.unit) ?? []), row])
  return people.map(({ unit, firstMs }) => ({
    firstMs,
    events: (byUnit.get(unit) ?? []).map((row) => ({
      kind: 'track' as const,
      environmentId: asked.environmentId,
      unit,
      timeMs: row.time_ms,
      arrivedMs: row.time_ms,
      name: row.name,
      value: row.value,
      attributes: row.attributes ?? {},
    })),
  }))
}

/** Null when it took too long; what was decided before it stands. */
async function inPatience<T>(tx: Tx, read: (inner: Tx) => Promise<T>): Promise<T | null> {
  try {
    return await tx.transaction(async (inner) => {
      const [usual] = await inner.execute<{ ms: string }>(sql`select current_setting('statement_timeout') as ms`)
      await inner.execute(sql`select set_config('statement_timeout', ${String(PATIENCE_MS)}, true)`)
      const result = await read(inner)
      await inner.execute(sql`select set_config('statement_timeout', ${usual?.ms ?? '0'}, true)`)
      return result
    })
  } catch (error) {
    if (sqlState(error) === '57014') return null
    throw error
  }
}

/** So many values of one person are looked through for the first that counts. */
const LOOKED_MAX = 20

/** First values of a quantile metric among control people of a rollout that is running, for thresholds. */
export async function readFirstValues(
  db: Db | Tx,
  place: { workspaceId: WorkspaceId; environmentId: EnvironmentId; rolloutId: RolloutId },
  metric: PlanMetric,
  now: Instant,
): Promise<number[]> {
  const { workspaceId, environmentId, rolloutId } = place
  const window =
    metric.windowMs === null
      ? sql``
      : sql`and r.occurred_at <= s.entered_at + make_interval(secs => ${metric.windowMs / 1000}::float8)`
  const rows = await db.execute<Omit<EventRow, 'time_ms'>>(sql`
    select encode(s.unit, 'hex') as unit, e.* from (
      select unit, entered_at from unit_stage
      where workspace_id = ${workspaceId} and rollout_id = ${rolloutId} and arm = 'control' and coin >= 0
      order by arrived_at limit ${CHUNK}
    ) as s
    cross join lateral (
      select name, value, attributes from telemetry_event r
      where r.workspace_id = ${workspaceId} and r.unit = s.unit and r.environment_id = ${environmentId}
        and r.kind = 'track' and r.name = ${metric.event} and r.value is not null
        and r.arrived_at <= ${now} and r.occurred_at >= s.entered_at ${window}
      order by r.arrived_at limit ${LOOKED_MAX}
      offset 0
    ) as e`)
  const first = new Map<string, number>()
  for (const { unit, value, name, attributes } of rows) {
    const event = { name, value, attributes: attributes ?? {} }
    if (value !== null && !first.has(unit) && matches(metric, event)) first.set(unit, value)
  }
  return [...first.values()]
}
