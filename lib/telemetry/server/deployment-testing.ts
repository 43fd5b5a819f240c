import { createHmac } from 'node:crypto'
import { timelineEvent } from '@/drizzle/schema/governance'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { aHouse } from '@/lib/governance/server/testing'
import { type EnvironmentId } from '@/lib/kernel/id'
import { type HotRequest } from '@/lib/platform/hot'
import { type EnvironmentNamed } from './environments-of'
import { providerPath } from './provider-path'
import { type DeploymentDoor, receiveDeployments } from './receive-deployments'
import { receiveProvider } from './receive-provider'

export const PRODUCTION: EnvironmentNamed = { id: 'env_000000000001', key: 'production', name: 'Production' }
export const STAGING: EnvironmentNamed = { id: 'env_000000000002', key: 'staging', name: 'Staging' }

export type Sent = { status: number; body: Record<string, unknown> }

/** The doors of deployments on a real database, with keys that may and one that may not. */
export async function aDeploymentHouse() {
  const house = await aHouse()
  const { runtime, workspaceId } = house
  const { db } = runtime.database
  const keyOf = async (scope: 'ci' | 'hook' | 'client', environmentId?: EnvironmentId) => {
    const key = mintKey(scope)
    const its = { name: 'Pipeline', scope, role: 'viewer', ...(environmentId ? { environmentId } : {}) } as const
    await db.transaction((tx) => issueKey(tx, workspaceId, its, key, runtime.now()))
    return key
  }
  const keys = {
    ci: await keyOf('ci'),
    hook: await keyOf('hook'),
    client: await keyOf('client', PRODUCTION.id),
    staging: await keyOf('ci', STAGING.id),
  }
  const refused: string[] = []
  const environments = [PRODUCTION, STAGING]
  const door: DeploymentDoor = {
    runtime,
    environmentsOf: (_, asked) => Promise.resolve(asked === workspaceId ? environments : []),
    reject: (_, name, codes) => void refused.push(...codes.map((code) => `${name}: ${code}`)),
  }
  const ask = async (path: string, body: string | object, headers: Record<string, string>): Promise<Sent> => {
    const request = aRequest(path, body, headers)
    const provider = providerPath(path)
    const answer = provider ? await receiveProvider(door, request, provider) : await receiveDeployments(door, request)
    return { status: answer.status, body: JSON.parse(String(answer.body)) }
  }
  return {
    ...house,
    keys,
    refused,
    environments,
    door,
    ask,
    /** Reports by the key of a pipeline. */
    report: (body: string | object, headers: Record<string, string> = {}) =>
      ask('/api/ingest/v1/deployments', body, { authorization: `Bearer ${keys.ci}`, ...headers }),
    /** Rows of the timeline, the oldest first. */
    told: async () =>
      (await db.select().from(timelineEvent).orderBy(timelineEvent.occurredAt, timelineEvent.seq)).filter(({ kind }) =>
        kind.startsWith('deploy.'),
      ),
  }
}

function aRequest(path: string, body: string | object, headers: Record<string, string>): HotRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const all: Record<string, string> = { 'content-type': 'application/json', ...headers }
  return {
    method: 'POST',
    path,
    query: new URLSearchParams(),
    header: (name) => all[name] ?? null,
    body: (most) => Promise.resolve(text.length > most ? 'too-large' : new TextEncoder().encode(text)),
    signal: new AbortController().signal,
    remoteAddress: '127.0.0.1',
  }
}

/** Headers that GitHub sends with a body. */
export const githubHeaders = (body: string, secret: string, event: string, delivery: string) => ({
  'x-github-event': event,
  'x-github-delivery': delivery,
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
})
