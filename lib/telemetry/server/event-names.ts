import { sql } from 'drizzle-orm'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { readWithin } from './read-within'

/** An event that really arrives: how often, how often with a value, when last. */
export type SeenEvent = { name: string; count: number; withValue: number; lastAt: Instant }
export type SeenEvents = { events: SeenEvent[]; spanMs: number }

const HOUR_MS = 3_600_000
/** Each is tried after the one before it; the longest that can be read in time is told. */
const SPANS_MS = [HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS]
const WITHIN_MS = 1000
const NAMES_MAX = 200

/** Names of events that arrived lately, the most frequent first. */
export async function readEventNames(
  db: Db,
  { workspaceId, environmentId }: { workspaceId: WorkspaceId; environmentId: EnvironmentId },
  now: Instant,
): Promise<SeenEvents> {
  let seen: SeenEvents = { events: [], spanMs: HOUR_MS }
  for (const spanMs of SPANS_MS) {
    const rows = await readWithin(db, WITHIN_MS, (tx) =>
      tx.execute<{ name: string; count: number; with_value: number; last_ms: number }>(sql`
        select name, count(*)::int as count, count(value)::int as with_value,
          (extract(epoch from max(arrived_at)) * 1000)::float8 as last_ms
        from telemetry_event
        where workspace_id = ${workspaceId} and environment_id = ${environmentId} and kind = 'track'
          and arrived_at > ${instant(toMs(now) - spanMs)} and arrived_at <= ${now}
        group by name order by count(*) desc, name limit ${NAMES_MAX}`),
    )
    if (rows === null) return seen
    const events = rows.map(({ name, count, with_value: withValue, last_ms: lastMs }) => {
      return { name, count, withValue, lastAt: instant(lastMs) }
    })
    seen = { events, spanMs }
  }
  return seen
}
