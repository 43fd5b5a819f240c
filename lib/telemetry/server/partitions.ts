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

/** Somebody reads or writes just now: the next round will do. */
const LOCKED = '55P03'

/**
 * Drops days whose raw events nobody keeps any longer: far cheaper than deleting them row by row.
 * @param keptSince for every workspace the moment from which it keeps them
 * @returns the days that are gone
 */
export async function dropOldDays(sql: Sql, keptSince: ReadonlyMap<WorkspaceId, Instant>): Promise<string[]> {
  const days = await sql<{ name: string }[]>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'telemetry_event'::regclass and c.relname ~ '^telemetry_event_[0-9]{8}$' order by 1`
  const dropped: string[] = []
  for (const { name } of days) {
    const day = name.slice(-8).replace(/(....)(..)(..)/, '$1-$2-$3')
    const end = instant(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS)
    const keepers = [...keptSince].flatMap(([id, since]) => (since < end ? [id] : []))
    if (keepers.length < keptSince.size && (await dropDay(sql, name, keepers))) dropped.push(day)
  }
  return dropped
}

/** @returns whether it is gone: not while a keeper has rows in it, or while others hold on to it */
async function dropDay(sql: Sql, name: string, keepers: readonly WorkspaceId[]): Promise<boolean> {
  try {
    return await sql.begin(async (tx) => {
      // Readers and writers would queue up behind a drop that waits.
      await tx`set local lock_timeout = '2s'`
      const [kept] = await tx`select 1 from ${tx(name)} where workspace_id = any(${[...keepers]}::text[]) limit 1`
      if (kept) return false
      await tx`drop table ${tx(name)}`
      return true
    })
  } catch (error) {
    if (sqlState(error) === LOCKED) return false
    throw error
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
