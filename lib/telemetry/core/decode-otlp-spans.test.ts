import { parse } from 'protobufjs'
import { describe, expect, test } from 'vitest'
import { type OtlpEncoding } from './otlp-frames'
import { spanRows } from './decode-otlp-spans'
import { type IncomingRecord, type RejectionCode } from './schema'
import { recordsOf, type SpanTaken } from './span-records'

const NOW = 1_795_168_805_000
const clock = { nowMs: NOW, simulated: false }
const nanos = (ms: number): string => `${NOW + ms}000000`

/** An encoder of its own, with the full span, so that fields that are not read are on the wire too. */
const sender = parse(`
syntax = "proto3";
message AnyValue { oneof value { string stringValue = 1; bool boolValue = 2; int64 intValue = 3; double doubleValue = 4; } }
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; }
message Scope { string name = 1; string version = 2; }
message Event { fixed64 timeUnixNano = 1; string name = 2; repeated KeyValue attributes = 3; uint32 droppedAttributesCount = 4; }
message Link { bytes traceId = 1; bytes spanId = 2; string traceState = 3; }
message Status { string message = 2; int32 code = 3; }
message Span { bytes traceId = 1; bytes spanId = 2; string traceState = 3; bytes parentSpanId = 4; string name = 5;
  int32 kind = 6; fixed64 startTimeUnixNano = 7; fixed64 endTimeUnixNano = 8; repeated KeyValue attributes = 9;
  uint32 droppedAttributesCount = 10; repeated Event events = 11; repeated Link links = 13; Status status = 15;
  fixed32 flags = 16; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; string schemaUrl = 3; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scopeSpans = 2; string schemaUrl = 3; }
message Request { repeated ResourceSpans resourceSpans = 1; }`).root.lookupType('Request')

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
type Span = Record<string, unknown> & { parentSpanId?: string }
const span = (changes: Span): Span => ({
  traceId: TRACE,
  spanId: '00f067aa0ba902b7',
  parentSpanId: '00f067aa0ba902b8',
  name: 'GET /cart',
  kind: 1,
  startTimeUnixNano: nanos(-250),
  endTimeUnixNano: nanos(-50),
  links: [{ traceId: TRACE, spanId: '00f067aa0ba902b9', traceState: 'a=b' }],
  ...changes,
})
const text = (key: string, value: string) => ({ key, value: { stringValue: value } })

const bytes = (id: string | undefined) => (id === undefined ? undefined : Buffer.from(id, 'hex'))

/** What spans come to in both encodings, which must be the same. */
function taken(...spans: Span[]): SpanTaken[] {
  const resource = { attributes: [text('service.name', 'cart')] }
  const request = { resourceSpans: [{ scopeSpans: [{ scope: { name: 's' }, spans }], resource }] }
  const wire = spans.map((one) =>
    Object.assign({}, one, {
      traceId: bytes(String(one['traceId'])),
      spanId: bytes(String(one['spanId'])),
      parentSpanId: bytes(one.parentSpanId),
      links: [{ traceId: bytes(TRACE), traceState: 'a=b' }],
    }),
  )
  const message = { resourceSpans: [{ scopeSpans: [{ scope: { name: 's' }, spans: wire }], resource }] }
  const protobuf = sender.encode(sender.fromObject(message)).finish()
  const [ofJson, ofProtobuf] = [read(Buffer.from(JSON.stringify(request)), 'json'), read(protobuf, 'protobuf')]
  expect(ofProtobuf).toEqual(ofJson)
  return ofJson
}

const read = (bytes: Uint8Array, encoding: OtlpEncoding): SpanTaken[] =>
  [...spanRows(bytes, encoding)].map((row) =>
    typeof row === 'string' ? { records: [], refused: [row] } : recordsOf(row, clock),
  )

