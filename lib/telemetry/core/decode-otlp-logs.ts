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
import { field, listField, scalarOf } from './otlp-value'
import { type RejectionCode } from './schema'

/** A log record, flat; both encodings give equal rows. Times in unix ms. */
export type LogRow = {
  timeMs: number | null
  eventName: string | null
  /** The body if it is a number; other bodies are not read. */
  body: number | null
  attributes: Attributes
  resource: Attributes
  /** 32 hex digits, lower case. */
  traceId: string | null
}

/** Log records of an export request, one by one; one that cannot be read is its rejection code. @throws RefusedBody */
export const logRows = (bytes: Uint8Array, encoding: OtlpEncoding): Generator<LogRow | RejectionCode> =>
  framesOf(bytes, encoding, LOGS)

const LOGS: Frames<LogRow> = {
  lists: ['resourceLogs', 'scopeLogs', 'logRecords'],
  message: otlp.LogRecord,
  bytesMax: FRAME_BYTES_MAX,
  rowOf: (record, resource) => {
    const list = listField(record, 'attributes')
    if (list.length > ATTRIBUTES_MAX) return 'bad-attributes'
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
  },
}
