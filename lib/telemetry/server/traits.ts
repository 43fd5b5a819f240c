import { sql } from 'drizzle-orm'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'

export type Traits = Readonly<Record<string, string | number | boolean>>

const DAY_MS = 24 * 3_600_000
const PEOPLE_MAX = 5000

/**
 * What exposure records of the last day say of people, one newest record each, at most 5,000 of them. Their pseudonyms
 * stay here.
 */
export async function readTraits(
  db: Db,
  { workspaceId, environmentId }: { workspaceId: WorkspaceId; environmentId: EnvironmentId },
  now: Instant,
): Promise<Traits[]> {
  const rows = await db.execute<{ attributes: Traits | null }>(sql`
    select distinct on (unit) attributes from (
      select unit, attributes, arrived_at from telemetry_event
      where workspace_id = ${workspaceId} and environment_id = ${environmentId} and kind = 'exposure'
        and arrived_at > ${instant(toMs(now) - DAY_MS)} and arrived_at <= ${now}
      order by arrived_at desc limit ${PEOPLE_MAX * 2}
    ) as newest order by unit, arrived_at desc limit ${PEOPLE_MAX}`)
  return rows.map(({ attributes }) => attributes ?? {})
}

/** People met in the last day, by any exposure record; null: nobody. */
export async function countPeople(
  db: Db,
  { workspaceId, environmentId }: { workspaceId: WorkspaceId; environmentId: EnvironmentId },
  now: Instant,
): Promise<number | null> {
  const [row] = await db.execute<{ n: number }>(sql`
    select count(distinct unit)::int as n from telemetry_event
    where workspace_id = ${workspaceId} and environment_id = ${environmentId} and kind = 'exposure'
      and arrived_at > ${instant(toMs(now) - DAY_MS)} and arrived_at <= ${now}`)
  return row && row.n > 0 ? row.n : null
}
