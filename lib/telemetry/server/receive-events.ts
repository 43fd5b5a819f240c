import { json, problem, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { BOUNDS, isName } from '../core/bounds'
import { decodeEvents } from '../core/decode-events'
import { countCodes, rejectionWords } from '../core/rejection-words'
import { type IncomingRecord, type RejectionCode } from '../core/schema'
import { type Ingest } from './ingest'
import { MiB, mediaType, readBody } from './read-body'

const LIMITS = { wireBytesMax: MiB, inflatedBytesMax: MiB }

/** `POST /api/ingest/v1/events`: JSON for clients without OpenTelemetry; each row is taken or refused by itself. */
export async function receiveEvents(ingest: Ingest, request: HotRequest): Promise<HotResponse> {
  const who = await ingest.authenticate(request)
  const workspaceId = who.ok ? who.source.workspaceId : who.workspaceId
  const refuse = (status: number, code: RejectionCode, retryAfterS?: number): HotResponse => {
    ingest.rejections.add(workspaceId, 'events', [{ code, count: 1 }])
    return problem(status, code, rejectionWords(code), retryAfterS === undefined ? {} : { retryAfterS })
  }
  if (!who.ok) return refuse(who.status, who.code, who.retryAfterS)
  if (mediaType(request) !== 'application/json') return refuse(415, 'unsupported-media-type')
  const body = await readBody(request, LIMITS)
  if (!body.ok) return refuse(body.status, body.code)
  const parsed = parseJson(body.bytes)
  if (!parsed.ok) return refuse(400, 'malformed')
  const decoded = decodeEvents(parsed.value, { nowMs: ingest.nowMs(), simulated: who.source.simulated })
  if (!decoded.ok) return refuse(decoded.code === 'too-many-rows' ? 413 : 422, decoded.code)
  const records = withClient(decoded.records, request.header('x-soundings-client'))
  const stored = await ingest.store({ source: who.source, records, body: body.bytes })
  if (!stored.ok && stored.code === 'malformed') return refuse(400, stored.code)
  if (!stored.ok) return refuse(stored.code === 'busy' ? 429 : 503, stored.code, stored.retryAfterS)
  ingest.rejections.add(workspaceId, 'events', countCodes(decoded.rejected.map(({ code }) => code)))
  return json(200, { accepted: decoded.records.length, rejected: decoded.rejected })
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

function parseJson(bytes: Uint8Array): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(UTF8.decode(bytes)) }
  } catch {
    return { ok: false }
  }
}

/** The header names the client for records that do not say themselves which session or instance they are from. */
function withClient(records: IncomingRecord[], id: string | null): IncomingRecord[] {
  if (id === null || !isName(id, BOUNDS.nameChars)) return records
  const client = { id, service: null, version: null }
  return records.map((record) => (record.client ? record : Object.assign(record, { client })))
}
