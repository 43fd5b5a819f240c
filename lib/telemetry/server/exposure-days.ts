import { sql } from 'drizzle-orm'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { sqlState, type Db } from '@/lib/platform/database'

const DAY_MS = 86_400_000
const SAMPLE_MAX = 2000
/** Somebody pressed a button for it and waits. */
const WITHIN_MS = 4000

export type DayOfPeople = { day: string; people: number }
/** People a day, days without records left out; attributes of some of them, as their newest record had them. */
export type ExposureDays = { days: DayOfPeople[]; contexts: Record<string, unknown>[] }
type Place = { workspaceId: WorkspaceId; environmentId: EnvironmentId; flag: string | null }

/**
 * Who met a flag on each of the last days in UTC, or any flag at all. Ids are pseudonyms.
 * @returns null when there is too much to read at once
 */
export async function sampleExposureDays(
  db: Db,
  { workspaceId, environmentId, flag }: Place,
  { days, now }: { days: number; now: Instant },
): Promise<ExposureDays | null> {
  const where = sql`workspace_id = ${workspaceId} and environment_id = ${environmentId} and kind = 'exposure'
    and arrived_at > ${instant(toMs(now) - days * DAY_MS)} and arrived_at <= ${now}
    ${flag === null ? sql`` : sql`and name = ${flag}`}`
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${WITHIN_MS}`))
      const counted = await tx.execute<DayOfPeople>(
        sql`select to_char(arrived_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(distinct unit)::int as people
          from telemetry_event where ${where} group by 1 order by 1`,
      )
      const rows = await tx.execute<{ unit: string; attributes: Record<string, unknown> | null }>(
        sql`select distinct on (unit) encode(unit, 'hex') as unit, attributes from telemetry_event where ${where}
          order by unit, arrived_at desc limit ${SAMPLE_MAX}`,
      )
      const contexts = rows.map(({ unit, attributes }) => Object.assign({}, attributes, { targetingKey: unit }))
      return { days: [...counted], contexts }
    })
  } catch (error) {
    if (sqlState(error) === CANCELLED) return null
    throw error
  }
}

const CANCELLED = '57014'
