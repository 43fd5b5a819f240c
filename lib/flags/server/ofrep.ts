import {
  type AfterBody,
  type HotAnswer,
  type HotBody,
  type HotRequest,
  type HotResponse,
  type Soon,
} from '@/lib/platform/hot'
import type { EvaluationContext } from '../core/evaluator'
import {
  matchesEtag,
  revisionIn,
  sawClient,
  withStale,
  type FlagsAuth,
  type FlagsKey,
  type FlagsRuntime,
} from './hot-flags'
import { evaluationOnWire, ofrepError, ofrepRefusal, preflight, readContext, retryAfter } from './ofrep-wire'
import type { ServedSnapshot } from './served-snapshot'

const BODY_BYTES_MAX = 256 * 1024

/** `POST /ofrep/v1/evaluate/flags/{key}` (OFREP 0.3.0). @param encodedKey as in the path */
export function evaluateFlag(runtime: FlagsRuntime, request: HotRequest, encodedKey: string): HotAnswer {
  return ask(runtime, request, decoded(encodedKey))
}

/** `POST /ofrep/v1/evaluate/flags`: every flag of the environment, with an ETag over the whole answer. */
export function evaluateFlags(runtime: FlagsRuntime, request: HotRequest): HotAnswer {
  return ask(runtime, request, null)
}

type Asked = { key: FlagsKey; snapshot: ServedSnapshot; context: EvaluationContext; atMs: number }

function answerOne(runtime: FlagsRuntime, request: HotRequest, flagKey: string, asked: Asked): HotResponse {
  const { key, snapshot, context, atMs } = asked
  const evaluation = snapshot.evaluator.evaluate(flagKey, context, Math.floor(atMs / 1000))
  runtime.usage.count(snapshot, evaluation, atMs)
  sawClient(runtime, request, key, { kind: 'ofrep', revision: snapshot.revision, atMs })
  return evaluationOnWire(evaluation).alone
}

function answerAll(runtime: FlagsRuntime, request: HotRequest, { key, snapshot, context, atMs }: Asked): HotResponse {
  const evaluations = snapshot.evaluator.evaluateAll(context, Math.floor(atMs / 1000))
  for (const evaluation of evaluations) runtime.usage.count(snapshot, evaluation, atMs)
  sawClient(runtime, request, key, { kind: 'ofrep', revision: snapshot.revision, atMs })
  const { etag, whole, unchanged } = runtime.bulk.answer(snapshot, evaluations, runtime.sseTokenFor(key.id))
  return matchesEtag(request.header('if-none-match'), etag) ? unchanged : whole
}

/**
 * Finds out who asks, about whom, and what is served there; refuses where that fails.
 * @param flagKey of a single evaluation; null: all flags
 */
function ask(runtime: FlagsRuntime, request: HotRequest, flagKey: string | null): HotAnswer {
  if (request.method === 'OPTIONS') return preflight('POST')
  if (request.method !== 'POST') {
    return refusal(flagKey, 405, 'GENERAL', 'flags are evaluated with POST', { allow: 'POST, OPTIONS' })
  }
  const auth = runtime.authenticate(request)
  return auth instanceof Promise
    ? auth.then((answer) => afterBody(runtime, request, flagKey, answer))
    : afterBody(runtime, request, flagKey, auth)
}

/** What is left once the body is there. */
function afterBody(
  runtime: FlagsRuntime,
  request: HotRequest,
  flagKey: string | null,
  auth: FlagsAuth,
): HotResponse | AfterBody {
  if (!auth.ok) return ofrepRefusal(auth, flagKey)
  const { key } = auth
  if (key.scope !== 'client' && key.scope !== 'server') return ofrepRefusal({ ok: false, status: 403 }, flagKey)
  const encoding = request.header('content-encoding')
  if (encoding !== null && !/^\s*(?:identity)?\s*$/i.test(encoding)) {
    return refusal(flagKey, 415, 'INVALID_CONTEXT', 'the body must not be compressed')
  }
  const answer = (body: HotBody): Soon<HotResponse> => {
    if (body === 'too-large') {
      return refusal(flagKey, 413, 'INVALID_CONTEXT', `the body has more than ${BODY_BYTES_MAX} bytes`)
    }
    const context = readContext(body)
    if (!context) {
      return refusal(flagKey, 400, 'INVALID_CONTEXT', 'the body must be JSON: {"context":{"targetingKey":"…"}}')
    }
    const snapshot = snapshotFor(
      runtime,
      key,
      flagKey === null ? revisionIn(request.query.get('flagConfigEtag')) : null,
    )
    return snapshot instanceof Promise
      ? snapshot.then((found) => respond(runtime, request, flagKey, { key, snapshot: found, context }))
      : respond(runtime, request, flagKey, { key, snapshot, context })
  }
  return { bodyBytesMax: BODY_BYTES_MAX, answer }
}

type Found = Omit<Asked, 'snapshot' | 'atMs'> & { snapshot: ServedSnapshot | null }

function respond(
  runtime: FlagsRuntime,
  request: HotRequest,
  flagKey: string | null,
  { key, snapshot, context }: Found,
): HotResponse {
  if (!snapshot) return refusal(flagKey, 503, 'GENERAL', 'no flags are at hand yet', retryAfter(2))
  const asked: Asked = { key, snapshot, context, atMs: runtime.nowMs() }
  const answer = flagKey === null ? answerAll(runtime, request, asked) : answerOne(runtime, request, flagKey, asked)
  return withStale(runtime, answer)
}

/** @param flagKey of a single evaluation: clients look for it in its errors */
function refusal(
  flagKey: string | null,
  status: number,
  errorCode: string,
  errorDetails: string,
  headers?: Record<string, string>,
): HotResponse {
  return ofrepError(status, { ...(flagKey === null ? {} : { key: flagKey }), errorCode, errorDetails }, headers)
}

/** @param hinted revision that the client has heard of */
const snapshotFor = ({ snapshots }: FlagsRuntime, { environmentId }: FlagsKey, hinted: number | null) =>
  hinted === null ? snapshots.obtain(environmentId) : snapshots.waitFor(environmentId, hinted)

/** A key that cannot be decoded is the key of no flag. */
function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
