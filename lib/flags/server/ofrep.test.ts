import { beforeEach, expect, test } from 'vitest'
import { responseTo } from '@/lib/platform/hot'
import { aFlag, aFlagServer, aRequest, aTargeting, forPlan, keys, PRODUCTION } from './flag-testing'
import { evaluateFlag, evaluateFlags } from './ofrep'

let server = aFlagServer()
beforeEach(async () => {
  server = aFlagServer()
  await server.publish(417, [
    aFlag('checkout-v2', aTargeting([forPlan('pro')])),
    aFlag('old-flag', aTargeting([], { state: 'DISABLED' })),
    aFlag('odd.key', aTargeting([])),
  ])
})

const body = (context: unknown) => JSON.stringify({ context })
const single = (key: string, parts = {}, { runtime } = server) => {
  const request = aRequest(parts)
  return responseTo(request, evaluateFlag(runtime, request, key))
}
const bulk = (parts = {}) => {
  const request = aRequest(parts)
  return responseTo(request, evaluateFlags(server.runtime, request))
}
const parsed = (answer: { body: Uint8Array | string | null }) => JSON.parse(String(answer.body))

const metadata = { flagSetId: 'shop/prod', version: '417', owner: 'cart' }

test('one flag: value, variant, reason and the revision in its metadata', async () => {
  const answer = await single('checkout-v2', { body: body({ targetingKey: 'u1', plan: 'pro' }) })
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
  expect(parsed(answer)).toEqual({
    key: 'checkout-v2',
    value: true,
    reason: 'TARGETING_MATCH',
    variant: 'on',
    metadata,
  })
})

test('a disabled flag has no value and no variant', async () => {
  const answer = await single('old-flag', { body: body({ targetingKey: 'u1' }) })
  expect(answer.status).toBe(200)
  expect(parsed(answer)).toEqual({ key: 'old-flag', reason: 'DISABLED', metadata })
})

test('an unknown flag is 404 with its key, decoded', async () => {
  const answer = await single('n%2Fo%20p%C3%A9')
  expect(answer.status).toBe(404)
  expect(parsed(answer)).toEqual({
    key: 'n/o pé',
    errorCode: 'FLAG_NOT_FOUND',
    errorDetails: "flag 'n/o pé' was not found",
  })
  expect((await single('%E0%A4%A')).status).toBe(404)
})

test.each(['', '{}', '{"context":null}', '{"context":{}}', '{"context":{"targetingKey":""}}'])(
  'a keyless request is answered: %j',
  async (text) => {
    expect(parsed(await single('checkout-v2', { body: text }))).toMatchObject({ value: false, reason: 'DEFAULT' })
    expect((await bulk({ body: text })).status).toBe(200)
  },
)

test.each(['{', 'null', '[]', '"x"', '{"context":[]}', '{"context":"u1"}', '\u0000'])(
  'what is no context is 400: %j',
  async (text) => {
    const answer = await single('checkout-v2', { body: text })
    expect(answer.status).toBe(400)
    expect(parsed(answer)).toMatchObject({ key: 'checkout-v2', errorCode: 'INVALID_CONTEXT' })
    const whole = await bulk({ body: text })
    expect(whole.status).toBe(400)
    expect(parsed(whole)).not.toHaveProperty('key')
  },
)

test.each([
  ['no key', { 'x-api-key': '' }, 401],
  ['an unknown key', { 'x-api-key': 'nobody' }, 401],
  ['a key of another scope', { 'x-api-key': 'ci-key' }, 403],
  ['a compressed body', { 'content-encoding': 'gzip' }, 415],
])('%s is refused', async (_, headers, status) => {
  for (const answer of [await single('checkout-v2', { headers }), await bulk({ headers })]) {
    expect(answer).toMatchObject({ status, headers: { 'access-control-allow-origin': '*' } })
    expect(parsed(answer)).toHaveProperty('errorCode')
  }
})

test('a body above 256 kB is 413 and a hostile one harms nobody', async () => {
  expect((await bulk({ body: body({ text: 'x'.repeat(256 * 1024) }) })).status).toBe(413)
  const deep = `{"context":{"plan":${'['.repeat(100_000)}${']'.repeat(100_000)},"__proto__":{"plan":"pro"}}}`
  expect((await bulk({ body: deep })).status).toBe(200)
  expect(parsed(await single('checkout-v2', { body: '{"context":{"plan":"free"}}' }))).toMatchObject({ value: false })
})

