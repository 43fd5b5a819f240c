import * as fc from 'fast-check'
import { parse } from 'protobufjs'
import { expect, test } from 'vitest'
import { logRows, type LogRow } from './decode-otlp-logs'
import { encodeAnswer, encodeStatus, type RejectedName } from './encode-otlp-answer'
import { RefusedBody, type OtlpEncoding } from './otlp-frames'
import { rejectedSentence } from './rejection-words'
import { RejectionCode } from './schema'
import { toRecords } from './to-records'

const NOW = 1_795_168_805_000
const clock = { nowMs: NOW, simulated: false }
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const json = (body: unknown): Uint8Array => utf8(JSON.stringify(body))
const rowsOf = (bytes: Uint8Array, encoding: OtlpEncoding): (LogRow | RejectionCode)[] => [...logRows(bytes, encoding)]

/** An encoder of its own, with the full record, so that unknown fields and old ones are on the wire too. */
const sender = parse(`
syntax = "proto3";
message AnyValue { oneof value { string stringValue = 1; bool boolValue = 2; int64 intValue = 3; double doubleValue = 4;
  ArrayValue arrayValue = 5; KeyValueList kvlistValue = 6; bytes bytesValue = 7; } }
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; uint32 droppedAttributesCount = 2; }
message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
message LogRecord { fixed64 timeUnixNano = 1; int32 severityNumber = 2; string severityText = 3; AnyValue body = 5;
  repeated KeyValue attributes = 6; uint32 droppedAttributesCount = 7; fixed32 flags = 8; bytes traceId = 9;
  bytes spanId = 10; fixed64 observedTimeUnixNano = 11; string eventName = 12; string fromTheFuture = 99; }
message ScopeLogs { Scope scope = 1; repeated LogRecord logRecords = 2; string schemaUrl = 3; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scopeLogs = 2; string schemaUrl = 3; }
message Request { repeated ResourceLogs resourceLogs = 1; }`).root.lookupType('Request')

/** The same request in both encodings, from its JSON form. */
function bothOf(request: { resourceLogs: unknown[] }): [OtlpEncoding, Uint8Array][] {
  return [
    ['json', json(request)],
    ['protobuf', protobufOf(request)],
  ]
}

function protobufOf(request: { resourceLogs: unknown[] }): Uint8Array {
  const hexAsBytes = JSON.parse(JSON.stringify(request), (key, value: unknown) =>
    key === 'traceId' || key === 'spanId' ? Buffer.from(String(value), 'hex').toString('base64') : value,
  )
  return sender.encode(sender.fromObject(hexAsBytes)).finish()
}

const text = (key: string, stringValue: string): unknown => ({ key, value: { stringValue } })
const request = (...logRecords: unknown[]): { resourceLogs: unknown[] } => ({
  resourceLogs: [
    {
      resource: {
        attributes: [
          text('service.name', 'checkout'),
          text('service.version', '1.4.2'),
          text('service.instance.id', 'pod-1'),
        ],
      },
      scopeLogs: [{ scope: { name: '@openfeature/open-telemetry-hooks', version: '1.0.0' }, logRecords }],
      schemaUrl: 'https://example/schema',
    },
  ],
})
/** protocols.md §3.3, as curl sends it. */
const evaluation = {
  timeUnixNano: '1795168800000000000',
  observedTimeUnixNano: '1795168800000000000',
  severityNumber: 9,
  eventName: 'feature_flag.evaluation',
  body: {},
  traceId: '4BF92F3577B34DA6A3CE929D0E0E4736',
  spanId: '00f067aa0ba902b7',
  attributes: [
    text('feature_flag.key', 'checkout-v2'),
    text('feature_flag.result.variant', 'on'),
    { key: 'feature_flag.result.value', value: { boolValue: true } },
    text('feature_flag.result.reason', 'targeting_match'),
    text('feature_flag.context.id', 'user-33'),
    text('feature_flag.set.id', 'shop/prod'),
    text('feature_flag.version', '417'),
    text('platform', 'ios'),
  ],
}
const withAttributes = (...attributes: unknown[]): object => ({ ...evaluation, attributes })

