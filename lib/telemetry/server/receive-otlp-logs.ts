import { setImmediate } from 'node:timers/promises'
import { type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { type Clock } from '../core/bounds'
import { logRows, RefusedBody, type OtlpEncoding } from '../core/decode-otlp-logs'
import { encodeLogsAnswer, encodeStatus } from '../core/encode-otlp-answer'
import { countCodes, rejectionWords, type Rejected } from '../core/rejection-words'
import { type IncomingRecord, type RejectionCode } from '../core/schema'
import { recordOf } from '../core/to-records'
import { type Ingest } from './ingest'
import { MiB, mediaType, readBody } from './read-body'

const ENCODINGS: Record<string, OtlpEncoding> = {
  'application/x-protobuf': 'protobuf',
  'application/protobuf': 'protobuf',
  'application/json': 'json',
}
const LIMITS = { wireBytesMax: 8 * MiB, inflatedBytesMax: 32 * MiB }

/** `POST /otlp/v1/logs` (protocols.md §3.3): protobuf or JSON, gzip; answers in the request's own encoding. */
export async function receiveOtlpLogs(ingest: Ingest, request: HotRequest): Promise<HotResponse> {
  const encoding = ENCODINGS[mediaType(request)]
  const who = await ingest.authenticate(request)
  const workspaceId = who.ok ? who.source.workspaceId : who.workspaceId
  const refuse = (status: number, code: RejectionCode, retryAfterS?: number): HotResponse => {
    ingest.rejections.add(workspaceId, 'otlp.logs', [{ code, count: 1 }])
    return errorAnswer(encoding ?? 'json', status, code, retryAfterS)
  }
  if (!who.ok) return refuse(who.status, who.code, who.retryAfterS)
  if (!encoding) return refuse(415, 'unsupported-media-type')
  const body = await readBody(request, LIMITS)
  if (!body.ok) return refuse(body.status, body.code)
  const clock = { nowMs: ingest.nowMs(), simulated: who.source.simulated }
  const decoded = await decode(body.bytes, encoding, clock)
  if (!decoded.ok) return refuse(decoded.code === 'malformed' ? 400 : 413, decoded.code)
  const stored = await ingest.store({ source: who.source, records: decoded.records, body: body.bytes })
  if (!stored.ok && stored.code === 'malformed') return refuse(400, stored.code)
  if (!stored.ok) return refuse(stored.code === 'busy' ? 429 : 503, stored.code, stored.retryAfterS)
  ingest.rejections.add(workspaceId, 'otlp.logs', decoded.rejections)
  const answer = encodeLogsAnswer(encoding, decoded.rejections)
  return { status: 200, headers: { 'content-type': answer.contentType }, body: answer.body }
}

type Decoded =
  | { ok: true; records: IncomingRecord[]; rejections: Rejected[] }
  | { ok: false; code: RefusedBody['code'] }

/** Decodes and maps row by row, giving way to other requests every 100 rows. */
async function decode(bytes: Uint8Array, encoding: OtlpEncoding, clock: Clock): Promise<Decoded> {
  const records: IncomingRecord[] = []
  const codes: RejectionCode[] = []
  try {
    for (const row of logRows(bytes, encoding)) {
      const record = typeof row === 'string' ? row : recordOf(row, clock)
      if (typeof record === 'string') codes.push(record)
      else records.push(record)
      if ((records.length + codes.length) % 100 === 0) await setImmediate()
    }
  } catch (error) {
    if (!(error instanceof RefusedBody)) throw error
    return { ok: false, code: error.code }
  }
  return { ok: true, records, rejections: countCodes(codes) }
}

function errorAnswer(
  encoding: OtlpEncoding,
  status: number,
  code: RejectionCode,
  retryAfterS: number | undefined,
): HotResponse {
  const answer = encodeStatus(encoding, status, `${code}: ${rejectionWords(code)}`)
  const headers: Record<string, string> = { 'content-type': answer.contentType }
  if (retryAfterS !== undefined) headers['retry-after'] = String(retryAfterS)
  return { status, headers, body: answer.body }
}
