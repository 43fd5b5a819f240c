import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSnapshot } from '@/drizzle/schema/flags'
import { session } from '@/drizzle/schema/governance'
import { auditEntry } from '@/drizzle/schema/platform'
import { provideAppRuntime } from '@/lib/governance/server/app-runtime'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { aHouse, PASSWORD, type TestHouse } from '@/lib/governance/server/testing'
import { authSecret } from '@/lib/governance/server/secrets'
import { signInWithPassword } from '@/lib/governance/server/sign-in'
import { type Person } from '@/lib/kernel/actor'
import { openDatabase } from '@/lib/platform/database'
import { handler } from '@/lib/platform/events'
import { type Runtime } from '@/lib/platform/runtime'
import { createEnvironment } from '@/lib/flags/server/environments'
import { rolloutSaved } from '@/lib/rollouts/server/events'
import { encode } from '@auth/core/jwt'
import * as audit from './audit/route'
import * as environments from './environments/route'
import * as flags from './flags/route'
import * as oneFlag from './flags/[key]/route'
import * as keys from './keys/route'
import * as oneKey from './keys/[id]/route'
import * as learnings from './learnings/route'
import * as members from './members/route'
import * as metrics from './metrics/route'
import * as oneMetric from './metrics/[key]/route'
import * as rollouts from './rollouts/route'
import * as oneRollout from './rollouts/[id]/route'
import * as drafts from './rollouts/drafts/route'
import * as oneDraft from './rollouts/drafts/[id]/route'
import * as rolloutWord from './rollouts/[id]/[word]/route'
import * as timeline from './timeline/route'

let house: TestHouse
let runtime: Runtime
let maria: Person
let admin: string
let viewer: string
beforeAll(async () => {
  house = await aHouse()
  runtime = { ...house.runtime, handlers: [handler(rolloutSaved, () => Promise.resolve(null))] }
  provideAppRuntime(() => runtime)
  maria = await house.member('Maria', 'admin')
  const olu = await house.member('Olu', 'viewer')
  const { db } = house.runtime.database
  const now = house.runtime.now()
  await db.transaction((tx) =>
    createEnvironment(
      tx,
      { workspaceId: house.workspaceId, key: 'production', name: 'Production', position: 0, fourEyes: 'off' },
      now,
    ),
  )
  const keyOf = async (userId: Person['id']) => {
    const key = mintKey('admin')
    const input = { name: 'test', scope: 'admin', role: 'viewer', userId } as const
    await db.transaction((tx) => issueKey(tx, house.workspaceId, input, key, now))
    return key
  }
  admin = await keyOf(maria.id)
  viewer = await keyOf(olu.id)
})
afterAll(() => house.close())

type Sent = { key?: string | null; body?: unknown; headers?: Record<string, string>; query?: string }
type Route<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>

