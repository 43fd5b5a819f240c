import { and, eq, gt, inArray, max } from 'drizzle-orm'
import { analysisState, tickLog } from '@/drizzle/schema/analysis'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type DeltaPosition } from '@/lib/telemetry/server/contract'
import { type AnalysisConfig } from '../core/config'
import { type ConfigChange } from '../core/replay'
import { type StoredState, type TickData } from '../core/stored'

/** `saved` is the position of the stored row, which may lag behind what the log holds. */
export type Stored = { config: AnalysisConfig; state: StoredState; position: DeltaPosition; saved: DeltaPosition }
type Place = { workspaceId: WorkspaceId; rolloutId: RolloutId }

const ofRollout = ({ workspaceId, rolloutId }: Place) =>
  and(eq(analysisState.workspaceId, workspaceId), eq(analysisState.rolloutId, rolloutId))

/** Telemetry's `<txid>:<seq>` as the two columns it is kept in; the beginning is an empty txid. */
const columnsOf = (position: DeltaPosition): { txid: string; seq: number } => {
  const [txid = '', seq = '0'] = position.split(':')
  return { txid, seq: Number(seq) }
}
const positionOf = ({ txid, seq }: { txid: string; seq: number }): DeltaPosition =>
  txid === '' ? '' : `${txid}:${seq}`

export async function readStored(db: Db | Tx, place: Place): Promise<Stored | null> {
  const [row] = await db.select().from(analysisState).where(ofRollout(place))
  if (!row) return null
  const position = positionOf(row)
  return { config: row.config, state: row.state, position, saved: position }
}

export async function hasStarted(tx: Tx, place: Place): Promise<boolean> {
  const rows = await tx.select({ id: analysisState.rolloutId }).from(analysisState).where(ofRollout(place))
  return rows.length > 0
}

export async function insertStored(tx: Tx, place: Place, stored: Omit<Stored, 'saved'>, now: Instant): Promise<void> {
  const { config, state, position } = stored
  await tx.insert(analysisState).values({ ...place, config, state, ...columnsOf(position), updatedAt: now })
}

/** Writes the state back; false when somebody else wrote after `before` meanwhile. */
export async function updateStored(
  tx: Tx,
  place: Place,
  { before, state, position }: { before: DeltaPosition; state: StoredState; position: DeltaPosition },
  now: Instant,
): Promise<boolean> {
  const was = columnsOf(before)
  const rows = await tx
    .update(analysisState)
    .set({ state, ...columnsOf(position), updatedAt: now })
    .where(and(ofRollout(place), eq(analysisState.txid, was.txid), eq(analysisState.seq, was.seq)))
    .returning({ id: analysisState.rolloutId })
  return rows.length === 1
}

export type Logged = { at: Instant; from: DeltaPosition; to: DeltaPosition; logE: number | null; epoch: number }

/** One line of the tick log. @returns its place */
export async function logTick(tx: Tx, place: Place, data: TickData, logged: Logged): Promise<number> {
  const [from, to] = [columnsOf(logged.from), columnsOf(logged.to)]
  const [row] = await tx
    .insert(tickLog)
    .values({
      ...place,
      at: logged.at,
      kind: data.kind === 'tick' ? 'delta' : 'config',
      fromTxid: from.txid,
      fromSeq: from.seq,
      toTxid: to.txid,
      toSeq: to.seq,
      data,
      logE: logged.logE,
      epoch: logged.epoch,
    })
    .returning({ seq: tickLog.seq })
  if (!row) throw new Error('the tick log took no row')
  return row.seq
}

/** A change waits in the log, in the decision's own transaction, until the next tick applies it. */
export async function logChange(tx: Tx, place: Place, data: TickData, now: Instant): Promise<number> {
  return logTick(tx, place, data, { at: now, from: '', to: '', logE: null, epoch: 0 })
}

/** Place of the newest change of each rollout. */
export async function readChangeSeqs(db: Db, rolloutIds: readonly RolloutId[]): Promise<Map<RolloutId, number>> {
  if (rolloutIds.length === 0) return new Map()
  const rows = await db
    .select({ rolloutId: tickLog.rolloutId, seq: max(tickLog.seq) })
    .from(tickLog)
    .where(and(inArray(tickLog.rolloutId, [...rolloutIds]), eq(tickLog.kind, 'config')))
    .groupBy(tickLog.rolloutId)
  return new Map(rows.map(({ rolloutId, seq }) => [rolloutId, seq ?? 0]))
}

/** Changes after a place, in order. `start` is applied already when it is logged. */
export async function readChanges(
  db: Db,
  { workspaceId, rolloutId }: Place,
  afterSeq: number,
): Promise<{ seq: number; change: ConfigChange }[]> {
  const rows = await db
    .select({ seq: tickLog.seq, data: tickLog.data })
    .from(tickLog)
    .where(
      and(
        eq(tickLog.workspaceId, workspaceId),
        eq(tickLog.rolloutId, rolloutId),
        eq(tickLog.kind, 'config'),
        gt(tickLog.seq, afterSeq),
      ),
    )
    .orderBy(tickLog.seq)
  return rows.flatMap(({ seq, data }) => (data.kind === 'tick' || data.kind === 'start' ? [] : [{ seq, change: data }]))
}

/** The log from a place on, for replay. */
export async function readLog(
  db: Db,
  { workspaceId, rolloutId }: Place,
  afterSeq: number,
  limit: number,
): Promise<{ seq: number; data: TickData; from: DeltaPosition; to: DeltaPosition }[]> {
  const rows = await db
    .select()
    .from(tickLog)
    .where(and(eq(tickLog.workspaceId, workspaceId), eq(tickLog.rolloutId, rolloutId), gt(tickLog.seq, afterSeq)))
    .orderBy(tickLog.seq)
    .limit(limit)
  return rows.map((row) => ({
    seq: row.seq,
    data: row.data,
    from: positionOf({ txid: row.fromTxid, seq: row.fromSeq }),
    to: positionOf({ txid: row.toTxid, seq: row.toSeq }),
  }))
}
