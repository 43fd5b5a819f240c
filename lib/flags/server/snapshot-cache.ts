import type { EnvironmentId } from '@/lib/kernel/id'
import type { Instant } from '@/lib/kernel/time'
import { andThen, type Soon } from '@/lib/platform/hot'
import type { Log } from '@/lib/platform/log'
import { serveSnapshot, type LoadedSnapshot, type ServedSnapshot } from './served-snapshot'
import { readSnapshots, writeSnapshot } from './snapshots-on-disk'

/** How long a request waits for a database that does not answer. */
const WAIT_MS = 1000
/** How long a load may take before the database counts as away. */
const LOAD_MS = 5000
/** Hints come from clients: however many they send, they cause this much loading at most. */
const HINT_PAUSE_MS = 100
const WAITING_MAX = 1000

type Options = {
  /** The newest revision of an environment, from the database; null before its first publish. Throws when away. */
  load: (environmentId: EnvironmentId) => Promise<LoadedSnapshot | null>
  /** Where the last snapshots outlive the process; null: nowhere. */
  diskDir: string | null
  now: () => Instant
  log: Pick<Log, 'warn' | 'error'>
}
type Listener = (snapshot: ServedSnapshot) => void

/**
 * What one process serves, by environment. Reads never touch the database; without it the last known flags stay in
 * force, and so they do when a new document cannot be read.
 */
export class SnapshotCache {
  readonly #options: Options
  readonly #served = new Map<EnvironmentId, ServedSnapshot>()
  readonly #loading = new Map<EnvironmentId, Promise<ServedSnapshot | null>>()
  readonly #queued = new Map<EnvironmentId, Promise<ServedSnapshot | null>>()
  readonly #hintedMs = new Map<EnvironmentId, number>()
  readonly #listeners = new Set<Listener>()
  #staleSince: Instant | null = null
  #waiting = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
  }

  /** Since when the database is away; null while it answers. */
  get staleSince(): Instant | null {
    return this.#staleSince
  }

  all(): ServedSnapshot[] {
    return [...this.#served.values()]
  }

  /** What is served now, from memory alone. */
  get(environmentId: EnvironmentId): ServedSnapshot | null {
    return this.#served.get(environmentId) ?? null
  }

  /** What is served now; loads it when this process has not met the environment yet. Null: nothing to serve. */
  obtain(environmentId: EnvironmentId): Soon<ServedSnapshot | null> {
    return this.get(environmentId) ?? inTime(this.refresh(environmentId), WAIT_MS, null)
  }

  /** Loads the newest revision. A load under way may have begun before the change, so another one follows it. */
  refresh(environmentId: EnvironmentId): Promise<ServedSnapshot | null> {
    const running = this.#loading.get(environmentId)
    if (!running) return this.#begin(environmentId)
    const next =
      this.#queued.get(environmentId) ??
      running.then(() => {
        this.#queued.delete(environmentId)
        return this.#begin(environmentId)
      })
    this.#queued.set(environmentId, next)
    return next
  }

  /** Waits up to a second for a revision that a client has heard of; then what there is. */
  waitFor(environmentId: EnvironmentId, revision: number): Soon<ServedSnapshot | null> {
    return andThen(this.obtain(environmentId), (have) =>
      !have || have.revision >= revision || this.#waiting >= WAITING_MAX ? have : this.#wait(environmentId, revision),
    )
  }

  /** Tells every new snapshot, once it is served. Returns how to stop listening. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Told by whoever polls the database: a failure makes what is served stale, an answer makes it fresh. */
  databaseAnswered(answered: boolean): void {
    this.#staleSince = answered ? null : (this.#staleSince ?? this.#options.now())
  }

  /** Serves what the last process left on disk, as stale, until the database answers. */
  async readDisk(): Promise<void> {
    const { diskDir, log } = this.#options
    if (diskDir === null) return
    const { snapshots, broken } = await readSnapshots(diskDir)
    if (broken.length > 0) log.warn({ broken }, 'flag snapshots on disk cannot be read')
    for (const loaded of snapshots) {
      const served = await serveSnapshot(loaded)
      if (served.ok && !this.#served.has(loaded.environmentId)) this.#served.set(loaded.environmentId, served.value)
    }
    if (snapshots.length > 0) this.databaseAnswered(false)
  }

  /** Resolves when what was loaded so far is on disk. */
  settle(): Promise<void> {
    return this.#writing
  }

  #wait(environmentId: EnvironmentId, revision: number): Promise<ServedSnapshot | null> {
    this.#hint(environmentId)
    this.#waiting += 1
    return new Promise((resolve) => {
      const finish = (snapshot: ServedSnapshot | null): void => {
        this.#waiting -= 1
        clearTimeout(timer)
        forget()
        resolve(snapshot)
      }
      const forget = this.onChange((snapshot) => {
        if (snapshot.environmentId === environmentId && snapshot.revision >= revision) finish(snapshot)
      })
      const timer = setTimeout(() => finish(this.get(environmentId)), WAIT_MS)
    })
  }

  #hint(environmentId: EnvironmentId): void {
    const nowMs = performance.now()
    if (nowMs - (this.#hintedMs.get(environmentId) ?? -Infinity) < HINT_PAUSE_MS) return
    this.#hintedMs.set(environmentId, nowMs)
    void this.refresh(environmentId)
  }

  #begin(environmentId: EnvironmentId): Promise<ServedSnapshot | null> {
    const loading = this.#reload(environmentId).finally(() => this.#loading.delete(environmentId))
    this.#loading.set(environmentId, loading)
    return loading
  }

  async #reload(environmentId: EnvironmentId): Promise<ServedSnapshot | null> {
    const before = this.get(environmentId)
    let loaded: LoadedSnapshot | null | 'late'
    try {
      loaded = await inTime(this.#options.load(environmentId), LOAD_MS, 'late' as const)
    } catch (error) {
      this.#options.log.warn({ environmentId, err: error }, 'flags cannot be loaded; the last known ones stay in force')
      loaded = 'late'
    }
    this.databaseAnswered(loaded !== 'late')
    if (loaded === 'late' || loaded === null) return before
    if (before?.revision === loaded.revision && before.hash === loaded.hash) return before
    return this.#serve(loaded, before)
  }

  async #serve(loaded: LoadedSnapshot, before: ServedSnapshot | null): Promise<ServedSnapshot | null> {
    const { environmentId, revision } = loaded
    const served = await serveSnapshot(loaded, before?.evaluator)
    if (!served.ok) {
      this.#options.log.error({ environmentId, revision, why: served.message }, 'a revision is not fit to be served')
      return before
    }
    this.#served.set(environmentId, served.value)
    for (const listener of this.#listeners) listener(served.value)
    this.#keep(loaded)
    return served.value
  }

  #keep(loaded: LoadedSnapshot): void {
    const { diskDir, log } = this.#options
    if (diskDir === null) return
    this.#writing = this.#writing
      .then(() => writeSnapshot(diskDir, loaded))
      .catch((error: unknown) => log.warn({ err: error }, 'flags could not be kept on disk'))
  }
}

/** What a promise gives within the time, or else `otherwise`; the promise itself runs on. */
async function inTime<T, U>(promise: Promise<T>, ms: number, otherwise: U): Promise<T | U> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<U>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
