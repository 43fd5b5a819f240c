import { EventEmitter, once } from 'node:events'
import { expect, test } from 'vitest'
import { aFlagServer, aRequest, keys, PRODUCTION } from './flag-testing'
import { serveEvents } from './ofrep-events'
import { SseHub } from './sse-hub'
import { createStreamTokens } from './stream-token'

const DAY_MS = 86_400_000
const atStart = () => 0

test('a token is the same all through its period and serves for one period more', () => {
  const clock = { nowMs: 100 * DAY_MS }
  const tokens = createStreamTokens({ secret: 's', nowMs: () => clock.nowMs, periodMs: 10 * DAY_MS })
  const first = tokens.tokenFor('key_1')
  clock.nowMs += 9 * DAY_MS
  expect(tokens.tokenFor('key_1')).toBe(first)
  clock.nowMs += 2 * DAY_MS
  expect(tokens.tokenFor('key_1')).not.toBe(first)
  expect(tokens.keyIdOf(first)).toBe('key_1')
  clock.nowMs += 10 * DAY_MS
  expect(tokens.keyIdOf(first)).toBeNull()
})

test('forged, foreign and mangled tokens stand for nobody', () => {
  const token = createStreamTokens({ secret: 's', nowMs: atStart }).tokenFor('key_1')
  const tokens = createStreamTokens({ secret: 's', nowMs: atStart })
  expect(tokens.keyIdOf(token)).toBe('key_1')
  expect(createStreamTokens({ secret: 'other', nowMs: atStart }).keyIdOf(token)).toBeNull()
  for (const bad of [
    '',
    '.',
    'key_1',
    `${token}x`,
    `${token}.x`,
    token.replace('key_1', 'key_2'),
    token.replace('.0.', '.1e0.'),
  ]) {
    expect(tokens.keyIdOf(bad)).toBeNull()
  }
})

test('a heartbeat reaches every stream and counts its client as alive, until it leaves', async () => {
  const hub = new SseHub({ heartbeatMs: 5 })
  const beats = new EventEmitter()
  const heard: string[] = []
  const leave = hub.add(PRODUCTION, {
    write: (chunk) => heard.push(chunk),
    end: () => heard.push('end'),
    alive: () => beats.emit('alive'),
  })
  await once(beats, 'alive')
  expect(heard[0]).toBe(': beat\n\n')
  expect(hub.size).toBe(1)
  leave()
  leave()
  expect(hub.size).toBe(0)
})

test('closing ends every stream', () => {
  const hub = new SseHub()
  const heard: string[] = []
  const stream = { write: () => undefined, end: () => heard.push('end'), alive: () => undefined }
  const leave = hub.add(PRODUCTION, stream)
  hub.close()
  leave()
  expect(heard).toEqual(['end'])
  expect(hub.size).toBe(0)
})

test.each([
  ['no token and no key', { headers: { 'x-api-key': '' } }, 401],
  ['a key in a header', {}, 200],
  ['a key of another scope', { headers: { 'x-api-key': 'ci-key' } }, 403],
  ['a forged token beside a good key', { query: 'token=key.0.x' }, 401],
  ['another method', { method: 'POST' }, 405],
  ['a preflight', { method: 'OPTIONS', headers: { 'x-api-key': '' } }, 204],
])('%s', async (_, parts, status) => {
  const { runtime } = aFlagServer()
  const answer = await serveEvents(runtime, aRequest({ method: 'GET', ...parts }))
  expect(answer).toMatchObject({ status, headers: { 'access-control-allow-origin': '*' } })
})

test('a revision that passes between fetch and stream is told at once', async () => {
  const server = aFlagServer()
  await server.publish(417, [])
  const query = `token=${server.runtime.sseTokenFor(keys['client-key']?.id ?? '')}`
  const answer = await serveEvents(
    server.runtime,
    aRequest({ method: 'GET', query, headers: { 'last-event-id': '417' } }),
  )
  await server.publish(418, [])
  const heard: string[] = []
  const leave = answer.stream?.(
    (chunk) => heard.push(chunk),
    () => undefined,
  )
  expect(heard.join('')).toContain('id: 418\n')
  await server.publish(419, [])
  expect(heard.at(-1)).toBe(
    'id: 419\nevent: message\ndata: {"type":"refetchEvaluation","etag":"419","lastModified":1795168800}\n\n',
  )
  leave?.()
  expect(server.runtime.hub.size).toBe(0)
  expect(server.runtime.clients.take()).toMatchObject([{ kind: 'stream', revision: 0 }])
})
