import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BulkAnswers } from '@/lib/flags/server/bulk-answers'
import { ClientRegistry } from '@/lib/flags/server/clients'
import { storeClients, storeUsage } from '@/lib/flags/server/clients-seen'
import { loadSnapshot, readRevisions } from '@/lib/flags/server/environments'
import { storeSeen } from '@/lib/flags/server/flag-seen'
import { FlagUsage } from '@/lib/flags/server/flag-usage'
import { type FlagsAuth, type FlagsKey, type FlagsRuntime } from '@/lib/flags/server/hot-flags'
import { SseHub } from '@/lib/flags/server/sse-hub'
import { SnapshotCache } from '@/lib/flags/server/snapshot-cache'
import { createStreamTokens } from '@/lib/flags/server/stream-token'
import { type KeyAnswer } from '@/lib/governance/server/authenticate-key'
import { authenticateKey, warmKeys } from '@/lib/governance/server/contract'
import { openKeysById } from '@/lib/governance/server/key-by-id'
import { sharedSecret } from '@/lib/platform/secrets'
import { EnvironmentId } from '@/lib/kernel/id'
import { isAway } from '@/lib/platform/database'
import { andThen } from '@/lib/platform/hot'
import { ConfigMessage } from '@/lib/platform/notify'
import { clockMsOf, type Runtime } from '@/lib/platform/runtime'

const POLL_MS = 2000
const FLUSH_MS = 1000

export type Flags = FlagsRuntime & {
  /** A notice of the database: an environment has a new revision. */
  notice(payload: string): void
  /** Looks at every environment's revision: the poll behind the notices. */
  poll(): Promise<void>
  close(): Promise<void>
}

/** What the flag doors of one process share, fed by the database and kept on disk for the time it is away. */
export async function openFlags(runtime: Runtime, diskDir: string | null): Promise<Flags> {
  const { database, log } = runtime
  const nowMs = clockMsOf(runtime)
  const snapshots = new SnapshotCache({ load: (id) => loadSnapshot(database.db, id), diskDir, now: runtime.now, log })
  await snapshots.readDisk()
  if (diskDir) await warmKeys(runtime, diskDir)
  const tokens = createStreamTokens({ secret: await streamSecret(runtime, diskDir), nowMs })
  const [clients, usage, hub, keyById] = [new ClientRegistry(), new FlagUsage(), new SseHub(), openKeysById(runtime)]
  snapshots.onChange((snapshot) => hub.tell(snapshot))

  const poll = async (): Promise<void> => {
    try {
      const revisions = await readRevisions(database.db)
      snapshots.databaseAnswered(true)
      const behind = revisions.filter(({ id, revision }) => revision > 0 && snapshots.get(id)?.revision !== revision)
      await Promise.all(behind.map(({ id }) => snapshots.refresh(id)))
    } catch (error) {
      snapshots.databaseAnswered(false)
      if (!isAway(error)) log.error({ err: error }, 'revisions cannot be read')
    }
  }
  const flush = async (): Promise<void> => {
    const [rows, counts] = [clients.take(), usage.take()]
    try {
      await storeClients(database, rows)
      // First what may be said twice: a fault in between must not count anything again.
      await storeSeen(database.db, counts)
      await storeUsage(database.db, counts)
    } catch (error) {
      clients.putBack()
      usage.putBack(counts)
      if (!isAway(error)) log.error({ err: error }, 'clients and usage cannot be stored')
    }
  }
  await poll()
  const timers = [setInterval(() => void poll(), POLL_MS), setInterval(() => void flush(), FLUSH_MS)]
  return {
    snapshots,
    clients,
    usage,
    bulk: new BulkAnswers(),
    hub,
    nowMs,
    poll,
    authenticate: (request) => andThen(authenticateKey(runtime, request, SCOPES), ofEnvironment),
    authenticateStream: async (token) => {
      const id = tokens.keyIdOf(token)
      const key = id === null ? 'gone' : await keyById(id)
      if (key === 'away') return { ok: false, status: 503 }
      return key === 'gone' ? { ok: false, status: 401 } : { ok: true, key }
    },
    sseTokenFor: (keyId) => tokens.tokenFor(keyId),
    notice: (payload) => {
      const told = ConfigMessage.safeParse(parse(payload))
      const id = EnvironmentId.safeParse(told.success ? told.data.environmentId : null)
      if (id.success) void snapshots.refresh(id.data)
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer)
      hub.close()
      await flush()
      await snapshots.settle()
    },
  }
}

const SCOPES = ['client', 'server'] as const

function ofEnvironment(answer: KeyAnswer): FlagsAuth {
  if (!answer.ok || isBound(answer)) return answer
  return { ok: false, status: 403 }
}

type Known = Extract<KeyAnswer, { ok: true }>
const isBound = (answer: Known): answer is Known & { key: FlagsKey } => answer.key.environmentId !== null

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The database's own secret; the copy on disk serves a start without it, or every client's stream would break. */
async function streamSecret(runtime: Runtime, diskDir: string | null): Promise<Uint8Array> {
  const file = diskDir === null ? null : join(diskDir, 'stream-secret')
  try {
    const secret = await sharedSecret(runtime.database.db, 'stream')
    if (file) await writeFile(file, secret, { mode: 0o600 })
    return secret
  } catch (error) {
    if (!isAway(error) || !file) throw error
    return readFile(file)
  }
}
