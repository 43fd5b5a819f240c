import { assertNever } from '@/lib/kernel/result'
import type { HotResponse } from '@/lib/platform/hot'
import type { Evaluation, EvaluationContext } from '../core/evaluator'
import type { FlagsAuth } from './hot-flags'

/** A browser on any page may ask: the key is in a header, never in a cookie. */
export const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Retry-After, X-Soundings-Stale',
}

/** Tracing instrumentations add their own headers to every request of a page. */
const ALLOWED_HEADERS =
  'content-type, authorization, x-api-key, if-none-match, x-soundings-client, last-event-id, cache-control, traceparent, tracestate, baggage'

export function preflight(methods: string): HotResponse {
  const headers = {
    ...CORS,
    'access-control-allow-methods': `${methods}, OPTIONS`,
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': '7200',
    allow: `${methods}, OPTIONS`,
  }
  return { status: 204, headers, body: null }
}

type OfrepError = { key?: string; errorCode: string; errorDetails: string }

/** An OFREP error. Clients parse `Retry-After` as an integer, so it is whole positive seconds, never a date. */
export function ofrepError(status: number, error: OfrepError, headers: Record<string, string> = {}): HotResponse {
  const answer = { 'content-type': 'application/json', ...CORS, ...headers }
  return { status, headers: answer, body: JSON.stringify(error) }
}

export const retryAfter = (seconds: number) => ({ 'retry-after': String(Math.max(1, Math.ceil(seconds))) })

/** @param key of a single evaluation: its errors are understood only with the key in them */
export function ofrepRefusal({ status }: Extract<FlagsAuth, { ok: false }>, key: string | null = null): HotResponse {
  const about = { ...(key === null ? {} : { key }), errorCode: 'GENERAL' }
  if (status === 401) {
    return ofrepError(401, { ...about, errorDetails: 'a valid key is needed' }, { 'www-authenticate': 'Bearer' })
  }
  if (status === 403) return ofrepError(403, { ...about, errorDetails: 'this key may not evaluate flags' })
  return ofrepError(503, { ...about, errorDetails: 'keys cannot be checked just now' }, retryAfter(2))
}

/** One flag's answer as it is sent. `id` differs from that of every other answer of this process. */
export type WrittenEvaluation = { id: number; text: string; alone: HotResponse }

const written = new WeakMap<Evaluation, WrittenEvaluation>()
let lastId = 0

/** Equal answers of one revision are the same object, so each is written once. */
export function evaluationOnWire(evaluation: Evaluation): WrittenEvaluation {
  const known = written.get(evaluation)
  if (known) return known
  const text = JSON.stringify(onWire(evaluation))
  const made = { id: (lastId += 1), text, alone: aloneAnswer(statusOf(evaluation), text) }
  written.set(evaluation, made)
  return made
}

/** As text: node sends a short text in one piece with the head, bytes in a second one. */
function aloneAnswer(status: number, body: string): HotResponse {
  const headers = { 'content-type': 'application/json', ...CORS, 'content-length': String(Buffer.byteLength(body)) }
  return { status, headers, body }
}

/** Clients understand 400 and 404 with a key in the body; what a rule cannot digest is their context, not our fault. */
function statusOf(evaluation: Evaluation): number {
  if (evaluation.kind !== 'error') return 200
  return evaluation.errorCode === 'FLAG_NOT_FOUND' ? 404 : 400
}

function onWire(evaluation: Evaluation): object {
  const { key, metadata } = evaluation
  switch (evaluation.kind) {
    case 'value': {
      const { value, reason, variant } = evaluation
      return { key, value, reason, variant, metadata }
    }
    case 'code-default':
      return { key, reason: evaluation.reason, metadata }
    case 'error': {
      const { errorCode, errorDetails } = evaluation
      return errorCode === 'FLAG_NOT_FOUND'
        ? { key, errorCode, errorDetails }
        : { key, errorCode, errorDetails, metadata }
    }
    default:
      return assertNever(evaluation)
  }
}

/** The evaluation context of a request's body; an empty body is an empty context. Null: not a context. */
export function readContext(body: Uint8Array): EvaluationContext | null {
  if (body.length === 0) return {}
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.length)
  const parsed = parseJson(bytes.toString())
  if (!isObject(parsed)) return null
  const { context } = parsed
  if (context === undefined || context === null) return {}
  return isObject(context) ? context : null
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
