import { andThen, type HotAnswer, type HotBody, type HotRequest, type HotResponse, type Soon } from '@/lib/platform/hot'
import type { EvaluationContext } from '../core/evaluator'
import { matchesEtag, revisionIn, sawClient, withStale, type FlagsKey, type FlagsRuntime } from './hot-flags'
import { evaluationOnWire, ofrepError, ofrepRefusal, preflight, readContext, retryAfter } from './ofrep-wire'
import type { ServedSnapshot } from './served-snapshot'

const BODY_BYTES_MAX = 256 * 1024

/** `POST /ofrep/v1/evaluate/flags/{key}` (OFREP 0.3.0). @param encodedKey as in the path */
export function evaluateFlag(runtime: FlagsRuntime, request: HotRequest, encodedKey: string): HotAnswer {
  const flagKey = decoded(encodedKey)
  return ask(runtime, request, flagKey, ({ key, snapshot, context, atMs }) => {
    const evaluation = snapshot.evaluator.evaluate(flagKey, context, Math.floor(atMs / 1000))
    runtime.usage.count(snapshot, evaluation, atMs)
    sawClient(runtime, request, key, { kind: 'ofrep', revision: snapshot.revision, atMs })
    return evaluationOnWire(evaluation).alone
  })
}

/** `POST /ofrep/v1/evaluate/flags`: every flag of the environment, with an ETag over the whole answer. */
export function evaluateFlags(runtime: FlagsRuntime, request: HotRequest): HotAnswer {
  return ask(runtime, request, null, ({ key, snapshot, context, atMs }) => {
    const evaluations = snapshot.evaluator.evaluateAll(context, Math.floor(atMs / 1000))
    for (const evaluation of evaluations) runtime.usage.count(snapshot, evaluation, atMs)
    sawClient(runtime, request, key, { kind: 'ofrep', revision: snapshot.revision, atMs })
    const { etag, whole, unchanged } = runtime.bulk.answer(snapshot, evaluations, runtime.sseTokenFor(key.id))
    return matchesEtag(request.header('if-none-match'), etag) ? unchanged : whole
  })
}

type Asked = { key: FlagsKey; snapshot: ServedSnapshot; context: EvaluationContext; atMs: number }

/**
 * Finds out who asks, about whom, and what is served there; refuses where that fails.
 * @param flagKey of a single evaluation
 */
function ask(
  runtime: FlagsRuntime,
  request: HotRequest,
  flagKey: string | null,
  answer: (asked: Asked) => HotResponse,
): HotAnswer {
  if (request.method === 'OPTIONS') return preflight('POST')
  const refuse = (status: number, errorCode: string, errorDetails: string, headers?: Record<string, string>) =>
    ofrepError(status, { ...(flagKey === null ? {} : { key: flagKey }), errorCode, errorDetails }, headers)
  if (request.method !== 'POST') {
    return refuse(405, 'GENERAL', 'flags are evaluated with POST', { allow: 'POST, OPTIONS' })
  }
  return andThen(runtime.authenticate(request), (auth) => {
    if (!auth.ok) return ofrepRefusal(auth, flagKey)
    const { key } = auth
    if (key.scope !== 'client' && key.scope !== 'server') return ofrepRefusal({ ok: false, status: 403 }, flagKey)
    const encoding = (request.header('content-encoding') ?? 'identity').trim().toLowerCase()
    if (encoding !== 'identity' && encoding !== '') {
      return refuse(415, 'INVALID_CONTEXT', 'the body must not be compressed')
    }
    const answerTo = (body: HotBody): Soon<HotResponse> => {
      if (body === 'too-large') return refuse(413, 'INVALID_CONTEXT', `the body has more than ${BODY_BYTES_MAX} bytes`)
      const context = readContext(body)
      if (!context) return refuse(400, 'INVALID_CONTEXT', 'the body must be JSON: {"context":{"targetingKey":"…"}}')
      const hinted = flagKey === null ? revisionIn(request.query.get('flagConfigEtag')) : null
      return andThen(snapshotFor(runtime, key, hinted), (snapshot) =>
        snapshot
          ? withStale(runtime, answer({ key, snapshot, context, atMs: runtime.nowMs() }))
          : refuse(503, 'GENERAL', 'no flags are at hand yet', retryAfter(2)),
      )
    }
    return { bodyBytesMax: BODY_BYTES_MAX, answer: answerTo }
  })
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