test.each(bothOf(request(evaluation)))('the evaluation event becomes an exposure (%s)', (encoding, bytes) => {
  expect(toRecords(logRows(bytes, encoding), clock)).toEqual({
    rejections: [],
    records: [
      {
        kind: 'exposure',
        id: null,
        unit: 'user-33',
        aliases: ['trace 4bf92f3577b34da6a3ce929d0e0e4736'],
        timeMs: 1_795_168_800_000,
        flag: 'checkout-v2',
        variant: 'on',
        revision: 417,
        name: null,
        value: null,
        attributes: {
          platform: 'ios',
          'service.name': 'checkout',
          'service.version': '1.4.2',
          trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
        },
        client: { id: 'pod-1', service: 'checkout', version: '1.4.2' },
      },
    ],
  })
})

const event = (eventName: string | undefined, changes: object, ...attributes: unknown[]): unknown => ({
  timeUnixNano: '1795168800123456789',
  eventName,
  attributes,
  ...changes,
})
const user = text('user.id', 'u1')

test.each(
  bothOf(
    request(
      event('order.failed', {}, user, { key: 'value', value: { intValue: '12' } }, text('log.record.uid', 'id-1')),
      event('latency', { body: { doubleValue: 12.5 } }, user, text('session.id', 's1'), text('user.email', 'a@b.c')),
      event(undefined, { traceId: '00000000000000000000000000000000' }, text('event.name', 'old.style'), {
        key: 'enduser.id',
        value: { intValue: 7 },
      }),
    ),
  ),
)('other named events become track events (%s)', (encoding, bytes) => {
  const { records, rejections } = toRecords(logRows(bytes, encoding), clock)
  expect(rejections).toEqual([])
  expect(records).toMatchObject([
    { kind: 'track', id: 'id-1', unit: 'u1', name: 'order.failed', value: 12, timeMs: 1_795_168_800_123 },
    { kind: 'track', id: null, unit: 'u1', name: 'latency', value: 12.5 },
    { kind: 'track', unit: '7', name: 'old.style', value: null },
  ])
  const fromResource = { 'service.name': 'checkout', 'service.version': '1.4.2' }
  expect(records.map((r) => r.attributes)).toEqual([
    fromResource,
    { 'session.id': 's1', ...fromResource },
    fromResource,
  ])
})

test.each(
  bothOf(
    request(
      withAttributes(
        text('feature_flag.key', 'f'),
        text('feature_flag.variant', 'control'),
        text('feature_flag.provider_name', 'p'),
        text('enduser.pseudo.id', 'u1'),
        text('user.id', 'u2'),
      ),
      withAttributes(
        text('feature_flag.key', 'f'),
        text('error.type', 'flag_not_found'),
        text('feature_flag.context.id', 'u1'),
      ),
    ),
  ),
)('old attribute names are read; a failed evaluation is usage (%s)', (encoding, bytes) => {
  expect(toRecords(logRows(bytes, encoding), clock).records).toMatchObject([
    { kind: 'exposure', unit: 'u1', variant: 'control', revision: null },
    { kind: 'exposure', unit: 'u1', variant: null },
  ])
})

const key = text('feature_flag.key', 'f')
const on = text('feature_flag.result.variant', 'on')
const trace = { traceId: '4BF92F3577B34DA6A3CE929D0E0E4736' }
test.each(
  bothOf(
    request(
      event('order.failed', trace, text('session.id', 's1')),
      event('order.failed', trace),
      event('order.failed', trace, text('session.id', 'a\nb')),
      { ...withAttributes(key, on), ...trace },
    ),
  ),
)('an event may leave it to its session or trace whose it is; an exposure says it itself (%s)', (encoding, bytes) => {
  const { records, rejections } = toRecords(logRows(bytes, encoding), clock)
  const ofTrace = 'trace 4bf92f3577b34da6a3ce929d0e0e4736'
  expect(records.map(({ unit, aliases }) => [unit, aliases])).toEqual([
    [null, ['session s1', ofTrace]],
    [null, [ofTrace]],
    [null, [ofTrace]],
  ])
  expect(rejections).toEqual([{ code: 'no-unit', count: 1 }])
})

