import { hash } from 'node:crypto'
import { type Log } from '@/lib/platform/log'
import { isAway, type Db } from '@/lib/platform/database'
import { type Instant } from '@/lib/kernel/time'
import { type Soon } from '@/lib/platform/hot'
import { clockMsOf } from '@/lib/platform/runtime'
import { scopeOfKey } from '../core/api-key'
import { findKeys, markUsed, type KnownKey } from './find-keys'
import { loadKeys, saveKeys } from './keys-on-disk'

/** After this a key is looked up again in the background, and after `STALE_MS` before it is believed. */
const FRESH_MS = 2500
/** A revoked key is refused at most this long after its revocation. */
const STALE_MS = 5000
/** How long a request waits for the database. */
const WAIT_MS = 1000
/** How long a database that refused, or kept us waiting, is left alone. */
const PAUSE_MS = { away: 1000, late: 10_000 }
const KNOWN_MOST = 5000
const UNKNOWN_MOST = 10_000

type LoadEnd = 'done' | 'away'
type Entry = { known: KnownKey; checkedMs: number; used: boolean }
export type Found = { known: KnownKey } | 'unknown' | 'away'

/** SHA-256 of a key, base64url: keys are 256 bits of chance, so a fast hash is enough. */
export const hashKey = (text: string): string => hash('sha256', text, 'base64url')

/**
 * The keys that one process has seen. While the database answers, a key is believed for five seconds after it was last
 * found there; while it is away, every key found before stays valid, so that flags are served on.
 */
export class Keyring {
  readonly #db: Db
  readonly #now: () => Instant
  readonly #nowMs: () => number
  readonly #log: Log
  readonly #known = new Map<string, Entry>()
  /** Hashes of known keys by their text: a key in use comes with every request and is hashed once. */
  readonly #hashes = new Map<string, string>()
  readonly #unknown = new Map<string, number>()
  #folder: string | null = null
  #onDisk = ''
  #saving: Promise<void> = Promise.resolve()
  #refreshing: Promise<LoadEnd> | null = null
  #awayUntilMs = 0

  constructor({ db, now, log }: { db: Db; now: () => Instant; log: Log }) {
    this.#db = db
    this.#now = now
    this.#nowMs = clockMsOf({ now })
    this.#log = log
  }

