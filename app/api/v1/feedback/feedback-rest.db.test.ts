import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrichWorkspace } from '@/lib/feedback/server/enrich'
import { aFeedbackHouse, stages, type FeedbackHouse } from '@/lib/feedback/server/testing'
import { provideAppRuntime } from '@/lib/governance/server/app-runtime'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { type Person } from '@/lib/kernel/actor'
import * as clusters from '../clusters/route'
import * as oneCluster from '../clusters/[id]/route'
import * as clusterWord from '../clusters/[id]/[word]/route'
import * as personWord from '../persons/[id]/[word]/route'
import * as bulk from './bulk/route'
import * as classify from './classify/route'
import * as counts from './counts/route'
import * as inbox from './route'
import * as item from './[id]/route'
import * as itemWord from './[id]/[word]/route'
import * as importing from './import/route'
import * as routes from './routes/route'
import * as routeDryRun from './routes/dry-run/route'
import * as routeOrder from './routes/order/route'
import * as oneRoute from './routes/[id]/route'
import * as rules from './rules/route'
import * as dryRun from './rules/dry-run/route'
import * as oneRule from './rules/[id]/route'
import * as sla from './sla/route'
import * as sources from './sources/route'
import * as oneSource from './sources/[id]/route'
import * as tags from './tags/route'
import * as undo from './undo/route'
import * as views from './views/route'
import * as oneView from './views/[id]/route'

let house: FeedbackHouse
let admin: string
let viewer: string
beforeAll(async () => {
  house = await aFeedbackHouse()
  provideAppRuntime(() => house.runtime)
  const keyOf = async (who: Person) => {
    const key = mintKey('admin')
    const input = { name: who.name, scope: 'admin', role: 'viewer', userId: who.id } as const
    await house.runtime.database.db.transaction((tx) =>
      issueKey(tx, house.workspaceId, input, key, house.runtime.now()),
    )
    return key
  }
  admin = await keyOf(house.ana)
  viewer = await keyOf(house.olu)
})
afterAll(() => house.close())

