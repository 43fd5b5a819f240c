import { gzipSync } from 'node:zlib'
import { SpanEventHook } from '@openfeature/open-telemetry-hooks'
import { OpenFeature, type Provider } from '@openfeature/server-sdk'
import { type Attributes, context, type ContextManager, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { totals } from '../core/test-builders'
import { openDoors, type TestDoors } from './testing'

let doors: TestDoors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())
beforeEach(async () => {
  await doors.house.runtime.database.sql`
    truncate telemetry_event, ingest_seen, unit_stage, unit_metric, cohort_delta, unit_alias, unattributed_event, ingest_rejection`
})

async function post(signal: 'traces' | 'metrics', body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${doors.url}/otlp/v1/${signal}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${doors.key}`, 'content-type': 'application/json', ...headers },
    body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
  })
  const text = await answer.text()
  return { status: answer.status, type: answer.headers.get('content-type'), text }
}
const counted = async (door: string) => {
  await doors.ingest.rejections.flush(doors.runtime.database.sql)
  return doors.runtime.database.sql`select code, count::int from ingest_rejection where door = ${door} order by code`
}

const nanos = (ms: number): string => `${Math.round(ms)}000000`
const keyValues = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'boolean' ? { boolValue: value } : { stringValue: String(value) },
  }))
const requestOf = (...spans: object[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
const TRACE = 'ABF92F3577B34DA6A3CE929D0E0E4736'
const aSpan = (changes: object) => ({
  traceId: TRACE,
  spanId: '00f067aa0ba902b7',
  parentSpanId: '00f067aa0ba902b8',
  name: 'work',
  kind: 1,
  startTimeUnixNano: nanos(Date.now() - 20),
  endTimeUnixNano: nanos(Date.now()),
  ...changes,
})

/** A span that keeps what hooks write on it. */
function recordingSpan() {
  const events: { name: string; attributes: Attributes; atMs: number }[] = []
  const span = {
    addEvent: (name: string, attributes: Attributes) => {
      events.push({ name, attributes, atMs: Date.now() })
      return span
    },
    recordException: () => undefined,
  } as unknown as Span // the hook calls no more of it
  const active = trace.setSpan(ROOT_CONTEXT, span)
  const manager: ContextManager = {
    active: () => active,
    with: (_, run, self, ...args) => run.call(self, ...args),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  }
  return { events, manager }
}

const provider: Provider = {
  metadata: { name: 'test' },
  runsOn: 'server',
  resolveBooleanEvaluation: async () => {
    const flagMetadata = { flagSetId: 'test/production', version: '1' }
    return { value: true, variant: 'on', reason: 'TARGETING_MATCH', flagMetadata }
  },
  resolveStringEvaluation: async (_, value) => ({ value }),
  resolveNumberEvaluation: async (_, value) => ({ value }),
  resolveObjectEvaluation: async (_, value) => ({ value }),
}

describe('traces', () => {
  test('OpenFeature’s SpanEventHook exposes, and the request that ends in an error counts for whom it exposed', async () => {
    const { events, manager } = recordingSpan()
    context.setGlobalContextManager(manager)
    try {
      await OpenFeature.setProviderAndWait(provider)
      const client = OpenFeature.getClient()
      client.addHooks(new SpanEventHook())
      await client.getBooleanValue('checkout', false, { targetingKey: 'user-1' })
    } finally {
      context.disable()
      await OpenFeature.clearProviders()
    }
    const onSpan = events.map(({ name, attributes, atMs }) => ({
      name,
      timeUnixNano: nanos(atMs - 10),
      attributes: keyValues(attributes),
    }))
    const inner = aSpan({ name: 'checkout', events: onSpan })
    const outer = aSpan({ parentSpanId: '', kind: 2, name: 'error', status: { code: 2 } })
    const answer = await post('traces', gzipSync(JSON.stringify(requestOf(inner, outer))), {
      'content-encoding': 'gzip',
    })
    expect(answer).toEqual({ status: 200, type: 'application/json', text: '{}' })
    expect(totals(await doors.deltas())).toMatchObject([{ arm: 'exposed', nEnter: 1, firstEvents: [1] }])
    expect(await doors.count('telemetry_event')).toBe(2)
  })

  test('what is not used is counted and told; nothing is measured from spans inside', async () => {
    const broken = { name: 'feature_flag.evaluation', attributes: [] }
    const both = aSpan({
      kind: 2,
      events: [broken],
      attributes: keyValues({ 'user.id': 'user-1' }),
    })
    const answer = await post('traces', requestOf(aSpan({}), aSpan({}), both, aSpan({ kind: 2, traceId: '' })))
    expect(JSON.parse(answer.text)).toEqual({
      partialSuccess: {
        // The span that also told something sound is no rejected one.
        rejectedSpans: '3',
        errorMessage:
          '2 records: nothing is measured from this kind of record; 1 record: there is no flag key; 1 record: there is no unit id (targeting key or user id)',
      },
    })
    expect(await counted('otlp.traces')).toEqual([
      { code: 'no-flag-key', count: 1 },
      { code: 'no-unit', count: 1 },
      { code: 'not-measured', count: 2 },
    ])
  })

  test('a span whose sound events are all that it told is accepted with a word', async () => {
    const exposure = {
      'feature_flag.key': 'checkout',
      'feature_flag.result.variant': 'on',
      'feature_flag.context.id': 'user-1',
    }
    const events = [exposure, {}].map((attributes) => ({
      name: 'feature_flag.evaluation',
      timeUnixNano: nanos(Date.now()),
      attributes: keyValues(attributes),
    }))
    const answer = await post('traces', requestOf(aSpan({ events })))
    const { partialSuccess } = JSON.parse(answer.text)
    expect(partialSuccess).toMatchObject({ rejectedSpans: '0', errorMessage: expect.stringContaining('1 record: ') })
  })

  test('sent again it counts once', async () => {
    const request = requestOf(aSpan({ kind: 2, attributes: keyValues({ 'user.id': 'user-1' }) }))
    for (const _ of [1, 2]) expect(await post('traces', request)).toMatchObject({ status: 200 })
    expect(await doors.count('telemetry_event')).toBe(1)
  })
})

const aMetric = (name: string, shape: string, points: number) => ({
  name,
  [shape]: { dataPoints: Array.from({ length: points }, () => ({ asDouble: 1 })) },
})

/** `ExportMetricsServiceRequest` with one sum of three points called `m`, by hand. */
const METRICS = Buffer.from('0a0f120d120b0a016d3a060a000a000a00', 'hex')

describe('metrics', () => {
  test('data points are counted and told: nothing is measured from them', async () => {
    const metrics = [aMetric('a', 'sum', 2), aMetric('b', 'histogram', 3), aMetric('c', 'gauge', 0), { name: '' }]
    const answer = await post('metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] })
    expect(JSON.parse(answer.text)).toEqual({
      partialSuccess: {
        rejectedDataPoints: '6',
        errorMessage:
          '5 records: nothing is measured from this kind of record; 1 record: names must be 1 to 200 printable characters',
      },
    })
    expect(await counted('otlp.metrics')).toEqual([
      { code: 'bad-name', count: 1 },
      { code: 'not-measured', count: 5 },
    ])
  })

  test('in protobuf too', async () => {
    const answer = await post('metrics', METRICS, { 'content-type': 'application/x-protobuf' })
    expect([answer.status, answer.type]).toEqual([200, 'application/x-protobuf'])
    expect(await counted('otlp.metrics')).toEqual([{ code: 'not-measured', count: 3 }])
  })
})

describe.each(['traces', 'metrics'] as const)('the door of %s', (signal) => {
  test('takes an empty request as a success', async () => {
    const protobuf = { 'content-type': 'application/x-protobuf' }
    expect(await post(signal, new Uint8Array(), protobuf)).toMatchObject({ status: 200, text: '' })
    expect(await post(signal, {})).toMatchObject({ status: 200, text: '{}' })
  })

  test.each([
    ['a key that nobody has', {}, { authorization: 'Bearer nobody' }, 401],
    ['a body that is cut', new TextEncoder().encode('{'), {}, 400],
    ['wire noise', new Uint8Array([0x0a, 0xff, 0x01]), { 'content-type': 'application/x-protobuf' }, 400],
    ['another content type', {}, { 'content-type': 'text/plain' }, 415],
    ['another encoding', {}, { 'content-encoding': 'br' }, 415],
    ['gzip that is none', {}, { 'content-encoding': 'gzip' }, 400],
    ['too many bytes', new Uint8Array(8 * 2 ** 20 + 1), { 'content-type': 'application/x-protobuf' }, 413],
    ['more inside', gzipSync(new Uint8Array(33 * 2 ** 20)), { 'content-encoding': 'gzip' }, 413],
    ['millions of nothing', new TextEncoder().encode(`{"a":[${'{},'.repeat(600_000)}{}]}`), {}, 413],
  ])('refuses %s', async (_, body, headers, status) => {
    expect(await post(signal, body, headers)).toMatchObject({ status })
  })
})
