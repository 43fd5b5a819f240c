import { type TransactionSql } from 'postgres'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs } from '@/lib/kernel/time'
import { isAway, sqlState } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { applyBatch, unitsEntering } from '../core/ingest-to-delta'
import { type EvidenceRecord, type StageOf } from '../core/model'
import { type IncomingRecord } from '../core/schema'
import { bodyKey, claimKeys, keysOf } from './dedupe'
import { evidenceOf } from './evidence'
import { type Stored } from './group-commit'
import { type IngestSource } from './ingest-source'
import { loadClosed, loadLookBack, loadPlans, loadUnits } from './load-state'
import { type StageLookup } from './stage-lookup'
import { insertDeltas, insertEvents, insertOutcomes, upsertEntries } from './store-rows'
import { lockIngest } from './lock-ingest'

/** What one request brought, all of one workspace. */
export type Batch = { source: IngestSource; records: readonly IncomingRecord[]; body: Uint8Array }

const AWAY: Stored = { ok: false, code: 'storage', retryAfterS: 5 }

/**
 * Writes a group of batches of one workspace in one transaction: dedupe, raw rows, unit states, cohort deltas. Answers
 * after COMMIT. A group that fails for a reason of its own is tried batch by batch, so that one batch cannot keep the
 * others out; values are refused, and only faults are logged.
 */
export async function commitGroup(runtime: Runtime, stages: StageLookup, group: readonly Batch[]): Promise<Stored[]> {
  try {
    await commitOnce(runtime, stages, group)
    return group.map(() => ({ ok: true }))
  } catch (error) {
    if (isAway(error)) return group.map(() => AWAY)
    if (group.length > 1) {
      const answers: Stored[] = []
      for (const batch of group) answers.push(...(await commitGroup(runtime, stages, [batch])))
      return answers
    }
    runtime.log.error({ err: error }, 'a batch of telemetry could not be stored')
    // Class 22: the data itself. To send it again would fail again.
    return [sqlState(error)?.startsWith('22') ? { ok: false, code: 'malformed' } : AWAY]
  }
}

async function commitOnce(runtime: Runtime, stages: StageLookup, group: readonly Batch[]): Promise<void> {
  const workspaceId = group[0]?.source.workspaceId
  if (!workspaceId) return
  const stageOf = await stages.load(workspaceId, group.flatMap(exposuresOf))
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runtime.database.sql.begin((tx) => write(tx, runtime, workspaceId, { stages, stageOf, group }))
      return
    } catch (error) {
      const state = sqlState(error)
      if (attempt > 1 || (state !== '40P01' && state !== '40001')) throw error
    }
  }
}

type Work = { stages: StageLookup; stageOf: StageOf; group: readonly Batch[] }

async function write(
  tx: TransactionSql,
  runtime: Runtime,
  workspaceId: WorkspaceId,
  { stages, stageOf, group }: Work,
): Promise<void> {
  await lockIngest(tx, workspaceId)
  // Taken under the lock, so order of arrival is order of commit.
  const now = runtime.now()
  const records = await freshRecords(tx, workspaceId, group, { stages, stageOf, nowMs: toMs(now) })
  if (records.length === 0) return
  const [plans, closed] = await Promise.all([loadPlans(tx, workspaceId), loadClosed(tx, workspaceId)])
  const ids = plans.map((plan) => plan.rolloutId)
  const units = await loadUnits(tx, workspaceId, ids, [...new Set(records.map((record) => record.unit))])
  const entering = unitsEntering({ plans, stageOf, units, records })
  const earliestMs = records.reduce((least, record) => Math.min(least, record.arrivedMs), Infinity)
  const lookBack = await loadLookBack(tx, workspaceId, plans, entering, earliestMs)
  const closedTo = (rolloutId: string, metric: number): number | null => closed.get(`${rolloutId} ${metric}`) ?? null
  const output = applyBatch({ plans, stageOf, units, lookBack, closedTo, records })
  // One connection runs them one after the other; sent together they wait for the network once.
  await Promise.all([
    insertEvents(tx, workspaceId, records),
    upsertEntries(tx, workspaceId, output.entries),
    insertOutcomes(tx, workspaceId, output.outcomes),
    insertDeltas(tx, workspaceId, output.deltas),
  ])
}

/** Records that were not taken before, pseudonymised, in order of arrival. */
async function freshRecords(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  group: readonly Batch[],
  facts: { stages: StageLookup; stageOf: StageOf; nowMs: number },
): Promise<(EvidenceRecord & { stored: IncomingRecord['attributes'] })[]> {
  const keyed = group.map((batch) => {
    const body = bodyKey(batch.source.keyId, batch.body)
    return { batch, body, keys: keysOf(batch.source.keyId, body, batch.records) }
  })
  const fresh = await claimKeys(
    tx,
    workspaceId,
    keyed.flatMap(({ keys }) => keys),
    instant(facts.nowMs),
  )
  const taken: (EvidenceRecord & { stored: IncomingRecord['attributes'] })[] = []
  for (const { batch, body, keys } of keyed) {
    for (const [i, record] of batch.records.entries()) {
      const key = keys[i]
      if (key === undefined || !fresh.has(key)) continue
      if (key !== body) fresh.delete(key)
      taken.push({ ...evidenceOf(record, batch.source, facts), stored: record.attributes })
    }
    // The same body again in this very group is a retry too.
    fresh.delete(body)
  }
  // Stable: under a real clock all arrive now and stay in the order in which they came.
  return taken.sort((a, b) => a.arrivedMs - b.arrivedMs)
}

function exposuresOf({ source, records }: Batch): WantedStages {
  return records.flatMap((record) =>
    record.kind === 'exposure' && record.flag !== null && record.variant !== null
      ? [
          {
            environmentId: source.environmentId,
            flag: record.flag,
            revision: record.revision,
            timeMs: record.timeMs,
          },
        ]
      : [],
  )
}

type WantedStages = { environmentId: EnvironmentId; flag: string; revision: number | null; timeMs: number }[]
