import { andThen, problem, type HotRequest, type HotResponse, type Soon } from '@/lib/platform/hot'
import { matchesEtag, sawClient, withStale, type FlagsRuntime } from './hot-flags'
import type { Encoding, ServedSnapshot } from './served-snapshot'

/**
 * `GET|HEAD /api/flags/v1/{environment}.json`: the flagd document of the key's environment, for keys of scope `server`.
 * Another environment than the key's is forbidden, whether it exists or not.
 * @param environmentKey from the path, without `.json`
 */
export function serveDocument(runtime: FlagsRuntime, request: HotRequest, environmentKey: string): Soon<HotResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const answer = problem(405, 'method-not-allowed', 'The flag document is read with GET or HEAD.')
    return { ...answer, headers: { ...answer.headers, allow: 'GET, HEAD' } }
  }
  return andThen(runtime.authenticate(request), (auth) => {
    if (!auth.ok) return refused(auth.status)
    const { key } = auth
    if (key.scope !== 'server') return problem(403, 'scope', 'The flag document needs a key of scope server.')
    return andThen(runtime.snapshots.obtain(key.environmentId), (snapshot) => {
      if (!snapshot) return problem(503, 'flags-unavailable', 'No flags are at hand yet.', { retryAfterS: 2 })
      if (snapshot.key !== environmentKey) {
        return problem(403, 'environment', 'This key belongs to another environment.')
      }
      sawClient(runtime, request, key, { kind: 'document', revision: snapshot.revision, atMs: runtime.nowMs() })
      return withStale(runtime, documentAnswer(request, snapshot))
    })
  })
}

function documentAnswer(request: HotRequest, { etag, document }: ServedSnapshot): HotResponse {
  if (matchesEtag(request.header('if-none-match'), etag)) return document.unchanged
  return document[bestEncoding(request.header('accept-encoding'))]
}

/** The smallest that the client takes; identity when it names none of ours. */
function bestEncoding(accept: string | null): Encoding {
  if (accept === null) return 'identity'
  const taken = new Map(
    accept.split(',').map((part) => {
      const [name = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const q = parameters.find((parameter) => parameter.startsWith('q='))
      return [name, q === undefined || Number(q.slice(2)) > 0] as const
    }),
  )
  for (const encoding of ['br', 'gzip'] as const) {
    if (taken.get(encoding) ?? taken.get('*')) return encoding
  }
  return 'identity'
}

function refused(status: 401 | 403 | 503): HotResponse {
  if (status === 503) return problem(503, 'keys-unavailable', 'Keys cannot be checked just now.', { retryAfterS: 2 })
  if (status === 403) return problem(403, 'scope', 'This key may not read flags.')
  const answer = problem(401, 'unknown-key', 'Send a valid key as a bearer token.')
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer' } }
}