const evaluation = [
  text('feature_flag.key', 'checkout'),
  text('feature_flag.result.variant', 'on'),
  text('feature_flag.version', '417'),
  text('feature_flag.context.id', 'user-33'),
]
const exposure = {
  kind: 'exposure',
  unit: 'user-33',
  aliases: [`trace ${TRACE}`],
  flag: 'checkout',
  variant: 'on',
  revision: 417,
} as const
const event = (name: string, ...attributes: unknown[]) => ({ timeUnixNano: nanos(-100), name, attributes })
type Expected = { records: Partial<IncomingRecord>[]; refused: RejectionCode[] }

describe('what a span tells', () => {
  test.each<[string, Span, Expected]>([
    [
      'an exposure that SpanEventHook wrote on it',
      { events: [event('feature_flag.evaluation', ...evaluation)] },
      {
        records: [{ ...exposure, timeMs: NOW - 100, attributes: { 'service.name': 'cart', trace_id: TRACE } }],
        refused: [],
      },
    ],
    [
      'an exposure that it is itself, by SpanHook',
      { name: 'feature_flag.evaluation', attributes: evaluation },
      { records: [{ ...exposure, timeMs: NOW - 250 }], refused: [] },
    ],
    [
      'how a request ended, with its duration in ms',
      { kind: 2, status: { code: 2, message: 'no' }, attributes: [text('user.id', 'u1'), text('http.route', '/cart')] },
      {
        records: [
          {
            kind: 'track',
            unit: 'u1',
            name: 'GET /cart',
            value: 200,
            timeMs: NOW - 50,
            attributes: {
              'http.route': '/cart',
              'span.kind': 'server',
              error: true,
              'service.name': 'cart',
              trace_id: TRACE,
            },
          },
        ],
        refused: [],
      },
    ],
    [
      'how a message was handled, of whose trace it is',
      { kind: 5, attributes: [{ key: 'value', value: { intValue: 7 } }] },
      { records: [{ kind: 'track', unit: null, aliases: [`trace ${TRACE}`], value: 200 }], refused: [] },
    ],
    [
      'how a trace ended in the browser that began it',
      { kind: 3, parentSpanId: '0000000000000000', attributes: [text('session.id', 's1')] },
      { records: [{ unit: null, aliases: ['session s1', `trace ${TRACE}`] }], refused: [] },
    ],
    [
      'an event on it, of whom the span is',
      {
        attributes: [text('enduser.pseudo.id', 'u2'), text('session.id', 's1'), text('http.route', '/cart')],
        events: [event('exception', text('exception.type', 'Error'))],
      },
      {
        records: [
          {
            kind: 'track',
            unit: 'u2',
            name: 'exception',
            value: null,
            timeMs: NOW - 100,
            attributes: {
              'session.id': 's1',
              'exception.type': 'Error',
              'service.name': 'cart',
              trace_id: TRACE,
            },
          },
        ],
        refused: [],
      },
    ],
    ['nothing of its own inside a trace', {}, { records: [], refused: ['not-measured'] }],
    [
      'what is sound on it, and what is not',
      { events: [event('feature_flag.evaluation', ...evaluation.slice(1)), event('exception')] },
      { records: [{ name: 'exception' }], refused: ['no-flag-key'] },
    ],
    [
      'no exposure of nobody, although its trace may be known',
      { events: [event('feature_flag.evaluation', ...evaluation.slice(0, 3))] },
      { records: [], refused: ['no-unit'] },
    ],
    ['nothing too old', { kind: 2, endTimeUnixNano: nanos(-49 * 3_600_000) }, { records: [], refused: ['too-old'] }],
    [
      'nothing with too many attributes',
      { kind: 2, attributes: Array.from({ length: 129 }, (_, i) => text(`a${i}`, 'x')) },
      { records: [], refused: ['bad-attributes'] },
    ],
  ])('%s', (_, changes, expected) => {
    const [one] = taken(span(changes))
    expect(one?.refused).toEqual(expected.refused)
    expect(one?.records).toMatchObject(expected.records)
    expect(one?.records).toHaveLength(expected.records.length)
  })
})

test('an id of zeros is none, so such a span is nobody’s', () => {
  expect(taken(span({ kind: 2, traceId: '0'.repeat(32) }))).toMatchObject([{ refused: ['no-unit'] }])
})
