import { expect, test } from 'vitest'
import { ok, refuse } from '@/lib/kernel/result'
import {
  answeringFaults,
  idempotencyKeyOf,
  listOf,
  numberCursor,
  outcomeResponse,
  pageOf,
  readJson,
  requestIdOf,
  REST_BODY_MAX,
  withMembers,
} from './rest'
import { pino } from 'pino'

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request('http://x/api', {
    method: 'POST',
    body,
    headers,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  })

/** A body that never ends: reading it whole would never return. */
function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(32)) })
}

test.each([
  ['{"a":[1,"ü"]}', { a: [1, 'ü'] }],
  ['', {}],
  ['null', null],
  ['\ufeff{}', {}],
  ['{"__proto__x":1}', { __proto__x: 1 }],
])('body %j is read', async (text, value) => {
  expect(await readJson(post(text))).toEqual(ok(value))
})

test('no body at all is an empty object', async () => {
  expect(await readJson(post(null))).toEqual(ok({}))
})

test.each([
  ['{', {}, 'invalid-json'],
  [new Uint8Array([0x22, 0xff, 0x22]), {}, 'invalid-json'],
  ['{"a":"\\u0000"}', {}, 'invalid-input'],
  ['{"a":"\\ud800"}', {}, 'invalid-input'],
  ['{"__proto__":{}}', {}, 'invalid-input'],
  ['['.repeat(100) + ']'.repeat(100), {}, 'invalid-input'],
  ['['.repeat(100_000), {}, 'invalid-json'],
  ['{}', { 'content-encoding': 'gzip' }, 'unsupported-media-type'],
  [' '.repeat(REST_BODY_MAX + 1), {}, 'too-large'],
  [endless(), {}, 'too-large'],
])('body %# is refused: %o', async (body, headers, code) => {
  expect(await readJson(post(body, headers))).toMatchObject({ ok: false, code })
})

test.each([
  [refuse('not-signed-in', 'm'), 401],
  [refuse('unknown-key', 'm'), 401],
  [refuse('forbidden', 'm'), 403],
  [refuse('not-found', 'm'), 404],
  [refuse('stale-version', 'm'), 409],
  [refuse('self-approval', 'm'), 409],
  [refuse('idempotency-key-reused', 'm'), 409],
  [refuse('already-exists', 'm', { field: 'key' }), 409],
  [refuse('too-large', 'm'), 413],
  [refuse('invalid-input', 'm'), 422],
  [refuse('unknown-metric', 'm', { field: 'guardrails.0' }), 422],
  [refuse('version-needed', 'm', { field: 'expectedVersion' }), 428],
  [refuse('too-many-attempts', 'm'), 429],
  [refuse('database-away', 'm'), 503],
])('refusal %o is told as %i', async (refusal, status) => {
  const response = outcomeResponse({ ...refusal, remedy: 'r' }, 'id-1')
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const { code, field } = refusal
  expect(await response.json()).toMatchObject({
    type: 'about:blank',
    title: 'm',
    status,
    code,
    remedy: 'r',
    requestId: 'id-1',
    ...(field === undefined ? {} : { field }),
  })
  expect(response.headers.has('retry-after')).toBe(status === 429 || status === 503)
  expect(response.headers.has('www-authenticate')).toBe(status === 401)
})

test('a yes is its value, uncached', async () => {
  const response = outcomeResponse(ok({ a: 1 }), 'id-1', 201)
  expect([response.status, response.headers.get('cache-control'), response.headers.get('x-request-id')]).toEqual([
    201,
    'no-store',
    'id-1',
  ])
  expect(await response.json()).toEqual({ a: 1 })
})

test('a fault tells its id and nothing of what went wrong; the log has both', async () => {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const response = await answeringFaults(log, 'id-1', () => Promise.reject(new Error('relation "secret" missing')))
  const told = await response.text()
  expect([response.status, JSON.parse(told)]).toEqual([
    500,
    { type: 'about:blank', title: 'Something broke on our side.', status: 500, code: 'fault', requestId: 'id-1' },
  ])
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('relation \\"secret\\" missing')
  expect(lines[0]).toContain('id-1')
})

test('idempotency keys and request ids of a fit form are taken', () => {
  const keyOf = (key: string) => idempotencyKeyOf(post(null, { 'idempotency-key': key }))
  expect(idempotencyKeyOf(post(null))).toEqual(ok(undefined))
  expect(keyOf('a-1')).toEqual(ok('a-1'))
  expect([keyOf('a b').ok, keyOf('x'.repeat(201)).ok]).toEqual([false, false])
  expect(requestIdOf(post(null, { 'x-request-id': 'abcdefgh-1' }))).toBe('abcdefgh-1')
  expect(requestIdOf(post(null, { 'x-request-id': 'a "b"' }))).toMatch(/^[\da-f-]{36}$/)
})

test('pages', () => {
  expect(pageOf(new URLSearchParams())).toEqual(ok({ limit: 100, cursor: null }))
  expect(pageOf(new URLSearchParams('limit=2&cursor=x'))).toEqual(ok({ limit: 2, cursor: 'x' }))
  for (const limit of ['0', '501', '1.5', 'x', '-1']) expect(pageOf(new URLSearchParams({ limit })).ok).toBe(false)
  expect(listOf([1, 2, 3], 2, String)).toEqual({ items: [1, 2], nextCursor: '2' })
  expect(listOf([1, 2], 2, String)).toEqual({ items: [1, 2], nextCursor: null })
  expect(listOf([], 2, String)).toEqual({ items: [], nextCursor: null })
  expect([numberCursor(null), numberCursor('12')]).toEqual([ok(undefined), ok(12)])
  for (const cursor of ['', '-1', '1e9', 'x']) expect(numberCursor(cursor).ok).toBe(false)
})

test('what the address says wins over the body', () => {
  expect(withMembers({ a: 1, id: 'other' }, { id: 'this' })).toEqual({ a: 1, id: 'this' })
  expect(withMembers([1], { id: 'this' })).toEqual([1])
})
