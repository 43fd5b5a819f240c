import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { provideAppFlags } from '@/lib/flags/server/app-flags'
import { routeFlags } from '@/lib/flags/server/flag-routes'
import { aFlag, aFlagServer, aTargeting, forPlan } from '@/lib/flags/server/flag-testing'
import { answerFlags } from '@/lib/flags/server/hot-fetch'
import { problem } from '@/lib/platform/hot'
import { hotListener } from './hot-http'

// The gateway and the app's route handlers, both over one runtime: who asks cannot tell them apart.
const house = aFlagServer()
const gateway = createServer(
  hotListener(
    (request) => routeFlags(house.runtime, request),
    (_, response) => void response.writeHead(404).end(),
    () => problem(500, 'fault', 'Something went wrong.'),
  ),
)
let origin = ''
beforeAll(async () => {
  provideAppFlags(() => Promise.resolve(house.runtime))
  await house.publish(417, [
    aFlag('checkout-v2', aTargeting([forPlan('pro')])),
    aFlag('old-flag', aTargeting([], { state: 'DISABLED' })),
  ])
  gateway.listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  origin = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}` // listening on a port, so never a pipe's name
})
afterAll(() => {
  gateway.closeAllConnections()
  gateway.close()
})

type Sent = { method?: string; path: string; headers?: Record<string, string>; body?: string }
type Said = { status: number | undefined; headers: Record<string, unknown>; body: string }

/** Made by the server beneath, not by the doors. */
const BENEATH = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])
const withoutBeneath = (headers: Iterable<[string, unknown]>) =>
  Object.fromEntries([...headers].filter(([name]) => !BENEATH.has(name)))

async function fromGateway({ method = 'GET', path, headers = {}, body }: Sent): Promise<Said> {
  const [answer] = (await once(httpRequest(`${origin}${path}`, { method, headers }).end(body), 'response')) as [
    IncomingMessage,
  ]
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  const hex = Buffer.concat(chunks).toString('hex')
  return { status: answer.statusCode, headers: withoutBeneath(Object.entries(answer.headers)), body: hex }
}

async function fromApp({ method = 'GET', path, headers = {}, body }: Sent): Promise<Said> {
  const init = { method, headers, ...(body === undefined ? {} : { body }) }
  const answer = await answerFlags(new Request(`${origin}${path}`, init))
  const bytes = Buffer.from(await answer.arrayBuffer())
  const declared = answer.headers.get('content-length')
  if (declared !== null && Number(declared) !== bytes.length) throw new Error(`${bytes.length} bytes, not ${declared}`)
  return { status: answer.status, headers: withoutBeneath(answer.headers), body: bytes.toString('hex') }
}

const server = { authorization: 'Bearer server-key' }
const client = { authorization: 'Bearer client-key' }
const document = '/api/flags/v1/prod.json'
const all = '/ofrep/v1/evaluate/flags'
const body = '{"context":{"targetingKey":"u1","plan":"pro"}}'

test.each<[string, number, Sent]>([
  ['the document', 200, { path: document, headers: server }],
  ['the document unchanged', 304, { path: document, headers: { ...server, 'if-none-match': '*' } }],
  ['the document without a key', 401, { path: document }],
  ['the document by another method', 405, { path: document, method: 'PUT', headers: server, body: 'x' }],
  ['one flag', 200, { method: 'POST', path: `${all}/checkout-v2`, headers: client, body }],
  ['one flag that is off', 200, { method: 'POST', path: `${all}/old-flag`, headers: client, body }],
  ['one flag that is none', 404, { method: 'POST', path: `${all}/n%C3%B6pe`, headers: client, body }],
  ['one flag without a context', 400, { method: 'POST', path: `${all}/checkout-v2`, headers: client, body: '[' }],
  ['all flags', 200, { method: 'POST', path: all, headers: client, body }],
  ['all flags unchanged', 304, { method: 'POST', path: all, headers: { ...client, 'if-none-match': '*' }, body }],
  ['all flags, too large a body', 413, { method: 'POST', path: all, headers: client, body: 'x'.repeat(300_000) }],
  ['all flags without a key', 401, { method: 'POST', path: all, body }],
  ['a preflight', 204, { method: 'OPTIONS', path: all }],
])('%s: the same from both, in every byte', async (_, status, sent) => {
  const said = await fromGateway(sent)
  expect(said.status).toBe(status)
  expect(await fromApp(sent)).toEqual(said)
})

test('the gateway compresses; the app leaves that to Next, which would strip what tells the encoding', async () => {
  const sent = { path: document, headers: { ...server, 'accept-encoding': 'gzip, br' } }
  const [packed, plain] = [await fromGateway(sent), await fromApp(sent)]
  expect(packed.headers).toHaveProperty('content-encoding', 'br')
  expect(plain.headers).not.toHaveProperty('content-encoding')
  expect(brotliDecompressSync(Buffer.from(packed.body, 'hex')).toString('hex')).toBe(plain.body)
})

test('without the database both say since when', async () => {
  house.published.now = null
  await house.runtime.snapshots.refresh(house.runtime.snapshots.all()[0]?.environmentId ?? 'env_000000000001')
  for (const sent of [
    { path: document, headers: server },
    { path: document, headers: { ...server, 'if-none-match': '*' } },
    { method: 'POST', path: all, headers: client, body },
  ]) {
    const said = await fromGateway(sent)
    expect(said.headers).toHaveProperty('x-soundings-stale', house.runtime.snapshots.staleSince)
    expect(await fromApp(sent)).toEqual(said)
  }
})