const deep = (n: number): unknown => (n === 0 ? { stringValue: 'x' } : { arrayValue: { values: [deep(n - 1)] } })
const refusals: [RejectionCode, unknown][] = [
  ['no-event-name', event(undefined, {}, user)],
  ['no-event-name', {}],
  ['bad-name', event('x'.repeat(201), {}, user)],
  ['no-unit', event('x', {})],
  ['bad-unit', event('x', {}, text('user.id', 'a\0b'))],
  ['bad-unit', event('x', {}, text('user.id', 'x'.repeat(257)))],
  ['no-flag-key', withAttributes(on, user)],
  ['no-variant', withAttributes(key, user)],
  ['bad-name', withAttributes(key, user, text('feature_flag.result.variant', 'a\nb'))],
  ['too-old', event('x', { timeUnixNano: String((NOW - 48 * 3_600_000 - 1) * 1e6) }, user)],
  ['in-the-future', event('x', { timeUnixNano: String((NOW + 301_000) * 1e6) }, user)],
  ['bad-attributes', event('x', {}, user, text('a', 'b\0c'))],
  ['bad-attributes', event('x', {}, user, text('', 'b'))],
  ['bad-attributes', event('x', {}, user, ...Array.from({ length: 129 }, (_, i) => text(`a${i}`, 'x')))],
  ['bad-value', event('x', {}, user, { key: 'value', value: { doubleValue: 'Infinity' } })],
  ['too-deep', event('x', {}, user, { key: 'a', value: deep(9) })],
]
test.each(refusals)('%s: %j', (code, record) => {
  for (const [encoding, bytes] of bothOf(request(evaluation, record))) {
    const { records, rejections } = toRecords(logRows(bytes, encoding), clock)
    expect(records).toHaveLength(1)
    expect(rejections).toEqual([{ code, count: 1 }])
  }
})

test('long text is cut, lists and maps become JSON text, __proto__ is dropped', () => {
  const list = { arrayValue: { values: [{ intValue: 1 }, { stringValue: 'a' }, {}] } }
  const map = { kvlistValue: { values: [text('__proto__', 'x'), { key: 'n', value: { boolValue: false } }] } }
  const record = event(
    'exception',
    {},
    user,
    text('exception.stacktrace', `${'x'.repeat(999)}😀tail`),
    { key: 'list', value: list },
    { key: 'map', value: map },
    text('__proto__', 'x'),
  )
  for (const [encoding, bytes] of bothOf({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] })) {
    const { records } = toRecords(logRows(bytes, encoding), clock)
    expect(records.map((r) => r.attributes)).toEqual([
      {
        'exception.stacktrace': 'x'.repeat(999),
        list: '[1,"a",null]',
        map: '{"__proto__":"x","n":false}',
      },
    ])
    expect(Object.getPrototypeOf(records[0]?.attributes)).toBe(Object.prototype)
  }
})

test('without a time the observed one counts, then arrival', () => {
  const bare = { eventName: 'x', attributes: [user] }
  const observed = { ...bare, timeUnixNano: 0, observedTimeUnixNano: 1_795_168_801_000_000_000 }
  const { records } = toRecords(logRows(json(request(bare, observed)), 'json'), clock)
  expect(records.map((r) => r.timeMs)).toEqual([NOW, 1_795_168_801_000])
})

test('an empty request is a success', () => {
  expect(rowsOf(new Uint8Array(), 'protobuf')).toEqual([])
  expect(rowsOf(json({}), 'json')).toEqual([])
})

