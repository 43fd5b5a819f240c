import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { serveDocument } from './document'
import { aFlag, aFlagServer, aRequest, aTargeting, forPlan, PRODUCTION } from './flag-testing'

let server = aFlagServer()
beforeEach(async () => {
  server = aFlagServer()
  await server.publish(417, [aFlag('checkout-v2', aTargeting([forPlan('pro')]))])
})

const read = (headers: Record<string, string> = {}, method = 'GET', environment = 'prod') =>
  serveDocument(server.runtime, aRequest({ method, headers: { 'x-api-key': 'server-key', ...headers } }), environment)

test('the document with a strong ETag of revision and hash, never cached unasked', async () => {
  const answer = await read()
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache', vary: 'accept-encoding' },
  })
  expect(answer.headers['etag']).toMatch(/^"417-[0-9a-f]{12}"$/)
  expect(String(answer.body)).toBe(server.published.now?.text)
})

test.each([
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
  ['*', 'br', brotliDecompressSync],
])('accept-encoding %s is answered with %s', async (accept, encoding, inflate) => {
  const answer = await read({ 'accept-encoding': accept })
  expect(answer.headers['content-encoding']).toBe(encoding)
  expect(inflate(Buffer.from(answer.body ?? '')).toString()).toBe(server.published.now?.text)
})

test.each(['', 'identity', 'deflate', 'gzip;q=0'])('accept-encoding %j is answered plainly', async (accept) => {
  const answer = await read({ 'accept-encoding': accept })
  expect(answer.headers).not.toHaveProperty('content-encoding')
})

test('an unchanged document is 304, also in a list, weakened or as any', async () => {
  const etag = (await read()).headers['etag'] ?? ''
  for (const ifNoneMatch of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    expect(await read({ 'if-none-match': ifNoneMatch })).toMatchObject({ status: 304, headers: { etag }, body: null })
  }
  expect((await read({ 'if-none-match': '"416-000000000000"' })).status).toBe(200)
})

test.each([
  ['no key', { 'x-api-key': '' }, 'GET', 'prod', 401],
  ['a client key', { 'x-api-key': 'client-key' }, 'GET', 'prod', 403],
  ['another environment', {}, 'GET', 'staging', 403],
  ['another method', {}, 'POST', 'prod', 405],
])('%s is refused', async (_, headers, method, environment, status) => {
  const answer = await read(headers, method, environment)
  expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/problem+json' } })
})

test('without the database the last document is served and says since when', async () => {
  server.published.now = null
  await server.runtime.snapshots.refresh(PRODUCTION)
  expect(await read()).toMatchObject({ status: 200, headers: { 'x-soundings-stale': expect.stringMatching(/Z$/) } })
})
