import { createHash } from 'node:crypto'
import { and, desc, eq } from 'drizzle-orm'
import { deploymentDelivery, deploymentSource } from '@/drizzle/schema/telemetry-deployments'
import { authenticateKey } from '@/lib/governance/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { DeploymentSourceId, type WorkspaceId } from '@/lib/kernel/id'
import { isAway } from '@/lib/platform/database'
import { runAtDoor } from '@/lib/platform/door'
import { json, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { type Runtime } from '@/lib/platform/runtime'
import { unseal } from '@/lib/platform/secrets'
import { type DeploymentProvider } from '../core/deployment-schema'
import { hearGithub, hearGitlab } from '../core/deployment-webhooks'
import { isSigned, isSignedWith } from './deployment-signature'
import { DEPLOYMENT_BODY_MAX, type DeploymentDoor, readJson, refusing } from './receive-deployments'
import { takeDeployments } from './take-deployments'

const NAMES = { github: 'GitHub', gitlab: 'GitLab' } as const
/** Without an id in the address, the secrets of this many sources are tried. */
const SOURCES_TRIED = 20

/** What a source's secret is sealed for. */
export const sealedFor = (id: DeploymentSourceId): string => `deployment-source:${id}`

type Sender = { workspaceId: WorkspaceId; sourceId: DeploymentSourceId | null; name: string }

/**
 * `POST /api/ingest/v1/github` and `/gitlab`, with a source's id behind it or without: signed with that source's secret,
 * or sent with a `hook` key. Nothing that a provider tells of a deployment is lost: what is mapped to nothing is kept.
 */
export async function receiveProvider(
  door: DeploymentDoor,
  request: HotRequest,
  { provider, sourceId }: { provider: DeploymentProvider; sourceId: string | null },
): Promise<HotResponse> {
  const refuse = refusing(door, provider)
  const { runtime } = door
  try {
    const body = await request.body(DEPLOYMENT_BODY_MAX)
    if (body === 'too-large') return refuse(null, 413, 'body-too-large')
    if ((request.header('content-encoding') ?? 'identity') !== 'identity') {
      return refuse(null, 415, 'unsupported-media-type')
    }
    const sender = await senderOf(runtime, request, { provider, sourceId, body })
    if ('code' in sender) return refuse(sender.workspaceId, sender.status, sender.code)
    const { workspaceId } = sender
    const value = payloadOf(request, body)
    if (value === undefined) return refuse(workspaceId, 400, 'malformed')
    const event = request.header(provider === 'github' ? 'x-github-event' : 'x-gitlab-event') ?? ''
    const heard = provider === 'github' ? hearGithub(event, value) : hearGitlab(value)
    if (heard.kind === 'malformed') return refuse(workspaceId, 422, 'malformed')
    const delivery = {
      provider,
      deliveryId: deliveryOf(provider, request, body),
      sourceId: sender.sourceId,
      event: event.replaceAll(/[^\w .-]/g, '').slice(0, 100),
    }
    if (heard.kind === 'ignored') {
      const kept = {
        ...delivery,
        workspaceId,
        outcome: 'ignored',
        detail: heard.why,
        receivedAt: runtime.now(),
      } as const
      await runtime.database.db.insert(deploymentDelivery).values(kept).onConflictDoNothing()
      return json(200, { outcome: 'ignored', detail: heard.why })
    }
    const actor: Member = { kind: 'system', id: 'system', workspaceId, name: sender.name }
    const input = { reports: [{ index: 0, report: heard.report }], delivery }
    const taken = await runAtDoor(runtime, takeDeployments(door.environmentsOf), input, actor, {})
    if (!taken.ok) {
      return taken.code === 'database-away'
        ? refuse(workspaceId, 503, 'storage')
        : refuse(workspaceId, 422, 'malformed')
    }
    const { outcome, deployments } = taken.value
    const { environment } = heard.report
    return json(200, { outcome, deployment: deployments[0]?.id ?? null, ...DETAILS[outcome]?.(environment) })
  } catch (error) {
    if (!isAway(error)) throw error
    return refuse(null, 503, 'storage')
  }
}

const DETAILS: Readonly<Record<string, (environment: string) => { detail: string }>> = {
  unmapped: (name) => ({
    detail: `Kept, but “${name}” is mapped to no environment. Map it under Settings, Deployments.`,
  }),
  ignored: (name) => ({ detail: `“${name}” is left aside here.` }),
}

type Refused = {
  workspaceId: WorkspaceId | null
  status: number
  code: 'unknown-source' | 'bad-signature' | 'unknown-key' | 'expired-key' | 'scope' | 'storage'
}
type Asked = { provider: DeploymentProvider; sourceId: string | null; body: Uint8Array }

async function senderOf(runtime: Runtime, request: HotRequest, asked: Asked): Promise<Sender | Refused> {
  const { provider, sourceId, body } = asked
  const { db } = runtime.database
  const id = DeploymentSourceId.safeParse(sourceId)
  if (sourceId !== null && !id.success) return { workspaceId: null, status: 404, code: 'unknown-source' }
  const its = and(eq(deploymentSource.provider, provider), id.success ? eq(deploymentSource.id, id.data) : undefined)
  const sources = await db
    .select()
    .from(deploymentSource)
    .where(its)
    .orderBy(desc(deploymentSource.createdAt))
    .limit(SOURCES_TRIED)
  const [only] = sourceId === null ? [] : sources
  if (sourceId !== null && !only) return { workspaceId: null, status: 404, code: 'unknown-source' }
  if (!isSigned(provider, request)) return senderOfKey(runtime, request, only?.workspaceId ?? null)
  for (const source of sources) {
    const secret = await unseal(db, sealedFor(source.id), source.secret)
    if (secret !== null && isSignedWith(provider, request, body, secret)) {
      return { workspaceId: source.workspaceId, sourceId: source.id, name: `${NAMES[provider]} (${source.name})` }
    }
  }
  return { workspaceId: only?.workspaceId ?? null, status: 401, code: 'bad-signature' }
}

/** Nothing was signed: a key of scope `hook` says who sends, and of the workspace that the address names. */
async function senderOfKey(
  runtime: Runtime,
  request: HotRequest,
  workspaceId: WorkspaceId | null,
): Promise<Sender | Refused> {
  const who = await authenticateKey(runtime, request, ['hook'])
  if (!who.ok) {
    return who.code === 'keys-unavailable'
      ? { workspaceId, status: 503, code: 'storage' }
      : { workspaceId, status: who.status, code: who.code }
  }
  const { workspaceId: its } = who.key
  if (workspaceId !== null && workspaceId !== its) return { workspaceId: its, status: 404, code: 'unknown-source' }
  return { workspaceId: its, sourceId: null, name: who.actor.name }
}

/** GitHub sends JSON, or a form that holds it, as somebody set it up. */
function payloadOf(request: HotRequest, body: Uint8Array): unknown {
  const type = (request.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return readJson(body)
  const payload = new URLSearchParams(Buffer.from(body).toString('utf8')).get('payload')
  return payload === null ? undefined : readJson(Buffer.from(payload))
}

/** The provider's id of this delivery; without one, its body's hash: the same body is the same delivery. */
function deliveryOf(provider: DeploymentProvider, request: HotRequest, body: Uint8Array): string {
  const names = provider === 'github' ? ['x-github-delivery'] : ['idempotency-key', 'webhook-id', 'x-gitlab-event-uuid']
  const given = names.map((name) => request.header(name)).find((id) => /^[\x21-\x7e]{1,200}$/.test(id ?? ''))
  return given ?? `body:${createHash('sha256').update(body).digest('hex')}`
}
