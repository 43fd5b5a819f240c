import type { EnvironmentId, WorkspaceId } from '@/lib/kernel/id'
import type { HotRequest } from '@/lib/platform/hot'
import type { ClientKind, ClientRegistry } from './clients'
import type { FlagUsage } from './flag-usage'
import type { SnapshotCache } from './snapshot-cache'
import type { SseHub } from './sse-hub'

/** The key that a request shows: it selects workspace and environment. */
export type FlagsKey = { id: string; workspaceId: WorkspaceId; environmentId: EnvironmentId; scope: string }
export type FlagsAuth = { ok: true; key: FlagsKey } | { ok: false; status: 401 | 403 | 503 }

/** What the flag doors of one process share; the gateway and the app's route handlers each make one. */
export type FlagsRuntime = {
  snapshots: SnapshotCache
  clients: ClientRegistry
  usage: FlagUsage
  hub: SseHub
  authenticate(request: HotRequest): Promise<FlagsAuth>
  /** The key that a stream's token stands for. */
  authenticateStream(token: string): Promise<FlagsAuth>
  /** The same for one key until the rotation, or a client with an unchanged ETag would never learn the new one. */
  sseTokenFor(keyId: string): string
  /** Unix milliseconds. */
  nowMs(): number
}

/**
 * Counts the asker as a client that was served this revision. A client is known by `X-Soundings-Client`
 * (`<id>[; service=<name>][; version=<version>]`), else by key, address and user agent.
 */
export function sawClient(
  runtime: FlagsRuntime,
  request: HotRequest,
  key: FlagsKey,
  kind: ClientKind,
  revision: number | null,
): string {
  const { mark, service, serviceVersion } = clientOf(request, key)
  const { workspaceId, environmentId } = key
  const atMs = runtime.nowMs()
  runtime.clients.seen({ workspaceId, environmentId, mark, kind, service, serviceVersion, revision, atMs })
  return mark
}

const NAME_MAX = 200

function clientOf(request: HotRequest, key: FlagsKey) {
  const [id = '', ...parameters] = (request.header('x-soundings-client') ?? '').split(';').map((part) => part.trim())
  const named = (name: string): string | null =>
    parameters.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1, name.length + 1 + NAME_MAX) || null
  const anonymous = `${key.id}\n${request.remoteAddress}\n${(request.header('user-agent') ?? '').slice(0, NAME_MAX)}`
  return { mark: id.slice(0, NAME_MAX) || anonymous, service: named('service'), serviceVersion: named('version') }
}

/** Said on every answer while the database is away: since when. */
export function staleHeader(runtime: FlagsRuntime): Record<string, string> {
  const since = runtime.snapshots.staleSince
  return since === null ? {} : { 'x-soundings-stale': since }
}

/** The revision in front of an ETag or a `flagConfigEtag` (`418`, `"418-x"`, `W/"418-x"`); null: none there. */
export function revisionIn(etag: string | null): number | null {
  const digits = /^\s*(?:W\/)?"?(\d{1,15})(?!\d)/.exec(etag ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

/** If-None-Match is a list, `*` means any, and proxies weaken ETags with `W/`. */
export function matchesEtag(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  return ifNoneMatch.split(',').some((candidate) => {
    const given = candidate.trim()
    return given === '*' || given.replace(/^W\//, '') === etag
  })
}