type Route<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>
async function send<P>(
  method: string,
  route: Route<P>,
  params: P,
  { key = admin, body, query = '' }: { key?: string; body?: unknown; query?: string } = {},
) {
  const request = new Request(`http://x/api/v1${query}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await route(request, { params: Promise.resolve(params) })
  const text = await response.text()
  return { status: response.status, json: text === '' ? null : JSON.parse(text) }
}
const get = <P>(route: { GET: Route<P> }, params: P, sent = {}) => send('GET', route.GET, params, sent)
const post = <P>(route: { POST: Route<P> }, params: P, sent = {}) => send('POST', route.POST, params, sent)

test('an item by name: read, corrected by a label, undone, with its kin', async () => {
  const made = await house.send({
    items: [
      { text: 'Export is broken and slow', email: 'a@example.com' },
      { text: 'The export is broken, so slow', email: 'b@example.com' },
    ],
  })
  await enrichWorkspace(house.runtime, stages, house.workspaceId)
  const id = made.json.items[0]?.name ?? ''
  expect(await get(inbox, {}, { query: '?q=export&limit=1' })).toMatchObject({
    status: 200,
    json: { items: [{ name: 'FB-2' }], nextCursor: expect.any(String) },
  })
  expect(await get(item, { id })).toMatchObject({
    status: 200,
    json: { name: id, type: 'bug', exposure: [], verbs: expect.any(Array) },
  })
  expect(await get(itemWord, { id, word: 'similar' }, { query: '?limit=5' })).toMatchObject({
    status: 200,
    json: { items: [{ name: 'FB-2' }] },
  })
  expect(await get(itemWord, { id, word: 'similar' }, { query: '?limit=0' })).toMatchObject({ status: 422 })
  expect(await get(itemWord, { id, word: 'merge-targets' }, { query: '?q=fb-2' })).toMatchObject({
    status: 200,
    json: { items: [{ name: 'FB-2', because: 'named' }], nextCursor: null },
  })
  expect(await get(itemWord, { id: 'FB-999', word: 'merge-targets' })).toMatchObject({ status: 404 })
  const labelled = await post(itemWord, { id, word: 'labels' }, { body: { field: 'type', to: 'usability' } })
  expect(labelled).toMatchObject({ status: 200, json: { item: { type: 'usability', state: 'triaged' } } })
  expect(await post(undo, {}, { body: { actId: labelled.json.actId } })).toMatchObject({
    status: 200,
    json: { done: 1 },
  })
  expect(await get(item, { id })).toMatchObject({ json: { type: 'bug', state: 'new' } })
  expect(await post(itemWord, { id, word: 'labels' }, { body: { field: 'type', to: 'nonsense' } })).toMatchObject({
    status: 422,
  })
  expect(await post(itemWord, { id, word: 'done' }, { body: { outcome: 'fixed', expectedVersion: 1 } })).toMatchObject({
    status: 409,
    json: { code: 'stale-version' },
  })
  expect(await post(itemWord, { id, word: 'done' }, { body: { outcome: 'fixed' } })).toMatchObject({
    status: 200,
    json: { item: { state: 'done' } },
  })
  expect(await post(itemWord, { id, word: 'done' }, { key: viewer, body: {} })).toMatchObject({ status: 403 })
  expect(await post(itemWord, { id, word: 'fly' }, { body: {} })).toMatchObject({ status: 404 })
  expect(await get(item, { id: 'FB-999' })).toMatchObject({ status: 404 })
})

test('bulk, counts, classify, clusters', async () => {
  const { json } = await get(inbox, {}, { query: '?view=all' })
  const ids = json.items.map((row: { id: string }) => row.id)
  expect(await post(bulk, {}, { body: { ids, act: { verb: 'tag', add: ['ui'] } } })).toMatchObject({
    status: 200,
    json: { done: 2 },
  })
  expect(await post(bulk, {}, { body: { ids: ['fbi_zzzzzzzzzzzz'], act: { verb: 'spam' } } })).toMatchObject({
    status: 404,
    json: { code: 'not-found' },
  })
  expect(await post(bulk, {}, { body: { ids: [], act: { verb: 'spam' } } })).toMatchObject({ status: 422 })
  expect(await get(counts, {}, { key: viewer })).toMatchObject({
    status: 200,
    json: { inbox: 1, done: 1, notEnriched: 0 },
  })
  expect(await post(classify, {}, { body: { text: 'it crashes' } })).toMatchObject({
    status: 200,
    json: { type: { value: 'bug' }, tags: expect.arrayContaining([expect.objectContaining({ key: 'crash' })]) },
  })
  const listed = await get(clusters, {}, { query: '?state=all' })
  const name = listed.json.items[0].name
  expect(await get(oneCluster, { id: name })).toMatchObject({
    status: 200,
    json: { people: 2, trend: expect.any(Array) },
  })
  expect(await send('PATCH', oneCluster.PATCH, { id: name }, { body: { name: 'Exports' } })).toMatchObject({
    status: 200,
  })
  expect(await post(clusterWord, { id: name, word: 'split' }, { body: { itemIds: [ids[0]] } })).toMatchObject({
    status: 200,
    json: { done: 1 },
  })
  expect(await post(clusterWord, { id: name, word: 'explode' }, { body: {} })).toMatchObject({ status: 404 })
})

test('settings: rules, routes, tags, views, sources, import, people', async () => {
  const rule = await post(rules, {}, { body: { tag: 'slow', pattern: 'snail' } })
  expect(rule.status).toBe(201)
  expect(await post(dryRun, {}, { body: { tag: 'slow', pattern: 'export' } })).toMatchObject({
    status: 200,
    json: { hits: 2 },
  })
  expect((await get(rules, {})).json.items[0]).toMatchObject({ id: rule.json.id })
  expect(await send('DELETE', oneRule.DELETE, { id: rule.json.id })).toMatchObject({ status: 200 })
  const route = await post(routes, {}, { body: { name: 'All', does: { teamId: 'core' } } })
  expect(await get(routes, {})).toMatchObject({
    json: { items: [{ id: route.json.id, does: { teamId: 'core', stop: true } }] },
  })
  const second = await post(routes, {}, { body: { name: 'Later' } })
  expect(await post(routeOrder, {}, { body: { ids: [second.json.id, route.json.id] } })).toMatchObject({ status: 200 })
  expect((await get(routes, {})).json.items.map((one: { name: string }) => one.name)).toEqual(['Later', 'All'])
  expect(await post(routeOrder, {}, { body: { ids: [route.json.id] } })).toMatchObject({
    status: 409,
    json: { code: 'stale-version' },
  })
  expect(await post(routeDryRun, {}, { body: { name: 'Try', when: { words: ['export'] } } })).toMatchObject({
    status: 200,
    json: { hits: 2, takenEarlier: 2 },
  })
  expect(await post(routeDryRun, {}, { body: { when: {} } })).toMatchObject({ status: 422, json: { field: 'name' } })
  expect(await send('DELETE', oneRoute.DELETE, { id: second.json.id })).toMatchObject({ status: 200 })
  expect(await send('DELETE', oneRoute.DELETE, { id: route.json.id })).toMatchObject({ status: 200 })
  expect(await post(tags, {}, { body: { key: 'mine', name: 'Mine' } })).toMatchObject({ status: 200 })
  expect((await get(tags, {})).json.items.map((one: { key: string }) => one.key)).toContain('mine')
  const view = await post(views, {}, { body: { name: 'Bugs', query: 'q=type:bug' } })
  expect(await get(views, {})).toMatchObject({ json: { items: [{ name: 'Bugs', mine: true }] } })
  expect(await send('DELETE', oneView.DELETE, { id: view.json.id })).toMatchObject({ status: 200 })
  const targets = await get(sla, {}, { key: viewer })
  expect(targets).toMatchObject({ status: 200, json: { version: 0, policy: { calendar: { timeZone: 'UTC' } } } })
  const changed = { policy: targets.json.policy, expectedVersion: 0 }
  expect(await send('PATCH', sla.PATCH, {}, { key: viewer, body: changed })).toMatchObject({ status: 403 })
  expect(await send('PATCH', sla.PATCH, {}, { body: changed })).toMatchObject({ status: 200, json: { version: 1 } })
  expect(await send('PATCH', sla.PATCH, {}, { body: changed })).toMatchObject({ status: 409 })
  expect(await send('PATCH', sla.PATCH, {}, { body: { policy: {}, expectedVersion: 1 } })).toMatchObject({
    status: 422,
  })
  const source = await post(sources, {}, { body: { channel: 'support', name: 'Desk' } })
  expect(source.json.secret).toMatch(/^whsec_/)
  expect(JSON.stringify((await get(sources, {})).json)).not.toContain(source.json.secret)
  expect(await send('PATCH', oneSource.PATCH, { id: source.json.id }, { body: { state: 'paused' } })).toMatchObject({
    status: 200,
  })
  expect(await post(importing, {}, { body: { csv: 'text\nhello there\n', dryRun: false } })).toMatchObject({
    status: 200,
    json: { created: 1 },
  })
  const { json } = await get(item, { id: 'FB-1' })
  expect(
    await post(personWord, { id: json.person.id, word: 'consent' }, { body: { purpose: 'quote', granted: true } }),
  ).toMatchObject({ status: 200 })
  expect(await post(personWord, { id: json.person.id, word: 'erase' }, { key: viewer, body: {} })).toMatchObject({
    status: 403,
  })
  expect(await post(personWord, { id: json.person.id, word: 'erase' }, { body: {} })).toMatchObject({
    status: 200,
    json: { items: 1, erased: false },
  })
  expect(await post(personWord, { id: json.person.id, word: 'export' }, { body: {} })).toMatchObject({
    status: 200,
    json: { items: [{ name: 'FB-1' }] },
  })
})
