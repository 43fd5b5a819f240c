import type { EnvironmentId, WorkspaceId } from '@/lib/kernel/id'
import type { HotRequest, HotResponse, Soon } from '@/lib/platform/hot'
import type { BulkAnswers } from './bulk-answers'
import type { ClientRegistry, Sighting } from './clients'
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
  bulk: BulkAnswers
  hub: SseHub
  authenticate(request: HotRequest): Soon<FlagsAuth>
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
 * @returns its mark
 */
export function sawClient(
  runtime: FlagsRuntime,
  request: HotRequest,
  { id, workspaceId, environmentId }: FlagsKey,
  { kind, revision, atMs }: Pick<Sighting, 'kind' | 'revision' | 'atMs'>,
): string {
  const named = request.header('x-soundings-client')
  const { mark, service, serviceVersion } = named === null ? NAMELESS : clientNamed(named)
  const known = mark || `${id}\n${request.remoteAddress}\n${(request.header('user-agent') ?? '').slice(0, NAME_MAX)}`
  runtime.clients.seen({ workspaceId, environmentId, mark: known, kind, service, serviceVersion, revision, atMs })
  return known
}

const NAME_MAX = 200
const NAMELESS = { mark: '', service: null, serviceVersion: null }

function clientNamed(text: string): Pick<Sighting, 'mark' | 'service' | 'serviceVersion'> {
  const [id = '', ...parameters] = text.split(';').map((part) => part.trim())
  const named = (name: string): string | null =>
    parameters.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1, name.length + 1 + NAME_MAX) || null
  return { mark: id.slice(0, NAME_MAX), service: named('service'), serviceVersion: named('version') }
}

/** Said on every answer while the database is away: since when. */
export function withStale({ snapshots }: FlagsRuntime, answer: HotResponse): HotResponse {
  const since = snapshots.staleSince
  return since === null ? answer : { ...answer, headers: { ...answer.headers, 'x-soundings-stale': since } }
}

/** The revision in front of an ETag or a `flagConfigEtag` (`418`, `"418-x"`, `W/"418-x"`); null: none there. */
export function revisionIn(etag: string | null): number | null {
  const digits = /^\s*(?:W\/)?"?(\d{1,15})(?!\d)/.exec(etag ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

/** If-None-Match is a list, `*` means any, and proxies weaken ETags with `W/`. */
export function matchesEtag(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  if (ifNoneMatch === etag) return true
  return ifNoneMatch.split(',').some((candidate) => {
    const given = candidate.trim()
    return given === '*' || given.replace(/^W\//, '') === etag
  })
}
