import {
  ATTRIBUTES_MAX,
  attributesOf,
  FRAME_BYTES_MAX,
  framesOf,
  timeOf,
  traceIdOf,
  type Attributes,
  type Frames,
  type OtlpEncoding,
} from './otlp-frames'
import { otlp } from './otlp-schema'
import { field, listField, numberOf } from './otlp-value'
import { type RejectionCode } from './schema'

export type SpanEvent = { name: string | null; timeMs: number | null; attributes: Attributes }

/** A span, flat; both encodings give equal rows. Times in unix ms. */
export type SpanRow = {
  name: string | null
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number
  isRoot: boolean
  startMs: number | null
  endMs: number | null
  isError: boolean
  attributes: Attributes
  resource: Attributes
  /** 32 hex digits, lower case. */
  traceId: string | null
  events: readonly SpanEvent[]
}

const ERROR = 2

/** Spans of an export request, one by one; a span that cannot be read is its rejection code. @throws RefusedBody */
export const spanRows = (bytes: Uint8Array, encoding: OtlpEncoding): Generator<SpanRow | RejectionCode> =>
  framesOf(bytes, encoding, SPANS)

const SPANS: Frames<SpanRow> = {
  lists: ['resourceSpans', 'scopeSpans', 'spans'],
  message: otlp.Span,
  bytesMax: FRAME_BYTES_MAX,
  rowOf: (span, resource) => {
    const [attributes, events] = [listField(span, 'attributes'), listField(span, 'events')]
    if (attributes.length > ATTRIBUTES_MAX) return 'bad-attributes'
    return {
      name: textOf(field(span, 'name')),
      kind: numberOf(field(span, 'kind')) ?? 0,
      isRoot: isEmptyId(field(span, 'parentSpanId')),
      startMs: timeOf(field(span, 'startTimeUnixNano')),
      endMs: timeOf(field(span, 'endTimeUnixNano')),
      isError: numberOf(field(field(span, 'status'), 'code')) === ERROR,
      attributes: attributesOf(attributes),
      resource,
      traceId: traceIdOf(field(span, 'traceId')),
      events: events.map(eventOf),
    }
  },
}

const eventOf = (event: unknown): SpanEvent => ({
  name: textOf(field(event, 'name')),
  timeMs: timeOf(field(event, 'timeUnixNano')),
  attributes: attributesOf(listField(event, 'attributes').slice(0, ATTRIBUTES_MAX)),
})

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Absent, empty or all zeros, in bytes or hex: no parent. */
function isEmptyId(id: unknown): boolean {
  if (id instanceof Uint8Array) return id.every((byte) => byte === 0)
  return typeof id !== 'string' || /^0*$/.test(id)
}
