import { sql } from 'drizzle-orm'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'

export type HeardQuestion = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  flagKey: string
  events: readonly string[]
}
/** Newest arrival of anything that was done, of a record of the flag, and of each event asked for. */
export type HeardAnswer = { tracks: Instant | null; exposure: Instant | null; events: Record<string, Instant> }

const RECENT_MS = 10 * 60_000
const DAY_MS = 24 * 3_600_000

/**
 * When an environment's data was last heard of, at most a day back. The last minutes are asked first: where they have
 * everything, as is usual, the day is not read.
 */
export async function readHeard(db: Db | Tx, question: HeardQuestion, now: Instant): Promise<HeardAnswer> {
  const recent = await heardSince(db, question, now, RECENT_MS)
  const complete = recent.tracks && recent.exposure && question.events.every((event) => recent.events[event])
  return complete ? recent : heardSince(db, question, now, DAY_MS)
}

async function heardSince(db: Db | Tx, question: HeardQuestion, now: Instant, ms: number): Promise<HeardAnswer> {
  const { workspaceId, environmentId, flagKey, events } = question
  const rows = await db.execute<{ name: string; at: string }>(sql`
    select case when kind = 'exposure' then 'exposure' when name = any(${sql.param([...events])}::text[]) then 'event ' || name else 'track' end as name,
      to_char(max(arrived_at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from telemetry_event
    where workspace_id = ${workspaceId} and environment_id = ${environmentId}
      and arrived_at > ${instant(toMs(now) - ms)} and arrived_at <= ${now}
      and (kind = 'track' or name = ${flagKey})
    group by 1`)
  const at = new Map(rows.map((row): [string, Instant] => [row.name, instant(Date.parse(row.at))]))
  const heard = Object.fromEntries(
    events.flatMap((event): [string, Instant][] => {
      const when = at.get(`event ${event}`)
      return when ? [[event, when]] : []
    }),
  )
  const tracks = [at.get('track'), ...Object.values(heard)].filter((when) => when !== undefined)
  return {
    tracks: tracks.toSorted((a, b) => toMs(b) - toMs(a))[0] ?? null,
    exposure: at.get('exposure') ?? null,
    events: heard,
  }
}
