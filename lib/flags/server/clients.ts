import { createHash } from 'node:crypto'
import type { EnvironmentId, WorkspaceId } from '@/lib/kernel/id'
import { instant, type Instant } from '@/lib/kernel/time'

export type ClientKind = 'stream' | 'ofrep' | 'document' | 'exposure'

/** One client as the propagation meter counts it: what it was last served and since when. Revision 0: not known yet. */
export type ClientRow = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  clientId: string
  kind: ClientKind
  service: string | null
  serviceVersion: string | null
  revision: number
  revisionAt: Instant
  seenAt: Instant
}

export type Sighting = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  /** Whatever tells this client from others; only its hash is kept. */
  mark: string
  kind: ClientKind
  service: string | null
  serviceVersion: string | null
  /** Null: it was seen, but showed nothing new about what it runs. */
  revision: number | null
  atMs: number
}

type Entry = {
  first: Sighting
  clientId: string
  kind: ClientKind
  service: string | null
  serviceVersion: string | null
  revision: number
  revisionAtMs: number
  seenAtMs: number
  /** When a row of this client was last handed out, and whether that row still tells its revision. */
  takenAtMs: number
  changed: boolean
}

/** A client that only shows that it is alive is written this often. */
const ALIVE_MS = 30_000

/** Who runs which revision, in memory and bounded: the one not seen for longest goes first. */
export class ClientRegistry {
  readonly #max: number
  readonly #entries = new Map<string, Entry>()
  #youngest: Entry | null = null

  constructor({ max = 100_000 }: { max?: number } = {}) {
    this.#max = max
  }

  get size(): number {
    return this.#entries.size
  }

  seen(sighting: Sighting): void {
    const { environmentId, mark, revision, atMs } = sighting
    const key = `${environmentId}\n${mark}`
    const entry = this.#entries.get(key) ?? newEntry(sighting)
    if (entry !== this.#youngest) this.#renew(key, entry)
    entry.seenAtMs = atMs
    entry.kind = entry.kind === 'stream' ? 'stream' : sighting.kind
    entry.service = sighting.service ?? entry.service
    entry.serviceVersion = sighting.serviceVersion ?? entry.serviceVersion
    if (revision !== null && revision !== entry.revision) {
      entry.revision = revision
      entry.revisionAtMs = atMs
      entry.changed = true
    }
    if (this.#entries.size > this.#max) this.#forgetOldest()
  }

  /** Clients whose row in the database is out of date. */
  take(): ClientRow[] {
    const rows: ClientRow[] = []
    for (const entry of this.#entries.values()) {
      if (!entry.changed && entry.seenAtMs - entry.takenAtMs < ALIVE_MS) continue
      entry.changed = false
      entry.takenAtMs = entry.seenAtMs
      rows.push(rowOf(entry))
    }
    return rows
  }

  /** Moves to the young end of the map, which is kept in the order of insertion. */
  #renew(key: string, entry: Entry): void {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    this.#youngest = entry
  }

  #forgetOldest(): void {
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  /** Takes every client again next time: what was taken could not be stored. */
  putBack(): void {
    for (const entry of this.#entries.values()) entry.changed = true
  }
}

function newEntry(first: Sighting): Entry {
  return {
    first,
    clientId: createHash('sha256').update(first.mark).digest('base64url').slice(0, 22),
    kind: first.kind,
    service: first.service,
    serviceVersion: first.serviceVersion,
    revision: 0,
    revisionAtMs: first.atMs,
    seenAtMs: first.atMs,
    takenAtMs: first.atMs,
    changed: true,
  }
}

function rowOf(entry: Entry): ClientRow {
  return {
    workspaceId: entry.first.workspaceId,
    environmentId: entry.first.environmentId,
    clientId: entry.clientId,
    kind: entry.kind,
    service: entry.service,
    serviceVersion: entry.serviceVersion,
    revision: entry.revision,
    revisionAt: instant(entry.revisionAtMs),
    seenAt: instant(entry.seenAtMs),
  }
}
