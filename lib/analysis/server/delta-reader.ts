import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { type DeltaPosition, readDeltas, type StoredDelta } from '@/lib/telemetry/server/contract'

const PAGE = 10_000

/** Reads the stored deltas once from a place on, a logged range at a time. */
export class DeltaReader {
  readonly #db: Db
  readonly #place: { workspaceId: WorkspaceId; rolloutId: RolloutId }
  #page: StoredDelta[] = []
  #after: DeltaPosition
  #isEnd = false

  constructor(db: Db, place: { workspaceId: WorkspaceId; rolloutId: RolloutId }, after: DeltaPosition) {
    this.#db = db
    this.#place = place
    this.#after = after
  }

  /** Deltas after `from` up to and including `to`; ranges are asked for in order. */
  async take(from: DeltaPosition, to: DeltaPosition): Promise<StoredDelta[]> {
    if (from === to) return []
    const taken: StoredDelta[] = []
    for (;;) {
      const end = this.#page.findIndex(({ position }) => isAfter(position, to))
      if (end >= 0 || this.#isEnd) {
        taken.push(...this.#page.splice(0, end >= 0 ? end : this.#page.length))
        return taken
      }
      taken.push(...this.#page)
      await this.#next()
    }
  }

  async #next(): Promise<void> {
    const { workspaceId, rolloutId } = this.#place
    this.#page = await readDeltas(this.#db, workspaceId, rolloutId, { after: this.#after, limit: PAGE })
    this.#after = this.#page.at(-1)?.position ?? this.#after
    this.#isEnd = this.#page.length < PAGE
  }
}

/** Order of two places `<txid>:<seq>` in commit order. */
function isAfter(a: DeltaPosition, b: DeltaPosition): boolean {
  const [[aTx = '0', aSeq = '0'], [bTx = '0', bSeq = '0']] = [a.split(':'), b.split(':')]
  const [x, y] = [BigInt(aTx), BigInt(bTx)]
  return x === y ? BigInt(aSeq) > BigInt(bSeq) : x > y
}
