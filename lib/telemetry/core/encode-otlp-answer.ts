import { type OtlpEncoding } from './otlp-frames'
import { otlp } from './otlp-schema'

type Answer = { contentType: string; body: Uint8Array | string }

const CONTENT_TYPE: Record<OtlpEncoding, string> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
}

/** How each signal names the number of what was not taken; in protobuf all three have the same form. */
export type RejectedName = 'rejectedLogRecords' | 'rejectedSpans' | 'rejectedDataPoints'

/** `Export*ServiceResponse`: empty without a message; a message without a count is a warning. */
export function encodeAnswer(
  encoding: OtlpEncoding,
  name: RejectedName,
  { count, message }: { count: number; message: string },
): Answer {
  const contentType = CONTENT_TYPE[encoding]
  if (encoding === 'json') {
    // proto3 JSON writes 64-bit integers as text.
    const partialSuccess = { [name]: String(count), errorMessage: message }
    return { contentType, body: JSON.stringify(message === '' ? {} : { partialSuccess }) }
  }
  const partialSuccess = { rejectedLogRecords: count, errorMessage: message }
  return { contentType, body: otlp.ExportLogsServiceResponse.encode(message === '' ? {} : { partialSuccess }).finish() }
}

/** gRPC codes that belong to the HTTP statuses we answer. */
const RPC: Record<number, number> = { 400: 3, 401: 16, 403: 7, 404: 5, 405: 12, 413: 8, 415: 3, 429: 8, 503: 14 }

/** `google.rpc.Status`, the body of every OTLP error. @param status HTTP status */
export function encodeStatus(encoding: OtlpEncoding, status: number, message: string): Answer {
  const body = { code: RPC[status] ?? 2, message }
  const contentType = CONTENT_TYPE[encoding]
  if (encoding === 'json') return { contentType, body: JSON.stringify(body) }
  return { contentType, body: otlp.Status.encode(body).finish() }
}
