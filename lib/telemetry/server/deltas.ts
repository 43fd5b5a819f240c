import { sql, type SQL } from 'drizzle-orm'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { CohortDelta } from '../core/schema'
import { coinOfNumber } from './coin-number'

/** A place in commit order, as text `<txid>:<seq>`; '' is before everything. */
export type DeltaPosition = string

export type StoredDelta = { position: DeltaPosition; arrivedAt: Instant; delta: CohortDelta }

/**
 * Deltas of one rollout after a position, in commit order, none skipped: only transactions below the oldest one still
 * running are read (statistics.md §3, "Tick = bucket").
 * @param upTo only deltas up to and including this position: how a replay reads a logged range
 */
export async function readDeltas(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  { after = '', upTo, limit = 10_000 }: { after?: DeltaPosition; upTo?: DeltaPosition; limit?: number } = {},
): Promise<StoredDelta[]> {
  const rows = await db.execute<Row>(sql`
    select txid::text || ':' || seq as position, (extract(epoch from arrived_at) * 1000)::float8 as arrived_ms,
      rollout_id, stage_id, share, coin, arm, n_enter, n_crossed,
      risk_enter, risk_exit, first_events, booked, booked_yes, events, moments, tails, lag_ms_sum, lag_count
    from cohort_delta
    where workspace_id = ${workspaceId} and rollout_id = ${rolloutId}
      and txid < pg_snapshot_xmin(pg_current_snapshot())
      ${after === '' ? sql`` : sql`and (txid, seq) > ${placeOf(after)}`}
      ${upTo === undefined ? sql`` : sql`and (txid, seq) <= ${placeOf(upTo)}`}
    order by txid, seq
    limit ${limit}`)
  return rows.map((row) => ({ position: row.position, arrivedAt: instant(row.arrived_ms), delta: deltaOf(row) }))
}

function placeOf(position: DeltaPosition): SQL {
  const [txid = '0', seq = '0'] = position.split(':')
  return sql`(${txid}::xid8, ${seq}::bigint)`
}

type Row = {
  position: string
  arrived_ms: number
  rollout_id: string
  stage_id: string
  share: number
  coin: number
  arm: string
  n_enter: number
  n_crossed: number
  risk_enter: number[]
  risk_exit: number[]
  first_events: number[]
  booked: number[]
  booked_yes: number[]
  events: number[]
  moments: number[] | null
  tails: number[] | null
  lag_ms_sum: number
  lag_count: number
}

function deltaOf(row: Row): CohortDelta {
  return CohortDelta.parse({
    rolloutId: row.rollout_id,
    stageId: row.stage_id,
    share: row.share,
    coin: coinOfNumber(row.coin),
    arm: row.arm,
    nEnter: row.n_enter,
    nCrossed: row.n_crossed,
    riskEnter: row.risk_enter,
    riskExit: row.risk_exit,
    firstEvents: row.first_events,
    booked: row.booked,
    bookedYes: row.booked_yes,
    events: row.events,
    lagMsSum: row.lag_ms_sum,
    lagCount: row.lag_count,
    ...(row.moments ? { moments: row.moments } : {}),
    ...(row.tails ? { tails: row.tails } : {}),
  })
}
