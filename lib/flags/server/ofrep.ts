import { hash } from 'node:crypto'
import type { HotRequest, HotResponse } from '@/lib/platform/hot'
import type { Evaluation, EvaluationContext } from '../core/evaluator'
import { matchesEtag, revisionIn, sawClient, staleHeader, type FlagsKey, type FlagsRuntime } from './hot-flags'
import { CORS, evaluationText, ofrepError, ofrepRefusal, preflight, readContext, retryAfter } from './ofrep-wire'
import type { ServedSnapshot } from './served-snapshot'

const BODY_MAX = 256 * 1024
/** Clients close a stream that nobody looks at after this long, and refetch when somebody does. */
const INACTIVITY_S = 120

/** `POST /ofrep/v1/evaluate/flags/{key}` (OFREP 0.3.0). @param encodedKey as in the path */
export async function evaluateFlag(
  runtime: FlagsRuntime,
  request: HotRequest,
  encodedKey: string,
): Promise<HotResponse> {
  const flagKey = decoded(encodedKey)
  const asked = await ask(runtime, request, flagKey)
  if (!asked.ok) return asked.answer
  const { key, snapshot, context } = asked
  const nowMs = runtime.nowMs()
  const evaluation = snapshot.evaluator.evaluate(flagKey, context, Math.floor(nowMs / 1000))
  runtime.usage.count(snapshot, evaluation, nowMs)
  sawClient(runtime, request, key, 'ofrep', snapshot.revision)
  const headers = { 'content-type': 'application/json', ...CORS, ...staleHeader(runtime) }
  return { status: statusOf(evaluation), headers, body: evaluationText(evaluation) }
}

/** `POST /ofrep/v1/evaluate/flags`: every flag of the environment, with an ETag over the whole answer. */
export async function evaluateFlags(runtime: FlagsRuntime, request: HotRequest): Promise<HotResponse> {
  const asked = await ask(runtime, request)
  if (!asked.ok) return asked.answer
  const { key, snapshot, context } = asked
  const nowMs = runtime.nowMs()
  const evaluations = snapshot.evaluator.evaluateAll(context, Math.floor(nowMs / 1000))
  for (const evaluation of evaluations) runtime.usage.count(snapshot, evaluation, nowMs)
  sawClient(runtime, request, key, 'ofrep', snapshot.revision)

  const body = bulkText(snapshot, evaluations, runtime.sseTokenFor(key.id))
  // An attribute may change while the targeting key stays, and then the client still sends its old ETag: so the hash is
  // over what was evaluated, never over the configuration alone. The revision in front says what the client runs.
  const digest = hash('sha256', body, 'base64url').slice(0, 16)
  const etag = `"${snapshot.revision}-${digest}"`
  const headers = { etag, 'cache-control': 'no-cache', ...CORS, ...staleHeader(runtime) }
  if (matchesEtag(request.header('if-none-match'), etag)) return { status: 304, headers, body: null }
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body }
}

type Asked =
  | { ok: true; key: FlagsKey; snapshot: ServedSnapshot; context: EvaluationContext }
  | { ok: false; answer: HotResponse }

const refused = (answer: HotResponse): Asked => ({ ok: false, answer })

/** Who asks, about whom, and what is served there. @param flagKey of a single evaluation */
async function ask(runtime: FlagsRuntime, request: HotRequest, flagKey?: string): Promise<Asked> {
  const about = flagKey === undefined ? {} : { key: flagKey }
  const invalid = (status: number, errorDetails: string): Asked =>
    refused(ofrepError(status, { ...about, errorCode: 'INVALID_CONTEXT', errorDetails }))

  if (request.method === 'OPTIONS') return refused(preflight('POST'))
  if (request.method !== 'POST') {
    const error = { ...about, errorCode: 'GENERAL', errorDetails: 'flags are evaluated with POST' }
    return refused(ofrepError(405, error, { allow: 'POST, OPTIONS' }))
  }
  const auth = await runtime.authenticate(request)
  if (!auth.ok) return refused(ofrepRefusal(auth, flagKey))
  const { key } = auth
  if (key.scope !== 'client' && key.scope !== 'server') {
    return refused(ofrepRefusal({ ok: false, status: 403 }, flagKey))
  }
  const encoding = (request.header('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding !== 'identity' && encoding !== '') return invalid(415, 'the body must not be compressed')
  const body = await request.body(BODY_MAX)
  if (body === 'too-large') return invalid(413, `the body has more than ${BODY_MAX} bytes`)
  const context = readContext(body)
  if (!context) return invalid(400, 'the body must be JSON: {"context":{"targetingKey":"…"}}')

  const hinted = flagKey === undefined ? revisionIn(request.query.get('flagConfigEtag')) : null
  const { snapshots } = runtime
  const snapshot = await (hinted === null
    ? snapshots.obtain(key.environmentId)
    : snapshots.waitFor(key.environmentId, hinted))
  if (snapshot) return { ok: true, key, snapshot, context }
  const error = { ...about, errorCode: 'GENERAL', errorDetails: 'no flags are at hand yet' }
  return refused(ofrepError(503, error, retryAfter(2)))
}

function bulkText(snapshot: ServedSnapshot, evaluations: readonly Evaluation[], token: string): string {
  const flags = evaluations.map(evaluationText).join(',')
  const metadata = JSON.stringify(snapshot.evaluator.metadata)
  // Inside the hashed text: a rotated token must change the ETag, or a 304 would keep a dead address alive.
  const stream = {
    type: 'sse',
    endpoint: { requestUri: `/ofrep/v1/events?token=${encodeURIComponent(token)}` },
    inactivityDelaySec: INACTIVITY_S,
  }
  return `{"flags":[${flags}],"metadata":${metadata},"eventStreams":[${JSON.stringify(stream)}]}`
}

/** Clients understand 400 and 404 with a key in the body; what a rule cannot digest is their context, not our fault. */
function statusOf(evaluation: Evaluation): number {
  if (evaluation.kind !== 'error') return 200
  return evaluation.errorCode === 'FLAG_NOT_FOUND' ? 404 : 400
}

/** A key that cannot be decoded is the key of no flag. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
