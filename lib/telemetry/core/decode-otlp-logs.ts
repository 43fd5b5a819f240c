import { Reader, util } from 'protobufjs'
import { otlp } from './otlp-schema'
import { field, hex, keyOf, listField, numberOf, scalarOf, TooDeep, type Scalar } from './otlp-value'
import { type RejectionCode } from './schema'

export type OtlpEncoding = 'protobuf' | 'json'

/** A log record, flat; both encodings give equal rows. Times in unix ms. */
export type LogRow = {
  timeMs: number | null
  eventName: string | null
  /** The body if it is a number; other bodies are not read. */
  body: number | null
  attributes: ReadonlyMap<string, Scalar>
  resource: ReadonlyMap<string, Scalar>
  /** 32 hex digits, lower case. */
  traceId: string | null
}

export const ROWS_MAX = 50_000
const RECORD_BYTES_MAX = 262_144
const ATTRIBUTES_MAX = 128

/** The body as a whole is refused: nothing of it is taken. */
export class RefusedBody extends Error {
  constructor(readonly code: Extract<RejectionCode, 'malformed' | 'too-many-rows'>) {
    super(code)
  }
}

/**
 * Decodes an export request row by row, so that the caller can yield to other work between rows; a row that cannot be
 * taken is its rejection code. Unknown fields are skipped.
 * @throws RefusedBody
 */
export function* logRows(bytes: Uint8Array, encoding: OtlpEncoding): Generator<LogRow | RejectionCode> {
  let rows = 0
  for (const row of encoding === 'json' ? fromJson(bytes) : fromProtobuf(bytes)) {
    rows += 1
    if (rows > ROWS_MAX) throw new RefusedBody('too-many-rows')
    yield row
  }
}

type Part = { field: number; reader: Reader; end: number }

/** Length-delimited fields of a message, the reader standing at each one's content; others are skipped. */
function* parts(reader: Reader, end: number): Generator<Part> {
  while (reader.pos < end) {
    const tag = reader.uint32()
    if ((tag & 7) !== 2) {
      reader.skipType(tag & 7)
      continue
    }
    const length = reader.uint32()
    const stop = reader.pos + length
    if (stop > end) throw new RangeError('a message ends after its parent')
    yield { field: tag >>> 3, reader, end: stop }
    reader.pos = stop
  }
}

function* fromProtobuf(bytes: Uint8Array): Generator<LogRow | RejectionCode> {
  try {
    const reader = Reader.create(bytes)
    for (const inRequest of parts(reader, bytes.length)) if (inRequest.field === 1) yield* resourceLogs(inRequest)
  } catch (error) {
    // Whatever the wire reader threw (ends too early, bad wire type): there is no telling what the rest would mean.
    throw error instanceof RefusedBody ? error : new RefusedBody('malformed')
  }
}

function* resourceLogs({ reader, end }: Part): Generator<LogRow | RejectionCode> {
  const start = reader.pos
  let resource: ReadonlyMap<string, Scalar> = new Map()
  for (const part of parts(reader, end)) {
    if (part.field !== 1) continue
    if (part.end - reader.pos > RECORD_BYTES_MAX) throw new RefusedBody('malformed')
    resource = resourceOf(otlp.Resource.decode(reader, part.end - reader.pos))
  }
  // The resource may be written after its logs.
  reader.pos = start
  for (const part of parts(reader, end)) {
    if (part.field !== 2) continue
    for (const inScope of parts(reader, part.end)) if (inScope.field === 2) yield logRecord(inScope, resource)
  }
}

function logRecord({ reader, end }: Part, resource: LogRow['resource']): LogRow | RejectionCode {
  const length = end - reader.pos
  if (length > RECORD_BYTES_MAX) return 'record-too-large'
  const readable = reader.len
  let record: unknown
  try {
    record = otlp.LogRecord.decode(reader, length)
  } catch (error) {
    // The frame around the record is intact, so only this record is lost; a failed decode leaves its own end behind.
    reader.len = readable
    return error instanceof Error && error.message.includes('depth') ? 'too-deep' : 'malformed'
  }
  return rowOf(record, resource)
}

function* fromJson(bytes: Uint8Array): Generator<LogRow | RejectionCode> {
  if (isMostlyStructure(bytes)) throw new RefusedBody('too-many-rows')
  let request: unknown
  try {
    request = JSON.parse(util.utf8.read(bytes, 0, bytes.length))
  } catch {
    throw new RefusedBody('malformed')
  }
  if (typeof request !== 'object' || request === null || Array.isArray(request)) throw new RefusedBody('malformed')
  for (const inRequest of listField(request, 'resourceLogs')) {
    const resource = resourceOf(field(inRequest, 'resource'))
    for (const inScope of listField(inRequest, 'scopeLogs')) {
      for (const record of listField(inScope, 'logRecords')) {
        yield typeof record === 'object' && record !== null ? rowOf(record, resource) : 'malformed'
      }
    }
  }
}

/** Millions of `{},{}` cost far more memory than their bytes: such a body is refused before it is parsed. */
function isMostlyStructure(bytes: Uint8Array): boolean {
  let marks = 0
  for (const byte of bytes) if (byte === 0x7b || byte === 0x5b || byte === 0x2c) marks += 1
  return marks > 1_000_000 && marks > bytes.length / 6
}

function rowOf(record: unknown, resource: LogRow['resource']): LogRow | RejectionCode {
  const list = listField(record, 'attributes')
  if (list.length > ATTRIBUTES_MAX) return 'bad-attributes'
  try {
    const attributes = attributesOf(list)
    const body = scalarOf(field(record, 'body'))
    const name = field(record, 'eventName')
    return {
      timeMs: timeOf(field(record, 'timeUnixNano')) ?? timeOf(field(record, 'observedTimeUnixNano')),
      eventName: typeof name === 'string' && name !== '' ? name : null,
      body: typeof body === 'number' ? body : null,
      attributes,
      resource,
      traceId: traceIdOf(field(record, 'traceId')),
    }
  } catch (error) {
    if (error instanceof TooDeep) return 'too-deep'
    throw error
  }
}

function resourceOf(resource: unknown): ReadonlyMap<string, Scalar> {
  try {
    return attributesOf(listField(resource, 'attributes').slice(0, ATTRIBUTES_MAX))
  } catch (error) {
    if (error instanceof TooDeep) return new Map()
    throw error
  }
}

function attributesOf(list: readonly unknown[]): ReadonlyMap<string, Scalar> {
  const attributes = new Map<string, Scalar>()
  for (const entry of list) {
    const value = scalarOf(field(entry, 'value'))
    if (value !== null) attributes.set(keyOf(entry), value)
  }
  return attributes
}

/** Unix nanoseconds to milliseconds; 0 and what is not a number mean "unknown". */
function timeOf(nanos: unknown): number | null {
  const value = numberOf(nanos)
  return value === null || !Number.isFinite(value) || value <= 0 ? null : Math.round(value / 1e6)
}

function traceIdOf(id: unknown): string | null {
  const text = id instanceof Uint8Array ? hex(id) : typeof id === 'string' ? id.toLowerCase() : ''
  return /^[0-9a-f]{32}$/.test(text) && !/^0+$/.test(text) ? text : null
}