async function send<P>(method: string, route: Route<P>, params: P, sent: Sent = {}) {
  const { key = admin, body, headers, query = '' } = sent
  const request = new Request(`http://x/api/v1${query}`, {
    method,
    headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await route(request, { params: Promise.resolve(params) })
  const text = await response.text()
  return { status: response.status, json: text === '' ? null : JSON.parse(text) }
}
const get = <P>(route: { GET: Route<P> }, params: P, sent?: Sent) => send('GET', route.GET, params, sent)
const post = <P>(route: { POST: Route<P> }, params: P, sent?: Sent) => send('POST', route.POST, params, sent)

test('without a key: 401; with one of another scope: 403; with a made up one: 401', async () => {
  expect(await get(members, {}, { key: null })).toMatchObject({ status: 401, json: { code: 'not-signed-in' } })
  const made = await post(keys, {}, { body: { name: 'CI', scope: 'ci' } })
  expect(made).toMatchObject({ status: 201, json: { key: expect.stringMatching(/^snd_ci_/) } })
  expect(await get(members, {}, { key: made.json.key })).toMatchObject({ status: 403, json: { code: 'scope' } })
  expect(await get(members, {}, { key: mintKey('admin') })).toMatchObject({
    status: 401,
    json: { code: 'unknown-key' },
  })
})

test('a browser may read by its cookie and write nothing by it', async () => {
  const from = { address: '127.0.0.1', userAgent: '' }
  const started = await signInWithPassword(house.runtime, { email: 'maria@test.localhost', password: PASSWORD }, from)
  if (!started.ok) throw new Error(started.code)
  const salt = 'authjs.session-token'
  const token = await encode({ token: { sub: started.value.sessionId }, secret: await authSecret(house.runtime), salt })
  const cookie = { key: null, headers: { cookie: `${salt}=${token}` } }
  expect((await get(members, {}, cookie)).json.items).toHaveLength(2)
  expect(await post(flags, {}, { ...cookie, body: { key: 'by-cookie', type: 'boolean' } })).toMatchObject({
    status: 401,
  })
  await house.runtime.database.db.update(session).set({ revokedAt: house.runtime.now() })
  expect(await get(members, {}, cookie)).toMatchObject({ status: 401, json: { code: 'not-signed-in' } })
})

test('a viewer reads all and changes nothing; the refusal is audited under the request id', async () => {
  expect(await get(flags, {}, { key: viewer })).toMatchObject({ status: 200 })
  const headers = { 'x-request-id': 'viewer-tries-1' }
  const tried = await post(flags, {}, { key: viewer, body: { key: 'x', type: 'boolean' }, headers })
  expect(tried).toMatchObject({ status: 403, json: { code: 'forbidden', requestId: 'viewer-tries-1' } })
  const rows = await house.runtime.database.db.select().from(auditEntry)
  expect(rows.find(({ requestId }) => requestId === 'viewer-tries-1')).toMatchObject({ outcome: 'forbidden' })
})

test('flags: created once by one idempotency key, read, edited by version', async () => {
  const sent = { body: { key: 'checkout-v2', type: 'boolean' }, headers: { 'idempotency-key': 'create-1' } }
  const [first, again] = [await post(flags, {}, sent), await post(flags, {}, sent)]
  expect(first).toMatchObject({ status: 201, json: { key: 'checkout-v2', version: 1 } })
  expect(again).toEqual(first)
  const other = await post(flags, {}, { ...sent, body: { key: 'other', type: 'boolean' } })
  expect(other).toMatchObject({ status: 409, json: { code: 'idempotency-key-reused' } })
  expect(await get(oneFlag, { key: 'checkout-v2' })).toMatchObject({ status: 200, json: { id: first.json.id } })
  expect(await get(oneFlag, { key: 'nope' })).toMatchObject({ status: 404, json: { code: 'not-found' } })
  const edit = { body: { expectedVersion: 1, purpose: 'pay' } }
  const patched = () => send('PATCH', oneFlag.PATCH, { key: first.json.key }, edit)
  expect(await patched()).toMatchObject({ status: 200, json: { version: 2, purpose: 'pay' } })
  expect(await patched()).toMatchObject({ status: 409, json: { code: 'stale-version' } })
  expect((await house.runtime.database.db.select().from(configSnapshot)).length).toBeGreaterThan(0)
})

async function flagsWith(q: string): Promise<string[]> {
  const { json } = await get(flags, {}, { query: `?q=${encodeURIComponent(q)}` })
  return json.items.map(({ key }: { key: string }) => key)
}

test('flags are found by words of key, name, purpose and owner, all of which they must have', async () => {
  for (const [key, purpose] of [
    ['list-one', 'Fewer wrong parcels'],
    ['list-two', 'Fewer wrong bills'],
  ])
    await post(flags, {}, { body: { key, type: 'boolean', purpose, owner: 'Ana' } })
  expect(await flagsWith('wrong')).toEqual(['list-one', 'list-two'])
  expect(await flagsWith('ana WRONG list-t')).toEqual(['list-two'])
  for (const q of ['wrong giraffe', '%', '_', "'; drop", 'x'.repeat(5000)])
    expect([q, await flagsWith(q)]).toEqual([q, []])
  expect(await flagsWith('  ')).toContain('list-one')
})

const patched = (patch: object) => send('PATCH', oneRollout.PATCH, { id: 'RO-1' }, { body: patch })

test('rollouts: drafted, read by number, refused and allowed verbs, parts, lists', async () => {
  await post(flags, {}, { body: { key: 'search-rank', type: 'boolean' } })
  const body = {
    flag: 'search-rank',
    environment: 'production',
    hypothesis: 'Better results',
    rollbackPlan: 'Stop exposure',
    stages: [{ weight: 1 }, { weight: 100 }],
    guardrails: ['payment-failed'],
  }
  const made = await post(rollouts, {}, { body })
  expect(made).toMatchObject({ status: 201, json: { state: 'draft', name: 'RO-1' } })
  expect(await get(oneRollout, { id: 'RO-1' })).toMatchObject({ status: 200, json: { id: made.json.id } })
  expect(await get(oneRollout, { id: made.json.id })).toMatchObject({ json: { name: 'RO-1' } })
  expect((await get(rollouts, {})).json).toMatchObject({ items: [{ name: 'RO-1' }], nextCursor: null })
  const verb = (word: string, sent?: Sent) => post(rolloutWord, { id: 'RO-1', word }, sent)
  expect(await patched({ holdback: 2 })).toMatchObject({ status: 428 })
  expect(await patched({ expectedVersion: 0, holdback: 9 })).toMatchObject({ status: 422 })
  const edited = await patched({ expectedVersion: 0, holdback: 2, brief: { reversible: null } })
  expect(edited).toMatchObject({ status: 200, json: { version: 1, holdback: 2, brief: { reversible: null } } })
  expect(await verb('start', { body: { expectedVersion: 1 } })).toMatchObject({
    status: 409,
    json: { code: 'not-ready' },
  })
  expect(await verb('comment', { body: { text: ' ' } })).toMatchObject({ status: 422 })
  expect(await verb('comment', { body: { text: 'Soon.' } })).toMatchObject({ status: 200 })
  expect(await verb('annotate', { body: { text: 'Sale.', at: 'today' } })).toMatchObject({ status: 422 })
  expect(await verb('review', { body: { expected: 'a', observed: 'b', expectedVersion: 0 } })).toMatchObject({
    status: 409,
    json: { code: 'not-ended' },
  })
  for (const [query, names] of [
    ['?q=search state:draft', ['RO-1']],
    ['?q=owner:nobody', []],
    ['?group=open', ['RO-1']],
    ['?group=ended', []],
  ] as const) {
    const listed = await get(rollouts, {}, { query })
    expect(listed.json.items.map(({ name }: { name: string }) => name)).toEqual(names)
  }
  expect(await get(rollouts, {}, { query: '?group=some' })).toMatchObject({ status: 422 })
  expect(await verb('dance')).toMatchObject({ status: 404 })
  expect(await verb('pause')).toMatchObject({ status: 409, json: { code: 'nobody-exposed' } })
  expect(await verb('abandon', { body: { expectedVersion: 99 } })).toMatchObject({ status: 409 })
  expect(await post(rolloutWord, { id: 'RO-9', word: 'stop' })).toMatchObject({ status: 404 })
  const done = await verb('abandon', { body: { expectedVersion: 1, note: 'not now' } })
  expect(done).toMatchObject({ status: 200, json: { state: 'abandoned' } })
  for (const word of ['events', 'decisions', 'gates']) {
    expect((await get(rolloutWord, { id: 'RO-1', word })).json.items).toBeInstanceOf(Array)
  }
  expect(await get(rolloutWord, { id: 'RO-1', word: 'review' })).toMatchObject({ status: 200, json: null })
  const review = { expected: 'More.', observed: 'Less.', learning: 'Rank by price', expectedVersion: 0 }
  expect(await verb('review', { body: review })).toMatchObject({ status: 200, json: { learningName: 'LRN-1' } })
  expect((await get(learnings, {}, { query: '?q=price' })).json.items).toMatchObject([
    { name: 'LRN-1', rollout: 'RO-1' },
  ])
  expect(await get(drafts, {})).toMatchObject({ status: 200, json: { items: [] } })
  expect(await get(oneDraft, { id: 'rdr_0123456789ab' })).toMatchObject({ status: 404 })
  expect(await get(rolloutWord, { id: 'RO-1', word: 'verdict' })).toMatchObject({ status: 200, json: null })
  expect(await get(rolloutWord, { id: 'RO-1', word: 'nothing' })).toMatchObject({ status: 404 })
  const told = await get(timeline, {}, { query: '?rollout=RO-1&limit=1' })
  expect(told.json.items).toHaveLength(1)
  const next = await get(timeline, {}, { query: `?rollout=RO-1&limit=1&cursor=${told.json.nextCursor}` })
  expect(next.json.items[0].seq).toBeLessThan(told.json.items[0].seq)
})

test('metrics: created, read, refused twice', async () => {
  const body = {
    key: 'payment-failed',
    name: 'Payments failed',
    source: { kind: 'event', event: 'payment.failed' },
    aggregation: 'proportion',
    direction: 'lower',
    unit: 'payments',
    harmLimit: 0.003,
    window: 'PT10M',
    owner: 'Payments',
  }
  const made = await post(metrics, {}, { body })
  expect(made).toMatchObject({ status: 201, json: { key: 'payment-failed' } })
  expect(await post(metrics, {}, { body })).toMatchObject({ status: 409, json: { code: 'metric-exists' } })
  expect((await get(metrics, {})).json.items).toMatchObject([{ key: 'payment-failed' }])
  expect(await get(oneMetric, { key: 'payment-failed' })).toMatchObject({ status: 200, json: { id: made.json.id } })
  expect(await get(oneMetric, { key: 'nope' })).toMatchObject({ status: 404 })
  const slow = {
    ...body,
    key: 'load-p95',
    aggregation: 'quantile',
    unit: 'ms',
    harmLimit: { kind: 'relative', value: 0.2 },
  }
  expect(await post(metrics, {}, { body: slow })).toMatchObject({ status: 201, json: { level: 0.95, window: 'PT10M' } })
  expect(await post(metrics, {}, { body: { ...slow, key: 'rising', direction: 'higher' } })).toMatchObject({
    status: 422,
    json: { code: 'unsupported-direction' },
  })
  const endless = { ...slow, key: 'endless', aggregation: 'mean', cap: 1e300 }
  expect(await post(metrics, {}, { body: endless })).toMatchObject({ status: 422 })
  expect(await get(rolloutWord, { id: 'RO-1', word: 'cohorts' })).toMatchObject({ json: { code: 'no-verdict' } })
})

test('keys: listed without the key, revoked, and the rest of the small reads', async () => {
  const made = await post(keys, {}, { body: { name: 'Old', scope: 'hook' } })
  const gone = await send('DELETE', oneKey.DELETE, { id: made.json.id })
  expect(gone).toMatchObject({ status: 200, json: { keyId: made.json.id } })
  const listed = await get(keys, {})
  expect(JSON.stringify(listed.json)).not.toContain(made.json.key.slice(-38))
  const old = listed.json.items.find(({ id }: { id: string }) => id === made.json.id)
  expect(old.revokedAt).toBe(house.runtime.now())
  expect((await get(environments, {})).json.items).toMatchObject([{ key: 'production' }])
  const rows = await get(audit, {}, { query: '?limit=2' })
  expect(rows.json.items).toHaveLength(2)
  const older = await get(audit, {}, { query: `?limit=2&cursor=${rows.json.nextCursor}` })
  expect(older.json.items[0].position).toBe(rows.json.items[1].position - 1)
})

test.each(['?limit=0', '?limit=9999', '?cursor=x', '?cursor=%00', '?limit=1&x=%00'])('%s is refused', async (query) => {
  expect(await get(audit, {}, { query })).toMatchObject({ status: 422, json: { code: 'invalid-input' } })
})

test.each(['\0', '%', 'RO-', 'RO-99999999999999', 'rol_0123456789ab', '../flags', 'x'.repeat(5000)])(
  'rollout %j: never a 5xx',
  async (id) => {
    expect([404, 422]).toContain((await get(oneRollout, { id })).status)
    expect([404, 422]).toContain((await post(rolloutWord, { id, word: 'stop' }, { body: {} })).status)
  },
)

test('without the database decisions are refused in words', async () => {
  const kept = runtime.database
  runtime.database = openDatabase('postgres://nobody@127.0.0.1:1/none', { max: 1 })
  const stopped = await post(rolloutWord, { id: 'RO-1', word: 'stop' })
  await runtime.database.close()
  runtime.database = kept
  expect(stopped).toMatchObject({ status: 503, json: { code: 'database-away', retryAfterS: 2 } })
})