  /** At once for a key that is believed without asking. @param text the key itself */
  find(text: string): Soon<Found> {
    const nowMs = this.#nowMs()
    const hash = this.#hashOf(text)
    if (hash === null) return 'unknown'
    const entry = this.#known.get(hash)
    if (!entry) {
      this.#hashes.delete(text)
      return this.#findNew(hash, nowMs)
    }
    entry.used = true
    const ageMs = nowMs - entry.checkedMs
    const isFresh = ageMs >= 0 && ageMs <= FRESH_MS // a clock that went back makes nothing fresh
    if (isFresh || this.#isAway(nowMs)) return entry
    const refreshing = this.#refresh()
    if (ageMs >= 0 && ageMs <= STALE_MS) {
      refreshing.catch((error: unknown) => this.#log.error({ err: error }, 'keys could not be looked up'))
      return entry
    }
    return this.#findAgain(hash, refreshing, nowMs)
  }

  /** Believes the keys kept in a folder until the database can be asked, and keeps them up to date there from now on. */
  async warm(folder: string): Promise<void> {
    for (const known of await loadKeys(folder)) {
      if (!this.#known.has(known.hash)) this.#remember({ known, checkedMs: -Infinity, used: false })
    }
    this.#folder = folder
    this.#leaveAlone(await inTime(this.#refresh()), this.#nowMs())
  }

  /** Resolves when nothing is being looked up or written any more. */
  async settle(): Promise<void> {
    await this.#refreshing
    await this.#saving
  }

  /** Null: the text has not the form of a key. */
  #hashOf(text: string): string | null {
    const kept = this.#hashes.get(text)
    if (kept !== undefined) return kept
    if (scopeOfKey(text) === null) return null
    const hash = hashKey(text)
    if (this.#known.has(hash)) {
      this.#hashes.set(text, hash)
      dropOldest(this.#hashes, KNOWN_MOST)
    }
    return hash
  }

  async #findAgain(hash: string, refreshing: Promise<LoadEnd>, nowMs: number): Promise<Found> {
    this.#leaveAlone(await inTime(refreshing), nowMs)
    return this.#known.get(hash) ?? 'unknown'
  }

  async #findNew(hash: string, nowMs: number): Promise<Found> {
    const missedAgoMs = nowMs - (this.#unknown.get(hash) ?? -Infinity)
    if (missedAgoMs >= 0 && missedAgoMs <= STALE_MS) return 'unknown'
    if (this.#isAway(nowMs)) return 'away'
    const end = await inTime(this.#load([hash], nowMs, true))
    this.#leaveAlone(end, nowMs)
    return this.#known.get(hash) ?? (end === 'done' ? 'unknown' : 'away')
  }

  /** Looks up every known key again, in one query, however many requests ask for it. */
  #refresh(): Promise<LoadEnd> {
    if (this.#refreshing) return this.#refreshing
    const loading = this.#load([...this.#known.keys()], this.#nowMs(), false)
    const end = () => {
      if (this.#refreshing === loading) this.#refreshing = null
    }
    loading.then(end, end)
    this.#refreshing = loading
    return loading
  }

  /** @returns whether the database answered; faults other than its absence are thrown */
  async #load(hashes: readonly string[], nowMs: number, used: boolean): Promise<LoadEnd> {
    try {
      const found = hashes.length > 0 ? await findKeys(this.#db, hashes) : []
      const missing = new Set(hashes)
      for (const known of found) {
        missing.delete(known.hash)
        this.#remember({ known, checkedMs: nowMs, used: this.#known.get(known.hash)?.used ?? used })
      }
      for (const hash of missing) this.#forget(hash, nowMs)
      this.#awayUntilMs = 0
      await this.#tellUsed()
      this.#save()
      return 'done'
    } catch (error) {
      if (!isAway(error)) throw error
      return 'away'
    }
  }

  async #tellUsed(): Promise<void> {
    const used = [...this.#known.values()].filter((entry) => entry.used)
    for (const entry of used) entry.used = false
    await markUsed(
      this.#db,
      used.map(({ known }) => known.key.id),
      this.#now(),
    )
  }

  #save(): void {
    if (this.#folder === null) return
    const folder = this.#folder
    const keys = [...this.#known.values()].map(({ known }) => known)
    const content = JSON.stringify(keys)
    if (content === this.#onDisk) return
    this.#onDisk = content
    this.#saving = this.#saving
      .then(() => saveKeys(folder, keys))
      .catch((error: unknown) => this.#log.warn({ err: error }, 'keys could not be kept on disk'))
  }

  #remember(entry: Entry): void {
    const { hash } = entry.known
    this.#unknown.delete(hash)
    this.#known.delete(hash)
    this.#known.set(hash, entry)
    dropOldest(this.#known, KNOWN_MOST)
  }

  #forget(hash: string, nowMs: number): void {
    this.#known.delete(hash)
    this.#unknown.delete(hash)
    this.#unknown.set(hash, nowMs)
    dropOldest(this.#unknown, UNKNOWN_MOST)
  }

  #isAway(nowMs: number): boolean {
    return nowMs < this.#awayUntilMs && nowMs >= this.#awayUntilMs - PAUSE_MS.late
  }

  #leaveAlone(end: LoadEnd | 'late', nowMs: number): void {
    if (end === 'done') return
    this.#awayUntilMs = nowMs + PAUSE_MS[end]
    this.#refreshing = null // a query that hangs must not keep the next one from being sent
  }
}

function dropOldest<T>(map: Map<string, T>, most: number): void {
  const oldest = map.keys().next()
  if (map.size > most && !oldest.done) map.delete(oldest.value)
}

function inTime(loading: Promise<LoadEnd>): Promise<LoadEnd | 'late'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve('late'), WAIT_MS)
    loading.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
