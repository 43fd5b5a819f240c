import { authenticateKey } from '@/lib/governance/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { type WorkspaceId } from '@/lib/kernel/id'
import { runAtDoor } from '@/lib/platform/door'
import { json, problem, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { type Runtime } from '@/lib/platform/runtime'
import { type ReportRejection } from '../core/deployment-schema'
import { readReports } from '../core/read-reports'
import { type EnvironmentsOf } from './environments-of'
import { takeDeployments } from './take-deployments'

export const DEPLOYMENT_BODY_MAX = 2 ** 20

/** Why a whole request was refused: with the reasons of single reports a closed set, counted. */
type RequestRejection =
  | 'unknown-key'
  | 'expired-key'
  | 'scope'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'malformed'
  | 'too-many-rows'
  | 'unknown-source'
  | 'bad-signature'
  | 'storage'
export type DeploymentRejection = RequestRejection | ReportRejection

const WORDS: Readonly<Record<RequestRejection, string>> = {
  'unknown-key': 'The key is not known.',
  'expired-key': 'The key has expired or was revoked.',
  scope: 'Deployments need a key of scope ci or hook.',
  'unsupported-media-type': 'Send application/json without content encoding.',
  'body-too-large': 'A request has at most 1 MiB.',
  malformed: 'Send one deployment as JSON, or {"deployments": […]}.',
  'too-many-rows': 'A request has at most 100 deployments.',
  'unknown-source': 'No such webhook is set up here.',
  'bad-signature': 'The signature does not fit.',
  storage: 'Deployments cannot be stored just now. Nothing was taken.',
}

export type DeploymentDoorName = 'deployments' | 'github' | 'gitlab'
export type DeploymentDoor = {
  runtime: Runtime
  environmentsOf: EnvironmentsOf
  /** Counts refusals. @param workspaceId null when the sender was not recognised */
  reject: (workspaceId: WorkspaceId | null, door: DeploymentDoorName, codes: readonly DeploymentRejection[]) => void
}

/** How a door of deployments says no: counted, as a problem. */
export const refusing =
  (door: DeploymentDoor, name: DeploymentDoorName) =>
  (workspaceId: WorkspaceId | null, status: number, code: RequestRejection): HotResponse => {
    door.reject(workspaceId, name, [code])
    return problem(status, code, WORDS[code], code === 'storage' ? { retryAfterS: 5 } : {})
  }

/**
 * `POST /api/ingest/v1/deployments`. The door is no command, what it causes is: one request, one transaction, answered
 * after its commit. Reports may come late, twice and in any order.
 */
export async function receiveDeployments(door: DeploymentDoor, request: HotRequest): Promise<HotResponse> {
  const refuse = refusing(door, 'deployments')
  const who = await authenticateKey(door.runtime, request, ['ci', 'hook'])
  if (!who.ok)
    return who.code === 'keys-unavailable' ? refuse(null, 503, 'storage') : refuse(null, who.status, who.code)
  const { workspaceId, environmentId } = who.key
  const body = await readBody(request)
  if (!body.ok) return refuse(workspaceId, body.status, body.code)
  const read = readReports(body.value)
  if (!read.ok) return refuse(workspaceId, read.code === 'malformed' ? 422 : 413, read.code)
  const actor: Member = { kind: 'system', id: 'system', workspaceId, name: who.actor.name }
  const { reports } = read
  const input = { reports, environmentId }
  const taken =
    reports.length === 0 ? null : await runAtDoor(door.runtime, takeDeployments(door.environmentsOf), input, actor, {})
  if (taken && !taken.ok) {
    return taken.code === 'database-away' ? refuse(workspaceId, 503, 'storage') : refuse(workspaceId, 422, 'malformed')
  }
  const { outcome: _, ...answer } = taken?.value ?? {
    taken: 0,
    repeated: 0,
    deployments: [],
    rejected: [],
    outcome: '',
  }
  const rejected = [...read.rejected, ...answer.rejected].toSorted((a, b) => a.index - b.index)
  door.reject(
    workspaceId,
    'deployments',
    rejected.map(({ code }) => code as DeploymentRejection),
  ) // both lists hold codes of the set
  const [first] = rejected
  if (first && answer.deployments.length === 0) return problem(422, first.code, first.message, { rejected })
  return json(200, { ...answer, rejected })
}

type Body =
  | { ok: true; value: unknown }
  | { ok: false; status: number; code: 'unsupported-media-type' | 'body-too-large' | 'malformed' }

async function readBody(request: HotRequest): Promise<Body> {
  const type = (request.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json' || (request.header('content-encoding') ?? 'identity') !== 'identity') {
    return { ok: false, status: 415, code: 'unsupported-media-type' }
  }
  const bytes = await request.body(DEPLOYMENT_BODY_MAX)
  if (bytes === 'too-large') return { ok: false, status: 413, code: 'body-too-large' }
  const value = readJson(bytes)
  return value === undefined ? { ok: false, status: 400, code: 'malformed' } : { ok: true, value }
}

/** Undefined: no JSON in UTF-8. */
export function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
