import { Reader, util, type Type } from 'protobufjs'
import { otlp } from './otlp-schema'
import { field, hex, keyOf, listField, numberOf, scalarOf, TooDeep, type Scalar } from './otlp-value'
import { type RejectionCode } from './schema'

export type OtlpEncoding = 'protobuf' | 'json'

export type Attributes = ReadonlyMap<string, Scalar>

const ROWS_MAX = 50_000

/** The body as a whole is refused: nothing of it is taken. */
export class RefusedBody extends Error {
  constructor(readonly code: Extract<RejectionCode, 'malformed' | 'too-many-rows'>) {
    super(code)
  }
}

/** Attributes of one thing that are read. */
export const ATTRIBUTES_MAX = 128
export const FRAME_BYTES_MAX = 262_144

/** What an export request holds in its innermost lists, and how one of them is read. */
export type Frames<Row> = {
  /** JSON names of the three lists, from the outside. */
  lists: readonly [string, string, string]
  message: Type
  /** Larger ones are refused. */
  bytesMax: number
  rowOf: (frame: unknown, resource: Attributes) => Row | RejectionCode
}

/**
 * Walks an export request frame by frame, so that the caller can yield to other work in between; a frame that cannot be
 * read is its rejection code. Unknown fields are skipped.
 * @throws RefusedBody
 */
export function* framesOf<Row>(
  bytes: Uint8Array,
  encoding: OtlpEncoding,
  frames: Frames<Row>,
): Generator<Row | RejectionCode> {
  let count = 0
  for (const row of encoding === 'json' ? fromJson(bytes, frames) : fromProtobuf(bytes, frames)) {
    count += 1
    if (count > ROWS_MAX) throw new RefusedBody('too-many-rows')
    yield row
  }
}

type Part = { field: number; reader: Reader; end: number }

/** Length-delimited fields of a message, the reader standing at each one's content; others are skipped. */
export function* parts(reader: Reader, end: number): Generator<Part> {
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

function* fromProtobuf<Row>(bytes: Uint8Array, frames: Frames<Row>): Generator<Row | RejectionCode> {
  try {
    const reader = Reader.create(bytes)
    for (const part of parts(reader, bytes.length)) if (part.field === 1) yield* ofResource(part, frames)
  } catch (error) {
    // Whatever the wire reader threw (ends too early, bad wire type): there is no telling what the rest would mean.
    throw error instanceof RefusedBody ? error : new RefusedBody('malformed')
  }
}

function* ofResource<Row>({ reader, end }: Part, frames: Frames<Row>): Generator<Row | RejectionCode> {
  const start = reader.pos
  let resource: Attributes = new Map()
  for (const part of parts(reader, end)) {
    if (part.field !== 1) continue
    if (part.end - reader.pos > FRAME_BYTES_MAX) throw new RefusedBody('malformed')
    resource = resourceOf(otlp.Resource.decode(reader, part.end - reader.pos))
  }
  // The resource may be written after what it made.
  reader.pos = start
  for (const part of parts(reader, end)) {
    if (part.field !== 2) continue
    for (const frame of parts(reader, part.end)) if (frame.field === 2) yield readFrame(frame, resource, frames)
  }
}

function readFrame<Row>({ reader, end }: Part, resource: Attributes, frames: Frames<Row>): Row | RejectionCode {
  const length = end - reader.pos
  if (length > frames.bytesMax) return 'record-too-large'
  const readable = reader.len
  let frame: unknown
  try {
    frame = frames.message.decode(reader, length)
  } catch (error) {
    // The frame itself is intact, so only its content is lost; a failed decode leaves its own end behind.
    reader.len = readable
    return error instanceof Error && error.message.includes('depth') ? 'too-deep' : 'malformed'
  }
  return rowOf(frame, resource, frames)
}

function* fromJson<Row>(bytes: Uint8Array, frames: Frames<Row>): Generator<Row | RejectionCode> {
  if (isMostlyStructure(bytes)) throw new RefusedBody('too-many-rows')
  let request: unknown
  try {
    request = JSON.parse(util.utf8.read(bytes, 0, bytes.length))
  } catch {
    throw new RefusedBody('malformed')
  }
  if (typeof request !== 'object' || request === null || Array.isArray(request)) throw new RefusedBody('malformed')
  const [ofResources, ofScopes, inner] = frames.lists
  for (const inRequest of listField(request, ofResources)) {
    const resource = resourceOf(field(inRequest, 'resource'))
    for (const inScope of listField(inRequest, ofScopes)) {
      for (const frame of listField(inScope, inner)) {
        yield typeof frame === 'object' && frame !== null ? rowOf(frame, resource, frames) : 'malformed'
      }
    }
  }
}

function rowOf<Row>(frame: unknown, resource: Attributes, frames: Frames<Row>): Row | RejectionCode {
  try {
    return frames.rowOf(frame, resource)
  } catch (error) {
    if (error instanceof TooDeep) return 'too-deep'
    throw error
  }
}

const MARKS_MAX = 1_000_000

/** Millions of `{},{}` cost far more memory than their bytes: such a body is refused before it is parsed. */
function isMostlyStructure(bytes: Uint8Array): boolean {
  if (bytes.length <= MARKS_MAX) return false
  let marks = 0
  for (const byte of bytes) if (byte === 0x7b || byte === 0x5b || byte === 0x2c) marks += 1
  return marks > MARKS_MAX && marks > bytes.length / 6
}

function resourceOf(resource: unknown): Attributes {
  try {
    return attributesOf(listField(resource, 'attributes').slice(0, ATTRIBUTES_MAX))
  } catch (error) {
    if (error instanceof TooDeep) return new Map()
    throw error
  }
}

/** @throws TooDeep */
export function attributesOf(list: readonly unknown[]): ReadonlyMap<string, Scalar> {
  const attributes = new Map<string, Scalar>()
  for (const entry of list) {
    const value = scalarOf(field(entry, 'value'))
    if (value !== null) attributes.set(keyOf(entry), value)
  }
  return attributes
}

/** Unix nanoseconds to milliseconds; 0 and what is not a number mean "unknown". */
export function timeOf(nanos: unknown): number | null {
  const value = numberOf(nanos)
  return value === null || !Number.isFinite(value) || value <= 0 ? null : Math.round(value / 1e6)
}

/** 32 hex digits in lower case, from bytes or hex text; null for none, and for zeros, which mean none. */
export function traceIdOf(id: unknown): string | null {
  const text = id instanceof Uint8Array ? hex(id) : typeof id === 'string' ? id.toLowerCase() : ''
  return /^[0-9a-f]{32}$/.test(text) && !/^0+$/.test(text) ? text : null
}
