import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { provideAppRuntime } from '@/lib/governance/server/app-runtime'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { aWorld, type World } from '../testing/world'
import { openApiDocument, type DocumentedOperation } from './document'

const API = fileURLToPath(new URL('../../..', import.meta.url))
const document = openApiDocument()

let world: World
let key: string
beforeAll(async () => {
  world = await aWorld()
  provideAppRuntime(() => world.runtime)
  key = mintKey('admin')
  const input = { name: 'Reader', scope: 'admin', role: 'viewer', userId: world.admin.id } as const
  const { db } = world.runtime.database
  await db.transaction((tx) => issueKey(tx, world.workspaceId, input, key, world.runtime.now()))
})
afterAll(() => world.close())

/** The document's own words for a status and media type, with everything they refer to. */
function saidOf({ responses }: DocumentedOperation, status: number, type: string): z.ZodType | null {
  const named = responses[status]
  const answer = named && '$ref' in named ? document.components.responses[status] : named
  const schema = answer && 'content' in answer ? answer.content?.[type]?.schema : undefined
  if (!schema) return null
  const whole = { ...schema, $defs: document.components.schemas }
  return z.fromJSONSchema(JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/')))
}

type Route = (request: Request, context: { params: Promise<object> }) => Promise<Response>

/** Asks the route that Next would ask, by the file that answers the address. */
async function ask(
  method: string,
  template: string,
  ids: Readonly<Record<string, string>>,
  sent: { query?: string; body?: object } = {},
) {
  const parts = template.split('/').slice(1)
  const words = parts.map((part) => part.replace(/^\{(\w+)\}$/, '[$1]'))
  const folders = [words, [...words.slice(0, -1), '[word]']].map((one) => join(API, one.join('/'), 'route.ts'))
  const params = { ...ids, word: parts.at(-1) ?? '' }
  for (const file of folders) {
    const module = await load(file)
    const route = module?.[method]
    if (!route) continue
    const address = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '')
    const request = new Request(`http://x${address}${sent.query ?? ''}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(sent.body ? { body: JSON.stringify(sent.body) } : {}),
    })
    return route(request, { params: Promise.resolve(params) })
  }
  throw new Error(`no file answers ${method} ${template}`)
}

async function load(file: string): Promise<Readonly<Record<string, Route | undefined>> | null> {
  try {
    return await import(/* @vite-ignore */ file)
  } catch (error) {
    if (error instanceof Error && /Cannot find|Failed to load|ENOENT/.test(error.message)) return null
    throw error
  }
}

/** Whether an answer is what the document says of it; the sentence that is wrong otherwise. */
async function faultOf(method: string, path: string, response: Response): Promise<string | null> {
  const operation = document.paths[path]?.[method.toLowerCase()]
  const type = response.headers.get('content-type')?.split(';')[0] ?? ''
  const said = operation ? saidOf(operation, response.status, type) : null
  if (!said) return `${method} ${path}: ${response.status} ${type} is not documented`
  if (!type.endsWith('json')) return null
  const parsed = said.safeParse(await response.json())
  return parsed.success ? null : `${method} ${path}: ${response.status} ${z.prettifyError(parsed.error)}`
}

/** Ids by the beginning of the address; what is asked for more by the address. */
function idsOf(path: string): Record<string, string> {
  const { rollout, incident, items, clusters, draft, segment, metric, environmentId, change, deployment } = world
  const ids: [prefix: string, id: string | undefined][] = [
    ['/api/v1/rollouts/drafts/', draft.id],
    ['/api/v1/rollouts/', rollout.name],
    ['/api/v1/incidents/', incident.name],
    ['/api/v1/feedback/', items[0]],
    ['/api/v1/clusters/', clusters[0]],
    ['/api/v1/environments/', environmentId],
    ['/api/v1/segments/', segment.key],
    ['/api/v1/metrics/', metric.key],
    ['/api/v1/flags/', 'spare'],
    ['/api/v1/change-requests/', change.id],
    ['/api/v1/deployments/', deployment.deployments[0]?.id],
  ]
  const id = ids.find(([prefix]) => path.startsWith(prefix))?.[1] ?? ''
  return { id, key: id }
}
const QUERIES: Readonly<Record<string, string>> = {
  '/api/v1/decisions': '?rollout=RO-1',
  '/api/v1/flags/{key}/explain': '?environment=production&targetingKey=ann',
  '/api/v1/rollouts/{id}/cohorts': '?metric=errors',
}
/** Reads that need what this world has not: a rollout that people met, and a picture. */
const UNMET = new Set(['/api/v1/rollouts/{id}/cohorts', '/api/v1/feedback/{id}/attachments/{attachmentId}'])

const reads = Object.keys(document.paths).filter(
  (path) => path.startsWith('/api/v1/') && document.paths[path]?.['get'] && !UNMET.has(path),
)

test('every read answers as the document says', async () => {
  const faults: (string | null)[] = []
  for (const path of reads) {
    const response = await ask('GET', path, idsOf(path), { query: QUERIES[path] ?? '' })
    faults.push(response.status === 200 ? await faultOf('GET', path, response) : `${path}: ${response.status}`)
  }
  expect(faults.filter((fault) => fault !== null)).toEqual([])
  expect(reads.length).toBeGreaterThan(40)
})

test('changes answer as the document says, done and refused', async () => {
  const { id: incidentId } = world.incident
  const changes: [how: string, ids: Record<string, string>, body: object, status: number][] = [
    ['POST /api/v1/flags', {}, { key: 'fresh', type: 'boolean' }, 201],
    ['PATCH /api/v1/flags/{key}', { key: 'spare' }, { expectedVersion: 2, purpose: 'More.' }, 200],
    ['POST /api/v1/flags/{key}/stop', { key: 'spare' }, { environment: 'production' }, 200],
    ['POST /api/v1/flag-changes', {}, { keys: ['fresh'], change: { kind: 'tag', tag: 'old' } }, 200],
    ['PATCH /api/v1/metrics/{key}', { key: world.metric.key }, { expectedVersion: 1, owner: 'Ana' }, 200],
    ['POST /api/v1/metrics/{key}/unarchive', { key: world.metric.key }, { expectedVersion: 2 }, 409],
    ['POST /api/v1/metrics/{key}/archive', { key: world.metric.key }, { expectedVersion: 2 }, 200],
    ['POST /api/v1/rollouts/{id}/comment', { id: 'RO-1' }, { text: 'Good.' }, 200],
    ['POST /api/v1/rollouts/{id}/approve', { id: 'RO-1' }, { expectedVersion: 1 }, 409],
    ['POST /api/v1/rollouts/{id}/approve', { id: 'RO-999' }, {}, 404],
    ['POST /api/v1/feedback/{id}/prioritise', { id: world.items[0] ?? '' }, { priority: 'high' }, 200],
    ['POST /api/v1/feedback/{id}/reveal', { id: world.items[0] ?? '' }, { reason: 'Asked.' }, 200],
    ['POST /api/v1/feedback/classify', {}, { text: 'It crashes.' }, 200],
    ['POST /api/v1/feedback/import', {}, { csv: 'text\nHello' }, 200],
    ['POST /api/v1/persons/{id}/export', { id: world.personId ?? '' }, {}, 200],
    ['POST /api/v1/incidents/{id}/severity', { id: incidentId }, { severity: 'SEV1' }, 200],
    ['POST /api/v1/incidents', {}, { title: '' }, 422],
    ['POST /api/v1/teams', {}, { key: 'search', name: 'Search' }, 201],
    ['POST /api/v1/keys', {}, { name: 'CI', scope: 'ci' }, 201],
    ['POST /api/v1/deployments/sources', {}, { provider: 'gitlab', name: 'Shop' }, 201],
    ['POST /api/v1/deployments/mappings', {}, { kind: 'repository', told: 'shop/web', service: 'web' }, 200],
    ['DELETE /api/v1/deployments/mappings', {}, { kind: 'repository', told: 'shop/web' }, 200],
    ['DELETE /api/v1/deployments/sources/{id}', { id: world.deploymentSource.id }, {}, 200],
    ['POST /api/v1/environments', {}, { key: 'staging', name: 'Staging' }, 201],
  ]
  const faults: (string | null)[] = []
  for (const [how, ids, body, status] of changes) {
    const [method = '', path = ''] = how.split(' ')
    const response = await ask(method, path, ids, { body })
    const isRight = response.status === status
    faults.push(isRight ? await faultOf(method, path, response) : `${how}: ${response.status} ${await response.text()}`)
  }
  expect(faults.filter((fault) => fault !== null)).toEqual([])
})

test('an answer that the document does not describe is found', async () => {
  const strange = Response.json({ items: [{ key: 1 }], nextCursor: null })
  expect(await faultOf('GET', '/api/v1/flags', strange)).toContain('key')
  expect(await faultOf('GET', '/api/v1/flags', new Response('', { status: 418 }))).toContain('not documented')
})