const refusedBodies: [RejectionCode, OtlpEncoding, Uint8Array][] = [
  ['malformed', 'json', utf8('{')],
  ['malformed', 'json', utf8('[]')],
  ['malformed', 'json', new Uint8Array([0xff, 0xfe])],
  ['malformed', 'protobuf', utf8('{"resourceLogs":[]}')],
  ['malformed', 'protobuf', new Uint8Array([0x0a, 0x05, 0x00])],
  ['too-many-rows', 'json', utf8(`{"resourceLogs":[${'[],'.repeat(1_000_001)}[]]}`)],
  ['too-many-rows', 'json', utf8(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[${'{},'.repeat(50_000)}{}]}]}]}`)],
]
test.each(refusedBodies)('%s (%s)', (code, encoding, bytes) => {
  expect(() => rowsOf(bytes, encoding)).toThrow(new RefusedBody(code === 'malformed' ? code : 'too-many-rows'))
})

/** A length-delimited field with a three-byte length. */
function frame(tag: number, content: Uint8Array): Uint8Array {
  const size = [(content.length & 0x7f) | 0x80, ((content.length >> 7) & 0x7f) | 0x80, content.length >> 14]
  return Uint8Array.from([tag, ...size, ...content])
}

test('more rows than the limit are refused while decoding, before they are all there', () => {
  const logs = new Uint8Array(2 * 50_001)
  for (let i = 0; i < logs.length; i += 2) logs[i] = 0x12
  expect(() => rowsOf(frame(0x0a, frame(0x12, logs)), 'protobuf')).toThrow(new RefusedBody('too-many-rows'))
})

test('a record that is broken inside an intact frame is lost alone', () => {
  const good = protobufOf(request(evaluation))
  const broken = Uint8Array.from([0x0a, 0x06, 0x12, 0x04, 0x12, 0x02, 0x32, 0x7f])
  const { records, rejections } = toRecords(logRows(Uint8Array.from([...good, ...broken, ...good]), 'protobuf'), clock)
  expect(records).toHaveLength(2)
  expect(rejections).toEqual([{ code: 'malformed', count: 1 }])
})

/** Codes outside the closed set, whether of rows or of the whole body. */
function unknownCodes(bytes: Uint8Array, encoding: OtlpEncoding): string[] {
  const codes: string[] = []
  try {
    codes.push(...toRecords(logRows(bytes, encoding), clock).rejections.map(({ code }) => code))
  } catch (error) {
    if (!(error instanceof RefusedBody)) throw error
    codes.push(error.code)
  }
  return codes.filter((code) => !RejectionCode.safeParse(code).success)
}

test('random bytes, and valid requests with random damage, decode or are refused by a known code', () => {
  const valid = protobufOf(request(evaluation, event('x', {}, user, { key: 'a', value: deep(3) })))
  const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), damage, (random, hits) => {
      expect([...unknownCodes(random, 'protobuf'), ...unknownCodes(random, 'json')]).toEqual([])
      const bytes = Uint8Array.from(valid)
      for (const [at, byte] of hits) bytes[at] = byte
      expect(unknownCodes(bytes, 'protobuf')).toEqual([])
      expect(unknownCodes(bytes.subarray(0, hits[0]?.[0] ?? 0), 'protobuf')).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('random JSON in the places of the format decodes or is refused by a known code', () => {
  const any = fc.jsonValue()
  const value = fc.oneof(
    any,
    fc.record({ stringValue: any }),
    fc.record({ intValue: any }),
    fc.record({ doubleValue: any }),
    fc.record({ arrayValue: fc.oneof(any, fc.record({ values: any })) }),
    fc.record({ kvlistValue: fc.record({ values: fc.array(fc.record({ key: any, value: any })) }) }),
  )
  const attribute = fc.record({
    key: fc.constantFrom(
      'feature_flag.key',
      'feature_flag.variant',
      'user.id',
      'event.name',
      'value',
      '__proto__',
      'x',
    ),
    value,
  })
  const record = fc.record(
    {
      timeUnixNano: fc.oneof(any, fc.constant('1795168800000000000')),
      eventName: fc.oneof(any, fc.constantFrom('feature_flag.evaluation', 'x')),
      body: value,
      attributes: fc.oneof(any, fc.array(attribute)),
      traceId: any,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(any, record)), (logRecords) => {
      expect(unknownCodes(json(request(...logRecords)), 'json')).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

const jsonAnswer = (name: RejectedName, told: { count: number; message: string }) =>
  encodeAnswer('json', name, told).body

test('answers, byte for byte', () => {
  const rejected = [{ code: 'no-flag-key', count: 3 } as const, { code: 'no-unit', count: 1 } as const]
  const all = { count: 0, message: '' }
  expect(encodeAnswer('json', 'rejectedSpans', all)).toEqual({ contentType: 'application/json', body: '{}' })
  expect(encodeAnswer('protobuf', 'rejectedSpans', all)).toEqual({
    contentType: 'application/x-protobuf',
    body: Buffer.alloc(0),
  })
  expect(jsonAnswer('rejectedLogRecords', { count: 4, message: rejectedSentence(rejected) })).toBe(
    '{"partialSuccess":{"rejectedLogRecords":"4","errorMessage":"3 records: there is no flag key; 1 record: there is no unit id (targeting key or user id)"}}',
  )
  expect(jsonAnswer('rejectedDataPoints', { count: 0, message: 'old' })).toBe(
    '{"partialSuccess":{"rejectedDataPoints":"0","errorMessage":"old"}}',
  )
  expect(encodeStatus('json', 503, 'storage unavailable').body).toBe('{"code":14,"message":"storage unavailable"}')
  // The example of protocols.md §3.3.
  const partial = encodeAnswer('protobuf', 'rejectedLogRecords', { count: 3, message: 'old' }).body
  expect(Buffer.from(partial).toString('hex')).toBe('0a07080312036f6c64')
  expect(Buffer.from(encodeStatus('protobuf', 400, 'no').body).toString('hex')).toBe('080312026e6f')
})
