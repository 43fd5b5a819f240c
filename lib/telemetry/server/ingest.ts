import { clockMsOf, type Runtime } from '@/lib/platform/runtime'
import { ROWS_A_REQUEST, ROWS_PER_S, RowBudget } from '../core/row-budget'
import { commitPrepared, openMemory, type Memory } from './commit-batch'
import { GroupCommit, GROUP_LIMITS, type GroupLimits, type Stored } from './group-commit'
import { authenticateIngest, type AuthenticateIngest } from './ingest-source'
import { prepareBatch, type Batch, type PreparedBatch } from './prepare-batch'
import { Pseudonyms } from './pseudonymise'
import { RejectionCounts } from './rejection-counts'
import { type ClientRevision, type StageLookup } from './stage-lookup'

const FLUSH_MS = 5000

/** What the doors of telemetry share in one process. */
export type Ingest = {
  authenticate: AuthenticateIngest
  rejections: RejectionCounts
  nowMs(): number
  /** Resolves after COMMIT, in company for at most 50 ms; with nothing to store at once. */
  store(batch: Batch): Promise<Stored>
  /** Waits for what is under way and stores the counts; for a graceful stop. */
  close(): Promise<void>
}

export type IngestOptions = {
  stages: StageLookup
  /** Told after commit which clients showed which revision. */
  onClients?: (clients: ClientRevision[]) => void
  limits?: GroupLimits
  /** Rows a second that one key may send to this process. */
  rowsPerS?: number
}

/** Opens ingest for this process: one group commit per workspace, counts stored every five seconds. */
export function openIngest(
  runtime: Runtime,
  { stages, onClients, limits = GROUP_LIMITS, rowsPerS = ROWS_PER_S }: IngestOptions,
): Ingest {
  const rejections = new RejectionCounts(runtime.now)
  const budget = new RowBudget(rowsPerS)
  const nowMs = clockMsOf(runtime)
  const authenticate = authenticateIngest(runtime)
  const memory: Memory = {
    ...openMemory(nowMs),
    onUnattributed: (workspaceId, count) =>
      rejections.add(workspaceId, 'attribution', [{ code: 'unattributed', count }]),
  }
  const groups = new GroupCommit<PreparedBatch>(
    (group, nearlyDone) => commitPrepared(runtime, stages, group, memory, nearlyDone),
    limits,
  )
  const pseudonyms = new Pseudonyms()
  let away = false
  const flush = async (): Promise<void> => {
    try {
      await rejections.flush(runtime.database.sql)
      away = false
    } catch (error) {
      if (!away) runtime.log.warn({ err: error }, 'counts of refused telemetry wait for the database')
      away = true
    }
  }
  const timer = setInterval(() => void flush(), FLUSH_MS)
  timer.unref()
  return {
    authenticate: async (request) => {
      const who = await authenticate(request)
      if (!who.ok) return who
      const { keyId, workspaceId } = who.source
      const retryAfterS = budget.waitS(keyId, nowMs())
      if (retryAfterS !== null) return { ok: false, status: 429, code: 'rate-limited', workspaceId, retryAfterS }
      budget.spend(keyId, ROWS_A_REQUEST, nowMs())
      return who
    },
    rejections,
    nowMs,
    store: async (batch) => {
      if (batch.records.length === 0) return { ok: true }
      budget.spend(batch.source.keyId, batch.records.length, nowMs())
      // Hashes are made while an earlier group is being written, not while the workspace waits for this one.
      const prepared = prepareBatch(batch, pseudonyms)
      const stored = await groups.add(batch.source.workspaceId, prepared, batch.records.length)
      if (stored.ok) onClients?.(clientsOf(batch))
      return stored
    },
    close: async () => {
      clearInterval(timer)
      await groups.drain()
      await flush()
    },
  }
}

/** The newest revision that each client of a batch showed. */
function clientsOf({ source, records }: Batch): ClientRevision[] {
  const { workspaceId, environmentId } = source
  const newest = new Map<string, ClientRevision>()
  for (const { client, revision } of records) {
    if (!client || revision === null || revision <= (newest.get(client.id)?.revision ?? -1)) continue
    const { id: clientId, service, version } = client
    newest.set(clientId, { workspaceId, environmentId, clientId, service, version, revision })
  }
  return [...newest.values()]
}
