import { sql, type SQL } from 'drizzle-orm'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Counted } from '../core/schema'
import { readWithin } from './read-within'

/** What is to be counted, in the words of a metric. */
export type Measured = {
  source: Counted
  aggregation: 'first-event' | 'proportion' | 'mean' | 'ratio' | 'quantile'
  of: 'sum' | 'first'
  per: Counted | null
  level: number
  cap: number | null
}
export type MeasuredPoint = {
  at: Instant
  /** People of whom anything was heard, those to whom it happened, and how often. */
  people: number
  had: number
  events: number
  value: number | null
}
/** @param part which part of all people was read: 1 is everybody */
export type MeasuredSeries = { points: MeasuredPoint[]; part: number }

export type AskedSeries = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  metric: Measured
  from: Instant
  to: Instant
  stepMs: number
}

/** Pseudonyms are spread evenly: whoever lies below such a bound is a fair part of all. */
const PARTS = [
  { below: '\\x01', part: 1 / 256 },
  { below: '\\x10', part: 1 / 16 },
  { below: null, part: 1 },
] as const
const WITHIN_MS = 1500
const POINTS_MAX = 800
/** So many people and times are enough for a figure on a screen. */
const ENOUGH = 60_000

/**
 * How a metric stood among all people of an environment over time, from the raw rows: people of whom anything was heard in
 * a step, whatever they were served. A sample by pseudonym where all cannot be read in time, never an estimate from few.
 */
export async function measureOverTime(db: Db, asked: AskedSeries): Promise<MeasuredSeries> {
  let found: MeasuredSeries = { points: [], part: 0 }
  for (const { below, part } of PARTS) {
    const points = await readWithin(db, WITHIN_MS, (tx) => pointsOf(tx, asked, below))
    if (points === null) return found
    found = { points, part }
    if (points.reduce((sum, { people }) => sum + people, 0) >= ENOUGH) return found
  }
  return found
}

type Row = {
  at_ms: number
  people: number
  had: number
  events: number
  total: number | null
  below: number | null
  first: number | null
}

async function pointsOf(tx: Tx, asked: AskedSeries, below: string | null): Promise<MeasuredPoint[]> {
  const { workspaceId, environmentId, metric, from, to, stepMs } = asked
  const { source, per, cap, level, aggregation } = metric
  const capped = (value: SQL): SQL =>
    cap === null ? value : sql`least(greatest(${value}, ${-cap}::float8), ${cap}::float8)`
  const first = sql`(array_agg(value order by occurred_at, value) filter (where ${counts(source)} and value is not null))[1]`
  const firsts =
    aggregation === 'quantile'
      ? sql`percentile_cont(${level}::float8) within group (order by one)`
      : sql`avg(${capped(sql`one`)})`
  const rows = await tx.execute<Row>(sql`
    select at_ms, count(*)::int as people, count(*) filter (where hits > 0)::int as had, sum(hits)::int as events,
      sum(${capped(sql`total`)})::float8 as total, sum(below)::float8 as below, (${firsts})::float8 as first
    from (
      select unit, ${toMs(from)}::float8 + floor((extract(epoch from occurred_at) * 1000 - ${toMs(from)}::float8) / ${stepMs}::float8)
          * ${stepMs}::float8 as at_ms,
        count(*) filter (where ${counts(source)}) as hits,
        coalesce(sum(coalesce(value, 1)) filter (where ${counts(source)}), 0) as total,
        ${per ? sql`coalesce(sum(coalesce(value, 1)) filter (where ${counts(per)}), 0)` : sql`0`} as below,
        ${first} as one
      from telemetry_event
      where workspace_id = ${workspaceId} and environment_id = ${environmentId}
        and arrived_at >= ${from} and arrived_at <= ${to} and occurred_at >= ${from} and occurred_at <= ${to}
        ${below === null ? sql`` : sql`and unit < ${below}::bytea`}
      group by 1, 2
    ) person
    group by at_ms order by at_ms limit ${POINTS_MAX}`)
  return rows.map((row) => ({
    at: instant(row.at_ms),
    people: row.people,
    had: row.had,
    events: row.events,
    value: valueOf(metric, row),
  }))
}

function valueOf({ aggregation, of }: Measured, { people, had, total, below, first }: Row): number | null {
  if (people === 0) return null
  if (aggregation === 'ratio') return below ? (total ?? 0) / below : null
  if (aggregation === 'quantile' || (aggregation === 'mean' && of === 'first')) return first
  return aggregation === 'mean' ? (total ?? 0) / people : had / people
}

/** Whether a row is one that is counted, as `matches` says it of records. */
function counts({ event, where, atLeast }: Counted): SQL {
  const only = where
    ? sql`and attributes -> ${where.attribute} = any(array(select jsonb_array_elements(${JSON.stringify(where.values)}::text::jsonb)))`
    : sql``
  const least = atLeast === null ? sql`` : sql`and value >= ${atLeast}::float8`
  return sql`(kind = 'track' and name = ${event} ${only} ${least})`
}
