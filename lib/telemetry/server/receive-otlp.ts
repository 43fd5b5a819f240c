import { setImmediate } from 'node:timers/promises'
import { type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { type Clock } from '../core/bounds'
import { encodeAnswer, encodeStatus, type RejectedName } from '../core/encode-otlp-answer'
import { RefusedBody, type OtlpEncoding } from '../core/otlp-frames'
import { rejectedSentence, rejectionWords, type Rejected } from '../core/rejection-words'
import { type IncomingRecord, type RejectionCode } from '../core/schema'
import { type Ingest } from './ingest'
import { MiB, mediaType, readBody } from './read-body'
import { type Door } from './rejection-counts'

const ENCODINGS: Record<string, OtlpEncoding> = {
  'application/x-protobuf': 'protobuf',
  'application/protobuf': 'protobuf',
  'application/json': 'json',
}
const LIMITS = { wireBytesMax: 8 * MiB, inflatedBytesMax: 32 * MiB }

/** What one of the sender's things came to; nothing taken and something refused: it is rejected. */
export type Taken = {
  records: readonly IncomingRecord[]
  refused: readonly Rejected[]
  /** How many of the sender's things this stands for. */
  count: number
}

/** One of the signals that OpenTelemetry sends. */
export type OtlpSignal = {
  door: Door
  rejectedName: RejectedName
  /** @throws RefusedBody */
  decode: (bytes: Uint8Array, encoding: OtlpEncoding, clock: Clock) => Iterable<Taken>
}

/** An OTLP door (protocols.md §3.3): protobuf or JSON, gzip; answers in the request's own encoding. */
export async function receiveOtlp(ingest: Ingest, request: HotRequest, signal: OtlpSignal): Promise<HotResponse> {
  const encoding = ENCODINGS[mediaType(request)]
  const who = await ingest.authenticate(request)
  const workspaceId = who.ok ? who.source.workspaceId : who.workspaceId
  const refuse = (status: number, code: RejectionCode, retryAfterS?: number): HotResponse => {
    ingest.rejections.add(workspaceId, signal.door, [{ code, count: 1 }])
    return refusal(encoding ?? 'json', status, code, retryAfterS)
  }
  if (!who.ok) return refuse(who.status, who.code, who.retryAfterS)
  if (!encoding) return refuse(415, 'unsupported-media-type')
  const body = await readBody(request, LIMITS)
  if (!body.ok) return refuse(body.status, body.code)
  const clock = { nowMs: ingest.nowMs(), simulated: who.source.simulated }
  const decoded = await gather(() => signal.decode(body.bytes, encoding, clock))
  if (!decoded.ok) return refuse(decoded.code === 'malformed' ? 400 : 413, decoded.code)
  const stored = await ingest.store({ source: who.source, records: decoded.records, body: body.bytes })
  if (!stored.ok && stored.code === 'malformed') return refuse(400, stored.code)
  if (!stored.ok) return refuse(stored.code === 'busy' ? 429 : 503, stored.code, stored.retryAfterS)
  ingest.rejections.add(workspaceId, signal.door, decoded.refused)
  const told = { count: decoded.rejected, message: rejectedSentence(decoded.refused) }
  const answer = encodeAnswer(encoding, signal.rejectedName, told)
  return { status: 200, headers: { 'content-type': answer.contentType }, body: answer.body }
}

type Gathered =
  | { ok: true; records: IncomingRecord[]; refused: Rejected[]; rejected: number }
  | { ok: false; code: RefusedBody['code'] }

/** Decodes thing by thing, giving way to other requests every 100. */
async function gather(decode: () => Iterable<Taken>): Promise<Gathered> {
  const records: IncomingRecord[] = []
  const codes = new Map<RejectionCode, number>()
  let [rejected, seen] = [0, 0]
  try {
    for (const taken of decode()) {
      records.push(...taken.records)
      for (const { code, count } of taken.refused) codes.set(code, (codes.get(code) ?? 0) + count)
      if (taken.records.length === 0 && taken.refused.length > 0) rejected += taken.count
      seen += 1
      if (seen % 100 === 0) await setImmediate()
    }
  } catch (error) {
    if (!(error instanceof RefusedBody)) throw error
    return { ok: false, code: error.code }
  }
  return { ok: true, records, refused: [...codes].map(([code, count]) => ({ code, count })), rejected }
}

function refusal(encoding: OtlpEncoding, status: number, code: RejectionCode, retryAfterS?: number): HotResponse {
  const answer = encodeStatus(encoding, status, `${code}: ${rejectionWords(code)}`)
  const headers: Record<string, string> = { 'content-type': answer.contentType }
  if (retryAfterS !== undefined) headers['retry-after'] = String(retryAfterS)
  return { status, headers, body: answer.body }
}
