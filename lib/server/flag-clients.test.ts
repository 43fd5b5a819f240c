import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OFREPProvider } from '@openfeature/ofrep-provider'
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider'
import { OpenFeature as Server } from '@openfeature/server-sdk'
import { OpenFeature as Web, ProviderEvents, ProviderStatus, type Provider } from '@openfeature/web-sdk'
import { EventSource } from 'eventsource'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routeFlags } from '@/lib/flags/server/flag-routes'
import { aFlag, aFlagServer, aTargeting, forPlan } from '@/lib/flags/server/flag-testing'
import { problem } from '@/lib/platform/hot'
import { hotListener } from './hot-http'

// The web provider takes it from the page; in Node there is none.
Object.assign(globalThis, { EventSource })

const house = aFlagServer()
const statuses: number[] = []
const web = createServer((request, response) => {
  response.once('finish', () => statuses.push(response.statusCode))
  listener(request, response)
})
const listener = hotListener(
  (request) => routeFlags(house.runtime, request),
  (_, response) => void response.writeHead(404).end(),
  () => problem(500, 'fault', 'Something went wrong.'),
)
let baseUrl = ''
let revision = 417

const publish = (plan: string) => {
  revision += 1
  const disabled = aTargeting([], { state: 'DISABLED' })
  return house.publish(revision, [aFlag('checkout-v2', aTargeting([forPlan(plan)])), aFlag('old-flag', disabled)])
}

beforeAll(async () => {
  await publish('pro')
  web.listen(0, '127.0.0.1')
  await once(web, 'listening')
  baseUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}` // listening on a port, so never a pipe's name
})
afterAll(async () => {
  await Promise.all([Server.close(), Web.close()])
  house.runtime.hub.close()
  web.closeAllConnections()
  web.close()
})

const bearer = (key: string): [string, string][] => [['Authorization', `Bearer ${key}`]]

test('the server SDK evaluates, with reason, metadata and its own defaults where we have none', async () => {
  await Server.setProviderAndWait('server', new OFREPProvider({ baseUrl, headers: bearer('server-key') }))
  const client = Server.getClient('server')
  expect(await client.getBooleanDetails('checkout-v2', false, { targetingKey: 'u1', plan: 'pro' })).toMatchObject({
    value: true,
    variant: 'on',
    reason: 'TARGETING_MATCH',
    flagMetadata: { flagSetId: 'shop/prod', version: String(revision), owner: 'cart' },
  })
  expect(await client.getBooleanValue('checkout-v2', true, { targetingKey: 'u1', plan: 'free' })).toBe(false)
  expect(await client.getBooleanDetails('checkout-v2', true)).toMatchObject({ value: false, reason: 'DEFAULT' })
  expect(await client.getBooleanDetails('nope/ö %', true)).toMatchObject({ value: true, errorCode: 'FLAG_NOT_FOUND' })
  expect(await client.getStringDetails('checkout-v2', 'x')).toMatchObject({ value: 'x', errorCode: 'TYPE_MISMATCH' })
  // This client is older than the protocol's answers without a value; the code default still applies.
  expect(await client.getBooleanDetails('old-flag', true)).toMatchObject({ value: true })
})

test('the server SDK with a wrong key falls back to the code default', async () => {
  await Server.setProviderAndWait('stranger', new OFREPProvider({ baseUrl, headers: bearer('nobody') }))
  expect(await Server.getClient('stranger').getBooleanDetails('checkout-v2', true)).toMatchObject({
    value: true,
    reason: 'ERROR',
  })
})

// The cast: the two packages differ in whether an optional member may be there and undefined.
const webProvider = (key: string) =>
  new OFREPWebProvider({ baseUrl, headers: bearer(key), cacheMode: 'disabled' }) as Provider

test('the web SDK: another attribute for the same person gives new values, an unchanged answer 304, a change is pushed', async () => {
  await Web.setContext({ targetingKey: 'u1', plan: 'free' })
  await Web.setProviderAndWait('web', webProvider('client-key'))
  const client = Web.getClient('web')
  expect(client.getBooleanValue('checkout-v2', true)).toBe(false)
  expect(client.getBooleanDetails('old-flag', true)).toMatchObject({ value: true, reason: 'DISABLED' })

  await Web.setContext({ targetingKey: 'u1', plan: 'pro' })
  expect(client.getBooleanDetails('checkout-v2', false)).toMatchObject({ value: true, variant: 'on' })

  statuses.length = 0
  await Web.setContext({ targetingKey: 'u1', plan: 'pro' })
  expect(statuses).toContain(304)

  // The stream tells a client that just came to fetch once, so that nothing published meanwhile is missed.
  await expect.poll(() => house.runtime.hub.size).toBe(1)
  const changed = new Promise<number>((resolve) => {
    client.addHandler(ProviderEvents.ConfigurationChanged, () => {
      if (!client.getBooleanValue('checkout-v2', true)) resolve(performance.now())
    })
  })
  const publishedAt = performance.now()
  await publish('enterprise')
  expect((await changed) - publishedAt).toBeLessThan(1000)
  expect(client.getBooleanDetails('checkout-v2', true).flagMetadata).toMatchObject({ version: String(revision) })
  const seen = house.runtime.clients.take().find(({ kind }) => kind === 'stream')
  expect(seen).toMatchObject({ revision })
})

test('a wrong key is fatal for the web SDK, as the protocol wants', async () => {
  await expect(Web.setProviderAndWait('stranger', webProvider('nobody'))).rejects.toThrow('Initialization failed')
  expect(Web.getClient('stranger').providerStatus).toBe(ProviderStatus.FATAL)
})

test('a client that comes back with the newest revision is told nothing, another one is', async () => {
  const token = encodeURIComponent(house.runtime.sseTokenFor('key_000000010002'))
  const first = async (headers: Record<string, string>) => {
    const stop = new AbortController()
    const answer = await fetch(`${baseUrl}/ofrep/v1/events?token=${token}`, { headers, signal: stop.signal })
    const chunk = await answer.body?.getReader().read()
    stop.abort()
    return { answer, text: Buffer.from(chunk?.value ?? []).toString() }
  }
  const known = await first({ 'last-event-id': String(revision) })
  expect(known.answer.headers.get('content-type')).toBe('text/event-stream')
  expect(known.answer.headers.get('cache-control')).toBe('no-cache, no-transform')
  expect(known.answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(known.text).not.toContain('data:')
  for (const id of ['416', 'nonsense', '']) {
    expect((await first({ 'last-event-id': id })).text).toContain(
      `id: ${revision}\nevent: message\ndata: {"type":"refetchEvaluation","etag":"${revision}","lastModified":1795168800}\n\n`,
    )
  }
  expect((await fetch(`${baseUrl}/ofrep/v1/events?token=forged.1.x`)).status).toBe(401)
})
