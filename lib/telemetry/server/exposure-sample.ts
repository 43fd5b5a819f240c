import { sql } from 'drizzle-orm'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { sqlState, type Db } from '@/lib/platform/database'

const DAY_MS = 86_400_000
const SAMPLE_MAX = 2000
/** A screen waits for it: better no number than a late one. */
const WITHIN_MS = 500

export type ExposureSample = { people: number; contexts: Record<string, unknown>[] }

/**
 * Who met a flag in the last day: how many people, and of some of them the attributes that their records carried. Ids are
 * pseudonyms. Null when there is too much to read at once.
 */
export async function sampleExposures(
  db: Db,
  { workspaceId, environmentId, flag }: { workspaceId: WorkspaceId; environmentId: EnvironmentId; flag: string },
  now: Instant,
): Promise<ExposureSample | null> {
  const since = instant(toMs(now) - DAY_MS)
  const where = sql`workspace_id = ${workspaceId} and environment_id = ${environmentId} and kind = 'exposure'
    and name = ${flag} and arrived_at >= ${since} and arrived_at <= ${now}`
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${WITHIN_MS}`))
      const [counted] = await tx.execute<{ people: string }>(
        sql`select count(distinct unit) as people from telemetry_event where ${where}`,
      )
      const rows = await tx.execute<{ unit: string; attributes: Record<string, unknown> | null }>(
        sql`select distinct on (unit) encode(unit, 'hex') as unit, attributes from telemetry_event where ${where}
          order by unit limit ${SAMPLE_MAX}`,
      )
      return {
        people: Number(counted?.people ?? 0),
        contexts: rows.map(({ unit, attributes }) => Object.assign({}, attributes, { targetingKey: unit })),
      }
    })
  } catch (error) {
    if (sqlState(error) === CANCELLED) return null
    throw error
  }
}

const CANCELLED = '57014'
