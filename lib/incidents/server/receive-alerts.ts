import { authenticateKey } from '@/lib/governance/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { type WorkspaceId } from '@/lib/kernel/id'
import { runAtDoor } from '@/lib/platform/door'
import { json, problem, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { type Runtime } from '@/lib/platform/runtime'
import { AlertmanagerWebhook } from '../core/alerts'
import { takeAlerts } from './take-alerts'

const BODY_MAX = 2 ** 20
const ALERTS_MAX = 1000

/** Why a webhook was refused: a closed set, counted. */
export type AlertRejection =
  | 'unknown-key'
  | 'expired-key'
  | 'scope'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'malformed'
  | 'too-many-rows'
  | 'unknown-type'
  | 'storage'

const WORDS: Readonly<Record<AlertRejection, string>> = {
  'unknown-key': 'The key is not known.',
  'expired-key': 'The key has expired or was revoked.',
  scope: 'Alerts need a key of scope hook.',
  'unsupported-media-type': 'Send application/json without content encoding.',
  'body-too-large': 'A webhook has at most 1 MiB.',
  malformed: 'This is not a webhook of Alertmanager, version 4.',
  'too-many-rows': `A webhook has at most ${ALERTS_MAX} alerts.`,
  'unknown-type': 'Only version 4 of the webhook is understood.',
  storage: 'Alerts cannot be stored just now.',
}

export type AlertDoor = {
  runtime: Runtime
  /** Counts a refusal. @param workspaceId null when the key was not recognised */
  reject: (workspaceId: WorkspaceId | null, code: AlertRejection) => void
}

/**
 * `POST /api/ingest/v1/alerts/alertmanager`. The door is no command, what it causes is: one webhook, one transaction,
 * answered after its commit. Sent again it changes nothing.
 */
export async function receiveAlertmanager({ runtime, reject }: AlertDoor, request: HotRequest): Promise<HotResponse> {
  const who = await authenticateKey(runtime, request, ['hook'])
  const workspaceId = who.ok ? who.key.workspaceId : null
  const refuse = (status: number, code: AlertRejection, retryAfterS?: number): HotResponse => {
    reject(workspaceId, code)
    return problem(status, code, WORDS[code], retryAfterS === undefined ? {} : { retryAfterS })
  }
  if (!who.ok) {
    return who.code === 'keys-unavailable' ? refuse(503, 'storage', 5) : refuse(who.status, who.code)
  }
  const encoding = request.header('content-encoding') ?? 'identity'
  const type = (request.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json' || encoding !== 'identity') return refuse(415, 'unsupported-media-type')
  const bytes = await request.body(BODY_MAX)
  if (bytes === 'too-large') return refuse(413, 'body-too-large')
  const body = readJson(bytes)
  if (body === undefined) return refuse(400, 'malformed')
  const code = wrongWith(body)
  if (code) return refuse(code === 'too-many-rows' ? 413 : 422, code)
  const actor: Member = { kind: 'system', id: 'system', workspaceId: who.key.workspaceId, name: 'Alertmanager' }
  const input = { webhook: body, environmentId: who.key.environmentId }
  const taken = await runAtDoor(runtime, takeAlerts, input, actor, {})
  if (taken.ok) return json(200, taken.value)
  return taken.code === 'database-away' ? refuse(503, 'storage', 5) : refuse(422, 'malformed')
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function wrongWith(body: unknown): AlertRejection | null {
  if (typeof body !== 'object' || body === null) return 'malformed'
  if ('version' in body && body.version !== '4') return 'unknown-type'
  if ('alerts' in body && Array.isArray(body.alerts) && body.alerts.length > ALERTS_MAX) return 'too-many-rows'
  return AlertmanagerWebhook.safeParse(body).success ? null : 'malformed'
}
