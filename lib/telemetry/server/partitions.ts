import { type Sql } from 'postgres'
import { type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { sqlState } from '@/lib/platform/database'

const DAY_MS = 86_400_000
const DAYS_AHEAD = 3
/** Made by another process just now, or rows of that day are in the default partition: the day is taken care of. */
const TAKEN = new Set(['42P07', '42P17', '23505', '23514'])

/**
 * Creates the daily partitions of telemetry_event for today and the next days, each with its BRIN index on time. A day
 * whose rows began to arrive before stays in the default partition. Repeatable; several processes may run it at once.
 */
export async function ensurePartitions(sql: Sql, now: Instant): Promise<void> {
  for (let day = 0; day <= DAYS_AHEAD; day += 1) {
    const from = instant(Math.floor(toMs(now) / DAY_MS) * DAY_MS + day * DAY_MS)
    const to = instant(toMs(from) + DAY_MS)
    const name = `telemetry_event_${from.slice(0, 10).replaceAll('-', '')}`
    try {
      await sql.begin(async (tx) => {
        const [found] = await tx`select to_regclass(${name}) as name`
        if (found?.['name'] !== null) return
        await tx.unsafe(`create table ${name} partition of telemetry_event for values from ('${from}') to ('${to}')`)
        await tx.unsafe(`create index on ${name} using brin (arrived_at)`)
      })
    } catch (error) {
      if (!TAKEN.has(sqlState(error) ?? '')) throw error
    }
  }
}

/** Forgets a workspace's raw events from before a moment. What was counted of them stays. */
export async function forgetOldEvents(sql: Sql, workspaceId: WorkspaceId, before: Instant): Promise<void> {
  await sql`delete from telemetry_event where workspace_id = ${workspaceId} and arrived_at < ${before}`
}

/** Dedupe keys are kept for two days (protocols.md §3.7): older records are refused anyway. */
export async function forgetOldKeys(sql: Sql, now: Instant): Promise<void> {
  await sql`delete from ingest_seen where arrived_at < ${instant(toMs(now) - 2 * DAY_MS)}`
}
