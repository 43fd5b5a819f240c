import { randomUUID } from 'node:crypto'
import { type Json } from '@/lib/kernel/hash'
import { refuse, type Outcome, type Refusal } from '@/lib/kernel/result'
import { problem } from './hot'
import { type Log } from './log'
import { soundInput } from './sound-input'

export const REST_BODY_MAX = 256 * 1024

/** Other refusals are 422 when they name the field that caused them, else a conflict with how things are: 409. */
const STATUS: Readonly<Record<string, number>> = {
  'not-signed-in': 401,
  'unknown-key': 401,
  'expired-key': 401,
  'wrong-credentials': 401,
  forbidden: 403,
  scope: 403,
  'not-found': 404,
  'too-large': 413,
  'unsupported-media-type': 415,
  'invalid-input': 422,
  'invalid-json': 422,
  'version-needed': 428,
  'too-many-attempts': 429,
  'database-away': 503,
  'keys-unavailable': 503,
  // A field is named, yet it is how things are that says no.
  'already-exists': 409,
  'already-live': 409,
  'metric-exists': 409,
  'reason-required': 409,
  'until-needed': 409,
  'what-needed': 409,
}
const RETRY_AFTER_S: Readonly<Record<string, number>> = {
  'too-many-attempts': 60,
  'database-away': 2,
  'keys-unavailable': 2,
}

/** RFC 9457 problem of our own. @param extra further members, such as `field` and `remedy` */
export function problemResponse(
  status: number,
  code: string,
  title: string,
  extra: Record<string, unknown> = {},
): Response {
  const { body, headers } = problem(status, code, title, extra)
  return new Response(typeof body === 'string' ? body : null, { status, headers: { ...headers, ...UNCACHED } })
}

const UNCACHED = { 'cache-control': 'no-store' }

export function refusalResponse(refusal: Refusal, requestId: string): Response {
  const { code, message, field, remedy } = refusal
  const status = STATUS[code] ?? (field === undefined ? 409 : 422)
  const retryAfterS = RETRY_AFTER_S[code]
  const response = problemResponse(status, code, message, {
    ...(field === undefined ? {} : { field }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
    requestId,
  })
  if (status === 401) response.headers.set('www-authenticate', 'Bearer realm="soundings"')
  return response
}

/** @param status of a yes */
export function outcomeResponse(outcome: Outcome<unknown>, requestId: string, status = 200): Response {
  if (!outcome.ok) return refusalResponse(outcome, requestId)
  const headers = { ...UNCACHED, 'x-request-id': requestId }
  return Response.json(outcome.value ?? null, { status, headers })
}

/** The id that ties a request to its audit row and log line: the caller's own when it has one of a fit form. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}

/** The `Idempotency-Key` header; undefined without one. */
export function idempotencyKeyOf(request: Request): Outcome<string | undefined> {
  const key = request.headers.get('idempotency-key') ?? undefined
  if (key === undefined || /^[\x21-\x7e]{1,200}$/.test(key)) return { ok: true, value: key }
  const message = 'An idempotency key is 1 to 200 visible ASCII characters.'
  return refuse('invalid-input', message, { field: 'Idempotency-Key' })
}

/**
 * The body as sound JSON, whatever its content type says (writes need a key, so the type guards nothing); an empty one
 * is `{}`. Reads no further than `maxBytes`.
 */
export async function readJson(request: Request, maxBytes = REST_BODY_MAX): Promise<Outcome<Json>> {
  if (request.headers.has('content-encoding')) {
    return refuse('unsupported-media-type', 'Send the body without content encoding.', { field: 'Content-Encoding' })
  }
  const bytes = await readBytes(request, maxBytes)
  if (!bytes) return refuse('too-large', `A body has at most ${Math.floor(maxBytes / 1024)} kB.`)
  if (bytes.length === 0) return { ok: true, value: {} }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return soundInput(JSON.parse(text))
  } catch {
    return refuse('invalid-json', 'The body is not JSON in UTF-8.')
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return null
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length
    if (length > maxBytes) {
      await reader?.cancel()
      return null
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks, length)
}

/** Faults become a problem with an id and one line in the log; what went wrong is never told outside. */
export async function answeringFaults(log: Log, requestId: string, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    log.error({ err: error, requestId }, 'a request failed')
    return problemResponse(500, 'fault', 'Something broke on our side.', { requestId })
  }
}

export type Page = { limit: number; cursor: string | null }

/** `?limit=` from 1 to 500 (100 unless given) and `?cursor=` as the page before named it. */
export function pageOf(query: URLSearchParams): Outcome<Page> {
  const limit = Number(query.get('limit') ?? 100)
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) {
    return refuse('invalid-input', 'limit is a whole number from 1 to 500.', { field: 'limit' })
  }
  return { ok: true, value: { limit, cursor: query.get('cursor') } }
}

/** A list as REST tells it. @param rows one more than `limit` when there is a next page */
export function listOf<T>(rows: readonly T[], limit: number, cursorOf: (last: T) => string) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}

/** A cursor that is a whole number; undefined for the first page. */
export function numberCursor(cursor: string | null): Outcome<number | undefined> {
  if (cursor === null) return { ok: true, value: undefined }
  if (/^\d{1,15}$/.test(cursor)) return { ok: true, value: Number(cursor) }
  return refuse('invalid-input', 'This cursor was not given by a page before.', { field: 'cursor' })
}

/** A body with what its address says; a body that is no object stays as it is, for the schema to refuse. */
export function withMembers(body: Json, members: { readonly [name: string]: Json }): Json {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.assign({}, body, members) : body
}
