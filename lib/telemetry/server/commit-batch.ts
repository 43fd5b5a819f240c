import { type TransactionSql } from 'postgres'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { toMs } from '@/lib/kernel/time'
import { isAway, sqlState } from '@/lib/platform/database'
import { clockMsOf, type Runtime } from '@/lib/platform/runtime'
import { applyBatch, unitsEntering } from '../core/ingest-to-delta'
import { type EvidenceRecord, type StageOf } from '../core/model'
import { KeyClaims } from './dedupe'
import { evidenceOf } from './evidence'
import { type Stored } from './group-commit'
import { loadClosed, loadLookBack, loadPlans, loadUnits } from './load-state'
import { lockIngest } from './lock-ingest'
import { nameRows, type Naming } from './name-rows'
import { prepareBatch, withoutRepeats, type Batch, type PreparedBatch, type Row } from './prepare-batch'
import { Pseudonyms } from './pseudonymise'
import { RecentAliases } from './recent-aliases'
import { type StageLookup, type WantedStage } from './stage-lookup'
import { insertDeltas, insertEvents, insertOutcomes, storeEntries } from './store-rows'

export { type Batch } from './prepare-batch'

const AWAY: Stored = { ok: false, code: 'storage', retryAfterS: 5 }

/** Writes batches as they came. Whoever writes many prepares each when it comes, and commits groups of them. */
export function commitGroup(runtime: Runtime, stages: StageLookup, group: readonly Batch[]): Promise<Stored[]> {
  const pseudonyms = new Pseudonyms()
  return commitPrepared(
    runtime,
    stages,
    group.map((batch) => prepareBatch(batch, pseudonyms)),
  )
}

/**
 * What one process remembers between groups: sessions and traces, and which workspaces repeat themselves; and who hears
 * of events that nobody's were found.
 */
export type Memory = {
  recent: RecentAliases
  claims: KeyClaims
  onUnattributed?: (workspaceId: WorkspaceId, count: number) => void
}

/** @param nowMs the clock by which it forgets */
export const openMemory = (nowMs: () => number): Memory => ({
  recent: new RecentAliases(nowMs),
  claims: new KeyClaims(),
})

/**
 * Writes a group of batches of one workspace in one transaction: dedupe, raw rows, unit states, cohort deltas. Answers
 * after COMMIT. A group that fails for a reason of its own is tried batch by batch, so that one batch cannot keep the
 * others out; values are refused, and only faults are logged.
 * @param nearlyDone told when all is sent and only the commit is still to come
 */
export async function commitPrepared(
  runtime: Runtime,
  stages: StageLookup,
  group: readonly PreparedBatch[],
  memory: Memory = openMemory(clockMsOf(runtime)),
  nearlyDone: () => void = () => undefined,
): Promise<Stored[]> {
  try {
    await commitOnce(runtime, stages, group, memory, nearlyDone)
    return group.map(() => ({ ok: true }))
  } catch (error) {
    if (isAway(error)) return group.map(() => AWAY)
    if (group.length > 1) {
      const answers: Stored[] = []
      for (const batch of group) answers.push(...(await commitPrepared(runtime, stages, [batch], memory)))
      return answers
    }
    runtime.log.error({ err: error }, 'a batch of telemetry could not be stored')
    // Class 22: the data itself. To send it again would fail again.
    return [sqlState(error)?.startsWith('22') ? { ok: false, code: 'malformed' } : AWAY]
  }
}

async function commitOnce(
  runtime: Runtime,
  stages: StageLookup,
  group: readonly PreparedBatch[],
  memory: Memory,
  nearlyDone: () => void,
): Promise<void> {
  const workspaceId = group[0]?.source.workspaceId
  if (!workspaceId) return
  const { rows, keys } = withoutRepeats(group)
  const stageOf = await stages.load(workspaceId, rows.flatMap(exposureOf))
  for (let attempt = 1; ; attempt += 1) {
    try {
      const work = { stages, stageOf, rows, keys, memory, nearlyDone }
      const told = await runtime.database.sql.begin((tx) => write(tx, runtime, workspaceId, work))
      memory.recent.add(workspaceId, told.learned)
      if (told.unattributed > 0) memory.onUnattributed?.(workspaceId, told.unattributed)
      return
    } catch (error) {
      if (memory.claims.repeats(workspaceId, error)) continue
      const state = sqlState(error)
      if (attempt > 1 || (state !== '40P01' && state !== '40001')) throw error
    }
  }
}

type Work = {
  stages: StageLookup
  stageOf: StageOf
  rows: readonly Row[]
  keys: readonly string[]
  memory: Memory
  nearlyDone: () => void
}

async function write(
  tx: TransactionSql,
  runtime: Runtime,
  workspaceId: WorkspaceId,
  { stages, stageOf, rows, keys, memory, nearlyDone }: Work,
): Promise<Pick<Naming, 'learned' | 'unattributed'>> {
  // One connection runs what is sent together one after the other, the lock first, and waits for the network once.
  // What has much to send comes last: nothing is sent after it before it is done.
  const [, plans, closed, known] = await Promise.all([
    lockIngest(tx, workspaceId),
    loadPlans(tx, workspaceId),
    loadClosed(tx, workspaceId),
    memory.claims.claim(tx, workspaceId, keys, runtime.now()),
  ])
  // Taken under the lock, so order of arrival is order of commit.
  const nowMs = toMs(runtime.now())
  const taken = rows.filter(({ key }) => !known.has(key))
  const naming = await nameRows(tx, workspaceId, taken, { nowMs, recent: memory.recent })
  const records = evidence(naming, { stages, stageOf, nowMs })
  if (records.length === 0) return naming
  const ids = plans.map((plan) => plan.rolloutId)
  const units = await loadUnits(tx, workspaceId, ids, [...new Set(records.map((record) => record.unit))])
  const entering = unitsEntering({ plans, stageOf, units, records })
  const span = { earliestMs: records[0]?.arrivedMs ?? nowMs, latestMs: records.at(-1)?.arrivedMs ?? nowMs }
  const lookBack = await loadLookBack(tx, workspaceId, plans, entering, span)
  const closedTo = (rolloutId: RolloutId, metric: number): number | null => closed.get(`${rolloutId} ${metric}`) ?? null
  const output = applyBatch({ plans, stageOf, units, lookBack, closedTo, records })
  const written = Promise.all([
    insertDeltas(tx, workspaceId, output.deltas),
    insertOutcomes(tx, workspaceId, output.outcomes),
    storeEntries(tx, workspaceId, output.entries),
    insertEvents(tx, workspaceId, records),
  ])
  // Once this is sent the next group may ask for the lock, and gets it the moment this one is committed.
  setImmediate(nearlyDone)
  await written
  return naming
}

/** Rows that were not taken before, and what has found its unit, as evidence in order of arrival. */
function evidence({ rows, late }: Naming, facts: Parameters<typeof evidenceOf>[1]): EvidenceRecord[] {
  const records: EvidenceRecord[] = [...rows.map((row) => evidenceOf(row, facts)), ...late]
  // Stable: under a real clock all arrive now and stay in the order in which they came.
  return records.sort((a, b) => a.arrivedMs - b.arrivedMs)
}

function exposureOf({ source, record }: Row): WantedStage[] {
  const { flag, variant, revision, timeMs } = record
  if (record.kind !== 'exposure' || flag === null || variant === null) return []
  return [{ environmentId: source.environmentId, flag, revision, timeMs }]
}
