import { authenticateKey, readWorkspace } from '@/lib/governance/server/contract'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { isAway } from '@/lib/platform/database'
import { type HotRequest } from '@/lib/platform/hot'
import { type Runtime } from '@/lib/platform/runtime'
import { type RejectionCode } from '../core/schema'

/** Who sends: the environment that the key belongs to, and what the workspace says about units and time. */
export type IngestSource = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  /** Ids of records are unique within one key. */
  keyId: string
  unitKey: Uint8Array
  simulated: boolean
}

export type IngestAnswer =
  | { ok: true; source: IngestSource }
  | {
      ok: false
      status: 401 | 403 | 429 | 503
      code: RejectionCode
      workspaceId: WorkspaceId | null
      retryAfterS?: number
    }

export type AuthenticateIngest = (request: HotRequest) => Promise<IngestAnswer>

/** Telemetry is taken from keys of scope `client` and `server`, for the one environment they are bound to. */
export function authenticateIngest(runtime: Runtime): AuthenticateIngest {
  // Unit key and clock of a workspace never change, so ingest asks for them once.
  const workspaces = new Map<WorkspaceId, Pick<IngestSource, 'unitKey' | 'simulated'>>()
  return async (request) => {
    const answer = await authenticateKey(runtime, request, ['client', 'server'])
    if (!answer.ok) {
      const code = answer.code === 'keys-unavailable' ? 'storage' : answer.code
      return { ok: false, status: answer.status, code, workspaceId: null, ...later(answer.status) }
    }
    const { id: keyId, workspaceId, environmentId } = answer.key
    if (environmentId === null) return { ok: false, status: 403, code: 'scope', workspaceId }
    try {
      const known = workspaces.get(workspaceId) ?? (await settingsOf(runtime, workspaceId))
      if (!known) return { ok: false, status: 401, code: 'unknown-key', workspaceId: null }
      workspaces.set(workspaceId, known)
      return { ok: true, source: { workspaceId, environmentId, keyId, ...known } }
    } catch (error) {
      if (!isAway(error)) throw error
      return { ok: false, status: 503, code: 'storage', workspaceId, ...later(503) }
    }
  }
}

/** Only of an outage is it known that coming again helps. */
const later = (status: number): { retryAfterS?: number } => (status === 503 ? { retryAfterS: 5 } : {})

async function settingsOf(
  runtime: Runtime,
  id: WorkspaceId,
): Promise<Pick<IngestSource, 'unitKey' | 'simulated'> | null> {
  const row = await readWorkspace(runtime.database.db, id)
  return row ? { unitKey: row.unitKey, simulated: row.clock === 'simulated' } : null
}
