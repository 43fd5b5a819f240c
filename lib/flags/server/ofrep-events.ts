import type { HotRequest, HotResponse } from '@/lib/platform/hot'
import { revisionIn, sawClient, type FlagsRuntime } from './hot-flags'
import { CORS, ofrepError, ofrepRefusal, preflight, retryAfter } from './ofrep-wire'
import { changeMessage } from './sse-hub'

/** How long a client waits before it comes back after a lost connection. */
const RETRY_MS = 2000

const HEADERS = {
  'content-type': 'text/event-stream',
  // Without no-transform a proxy compresses the stream, and so holds messages back.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  ...CORS,
}

/**
 * `GET /ofrep/v1/events?token=…`: tells when to fetch again. EventSource cannot send headers, so the address carries a
 * token of its own; a key in a header serves as well. The address is a secret and is logged nowhere.
 */
export async function serveEvents(runtime: FlagsRuntime, request: HotRequest): Promise<HotResponse> {
  if (request.method === 'OPTIONS') return preflight('GET')
  if (request.method !== 'GET') {
    const error = { errorCode: 'GENERAL', errorDetails: 'events are read with GET' }
    return ofrepError(405, error, { allow: 'GET, OPTIONS' })
  }
  const token = request.query.get('token')
  const auth = await (token === null ? runtime.authenticate(request) : runtime.authenticateStream(token))
  if (!auth.ok) return ofrepRefusal(auth)
  const { key } = auth
  if (key.scope !== 'client' && key.scope !== 'server') return ofrepRefusal({ ok: false, status: 403 })
  const { environmentId } = key
  const snapshot = await runtime.snapshots.obtain(environmentId)
  if (!snapshot) {
    return ofrepError(503, { errorCode: 'GENERAL', errorDetails: 'no flags are at hand yet' }, retryAfter(2))
  }
  const seen = sawClient(runtime, request, key, { kind: 'stream', revision: null, atMs: runtime.nowMs() })
  const heard = revisionIn(request.header('last-event-id') ?? request.query.get('lastEventId'))
  return {
    status: 200,
    headers: HEADERS,
    body: null,
    stream: (write, end) => {
      const { clients, hub, snapshots } = runtime
      const alive = () => {
        const { workspaceId } = key
        const nothing = { service: null, serviceVersion: null, revision: null }
        clients.seen({ workspaceId, environmentId, mark: seen, kind: 'stream', atMs: runtime.nowMs(), ...nothing })
      }
      const leave = hub.add(environmentId, { write, end, alive })
      // Between the client's fetch and this moment a revision may have passed: unless it has heard of the newest one,
      // it is told to fetch. Read only now, when no message can be missed any more.
      const now = snapshots.get(environmentId) ?? snapshot
      write(`retry: ${RETRY_MS}\n${now.revision === heard ? ': open\n\n' : changeMessage(now)}`)
      return leave
    },
  }
}