test('bulk lists every flag, disabled ones too, with metadata, stream and an ETag that starts with the revision', async () => {
  const answer = await bulk({ body: body({ targetingKey: 'u1', plan: 'free' }) })
  expect(answer.headers['etag']).toMatch(/^"417-[\w-]{16}"$/)
  const token = encodeURIComponent(server.runtime.sseTokenFor(keys['client-key']?.id ?? ''))
  expect(parsed(answer)).toEqual({
    flags: [
      { key: 'checkout-v2', value: false, reason: 'DEFAULT', variant: 'off', metadata },
      { key: 'odd.key', value: false, reason: 'STATIC', variant: 'off', metadata },
      { key: 'old-flag', reason: 'DISABLED', metadata },
    ],
    metadata: { flagSetId: 'shop/prod', version: '417' },
    eventStreams: [
      { type: 'sse', endpoint: { requestUri: `/ofrep/v1/events?token=${token}` }, inactivityDelaySec: 120 },
    ],
  })
})

test('an unchanged answer is 304; another attribute for the same person is 200 with new values', async () => {
  const free = await bulk({ body: body({ targetingKey: 'u1', plan: 'free' }) })
  const etag = free.headers['etag'] ?? ''
  for (const ifNoneMatch of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await bulk({
      headers: { 'if-none-match': ifNoneMatch },
      body: body({ targetingKey: 'u1', plan: 'free' }),
    })
    expect(again).toMatchObject({ status: 304, headers: { etag }, body: null })
  }
  const pro = await bulk({ headers: { 'if-none-match': etag }, body: body({ targetingKey: 'u1', plan: 'pro' }) })
  expect(pro.status).toBe(200)
  expect(parsed(pro).flags[0]).toMatchObject({ key: 'checkout-v2', value: true })
})

test('a rotated token changes the ETag, so that a 304 never keeps a dead stream alive', async () => {
  const before = await bulk()
  server.clock.nowMs += 31 * 86_400_000
  const after = await bulk({ headers: { 'if-none-match': before.headers['etag'] ?? '' } })
  expect(after.status).toBe(200)
  expect(parsed(after).eventStreams).not.toEqual(parsed(before).eventStreams)
})

test('a client that has heard of a revision is not answered with an older one', async () => {
  await server.runtime.snapshots.obtain(PRODUCTION)
  const asked = bulk({ query: 'flagConfigEtag=418&flagConfigLastModified=1795168800', body: body({ plan: 'free' }) })
  await server.publish(418, [aFlag('checkout-v2', aTargeting([forPlan('free')]))])
  const answer = await asked
  expect(answer.headers['etag']).toMatch(/^"418-/)
  expect(parsed(answer).flags[0]).toMatchObject({ value: true })
})

test('an invented revision costs its sender a second and the database one load', async () => {
  const loads = server.published.loads
  const answers = await Promise.all(Array.from({ length: 50 }, () => bulk({ query: 'flagConfigEtag=999999' })))
  expect(answers.every(({ headers }) => headers['etag']?.startsWith('"417-'))).toBe(true)
  expect(server.published.loads - loads).toBeLessThanOrEqual(2)
})

test('preflight and other methods', async () => {
  const allowed = await bulk({ method: 'OPTIONS', headers: { 'x-api-key': '' } })
  expect(allowed.status).toBe(204)
  for (const name of ['content-type', 'authorization', 'x-api-key', 'if-none-match', 'x-soundings-client']) {
    expect(allowed.headers['access-control-allow-headers']).toContain(name)
  }
  expect(await bulk({ method: 'GET' })).toMatchObject({ status: 405, headers: { allow: 'POST, OPTIONS' } })
})

test('without any snapshot: 503 with whole positive seconds; with the last one: answered, and said to be stale', async () => {
  const empty = aFlagServer()
  empty.published.now = null
  const nothing = await single('checkout-v2', {}, empty)
  expect(nothing).toMatchObject({ status: 503, headers: { 'retry-after': '2' } })
  expect(parsed(nothing)).toMatchObject({ key: 'checkout-v2', errorCode: 'GENERAL' })

  server.published.now = null
  await server.runtime.snapshots.refresh(PRODUCTION)
  const stale = await bulk()
  expect(stale.status).toBe(200)
  expect(stale.headers['x-soundings-stale']).toBe(server.runtime.snapshots.staleSince)
})

test('what was answered is counted as usage and the asker as a client at this revision', async () => {
  await single('checkout-v2', {
    body: body({ plan: 'pro' }),
    headers: { 'x-soundings-client': 'pod-7; service=checkout; version=1.4.2' },
  })
  await bulk()
  await single('nope')
  const counts = server.runtime.usage.take().map(({ flagKey, variant, count }) => `${flagKey} ${variant} ${count}`)
  expect(counts.toSorted()).toEqual(['checkout-v2 off 1', 'checkout-v2 on 1', 'odd.key off 1', 'old-flag  1'])
  expect(server.runtime.clients.take()).toMatchObject([
    { kind: 'ofrep', revision: 417, service: 'checkout', serviceVersion: '1.4.2' },
    { kind: 'ofrep', revision: 417, service: null },
  ])
})
