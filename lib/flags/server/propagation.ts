import { sql } from 'drizzle-orm'
import { elapsedMs, instant, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type EnvironmentRow } from './environments'

/** A client not seen for this long is silent. */
const SILENT_MS = 5 * 60_000
const NAMED_MAX = 50

export type UnconfirmedClient = {
  id: string
  service: string | null
  version: string | null
  revision: number
  seenAt: Instant
}
export type PropagationNow = {
  revision: number
  at: Instant
  seen: number
  confirmed: number
  p95S: number | null
  unconfirmed: UnconfirmedClient[]
  silent: number
  done: boolean
}

type Counts = { seen: string; confirmed: string; silent: string; p95: number | null }
type Client = {
  client_id: string
  service: string | null
  service_version: string | null
  revision: string
  seen_at: string
}

/**
 * Who runs a published revision: of the clients seen in the five minutes before now, how many show `revision` or a later
 * one, how long they took, and who has not shown it (architecture §2).
 */
export async function readPropagation(
  db: Db | Tx,
  environment: EnvironmentRow,
  published: { revision: number; at: Instant },
  now: Instant,
): Promise<PropagationNow> {
  const since = instant(Math.min(Date.parse(published.at), Date.parse(now)) - SILENT_MS)
  const where = sql`workspace_id = ${environment.workspaceId} and environment_id = ${environment.id}`
  // A client last seen before the change by more than the silent limit never had a chance to take it: it is silent.
  const [counts] = await db.execute<Counts>(sql`
    select count(*) filter (where seen_at >= ${since}) as seen,
           count(*) filter (where seen_at >= ${since} and revision >= ${published.revision}) as confirmed,
           count(*) filter (where seen_at < ${since} and seen_at >= ${since}::timestamptz - interval '1 day') as silent,
           percentile_cont(0.95) within group (order by extract(epoch from revision_at - ${published.at}::timestamptz))
             filter (where revision >= ${published.revision} and first_seen_at < ${published.at} and revision_at >= ${published.at}) as p95
    from client_seen where ${where}`)
  const late = await db.execute<Client>(sql`
    select client_id, service, service_version, revision, seen_at from client_seen
    where ${where} and seen_at >= ${since} and revision < ${published.revision}
    order by seen_at desc limit ${NAMED_MAX}`)
  const [seen, confirmed] = [Number(counts?.seen ?? 0), Number(counts?.confirmed ?? 0)]
  const overdue = elapsedMs(published.at, now) >= environment.confirmWithinS * 1000
  return {
    revision: published.revision,
    at: published.at,
    seen,
    confirmed,
    p95S: counts?.p95 === null || counts?.p95 === undefined ? null : Math.round(counts.p95 * 100) / 100,
    unconfirmed: late.map((client) => ({
      id: client.client_id,
      service: client.service,
      version: client.service_version,
      revision: Number(client.revision),
      seenAt: instant(Date.parse(client.seen_at)),
    })),
    silent: Number(counts?.silent ?? 0),
    done: confirmed >= seen || overdue,
  }
}
