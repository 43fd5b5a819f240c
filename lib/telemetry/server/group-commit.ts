/** What became of a batch. `retryAfterS` in whole seconds. */
export type Stored =
  | { ok: true }
  | { ok: false; code: 'storage' | 'busy'; retryAfterS: number }
  | { ok: false; code: 'malformed' }

export type GroupLimits = {
  /** Longest that a batch waits for company. */
  waitMs: number
  /** Rows that need no more company: with these waiting, a group starts at once. */
  enoughRows: number
  /** Most rows of a group, unless one batch alone has more. */
  groupRows: number
  /** Rows that may wait per lane; more are refused as busy. */
  waitingRowsMax: number
  /** After this a sender is told to come again, whatever becomes of the transaction; dedupe makes that harmless. */
  deadlineMs: number
}

/**
 * Senders that wait for their answers never have more rows on the way than they have connections for. Were a group to
 * wait for all of them, Postgres would rest while batches are decoded, and decoding while Postgres writes.
 */
export const GROUP_LIMITS: GroupLimits = {
  waitMs: 50,
  enoughRows: 200,
  groupRows: 5000,
  waitingRowsMax: 100_000,
  deadlineMs: 10_000,
}

const LOST: Stored = { ok: false, code: 'storage', retryAfterS: 5 }

/**
 * Writes a group in one transaction and answers each batch, in the group's order; must not throw. Once it has only to
 * wait for the commit it says that it is nearly done: then the next group may get in line.
 */
export type Commit<Batch> = (group: readonly Batch[], nearlyDone: () => void) => Promise<Stored[]>

type Waiting<Batch> = { batch: Batch; rows: number; answer: (stored: Stored) => void }

/**
 * Group commit: batches of one lane (a workspace) share a transaction. One group per lane is under way at a time, and
 * one more at most stands in line behind it; the next one gathers meanwhile. An answer means: committed, or not taken.
 */
export class GroupCommit<Batch> {
  readonly #lanes = new Map<string, Lane<Batch>>()

  constructor(
    private readonly commit: Commit<Batch>,
    private readonly limits: GroupLimits = GROUP_LIMITS,
  ) {}

  add(laneKey: string, batch: Batch, rows: number): Promise<Stored> {
    const lane = this.#lanes.get(laneKey) ?? new Lane(this.commit, this.limits)
    this.#lanes.set(laneKey, lane)
    return lane.add(batch, rows)
  }

  /** Resolves when nothing is waiting or under way; for a graceful stop. */
  async drain(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.drain()))
  }
}

class Lane<Batch> {
  #waiting: Waiting<Batch>[] = []
  #rows = 0
  #timer: NodeJS.Timeout | null = null
  readonly #running = new Set<Promise<void>>()
  /** No group is under way that the next one must wait for. */
  #isFree = true

  constructor(
    private readonly commit: Commit<Batch>,
    private readonly limits: GroupLimits,
  ) {}

  add(batch: Batch, rows: number): Promise<Stored> {
    if (this.#rows > 0 && this.#rows + rows > this.limits.waitingRowsMax) {
      return Promise.resolve({ ok: false, code: 'busy', retryAfterS: 1 })
    }
    return new Promise((resolve) => {
      const deadline = setTimeout(() => {
        this.#forget(waiting)
        resolve(LOST)
      }, this.limits.deadlineMs)
      const waiting: Waiting<Batch> = {
        batch,
        rows,
        answer: (stored) => {
          clearTimeout(deadline)
          resolve(stored)
        },
      }
      this.#waiting.push(waiting)
      this.#rows += rows
      this.#schedule()
    })
  }

  #forget(waiting: Waiting<Batch>): void {
    const at = this.#waiting.indexOf(waiting)
    if (at === -1) return
    this.#waiting.splice(at, 1)
    this.#rows -= waiting.rows
  }

  #schedule(): void {
    if (!this.#isFree) return
    if (this.#rows >= this.limits.enoughRows) this.#start()
    else this.#timer ??= setTimeout(() => this.#start(), this.limits.waitMs)
  }

  #start(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (!this.#isFree || this.#waiting.length === 0) return
    this.#isFree = false
    const running = this.#run(this.#take())
    this.#running.add(running)
    void running.finally(() => this.#running.delete(running))
  }

  async #run(group: readonly Waiting<Batch>[]): Promise<void> {
    let isLast = true
    const letNextBegin = (): void => {
      if (!isLast) return
      isLast = false
      this.#isFree = true
      this.#start()
    }
    const nearlyDone = (): void => {
      if (this.#rows >= this.limits.enoughRows) letNextBegin()
    }
    const batches = group.map(({ batch }) => batch)
    const answers = await this.commit(batches, nearlyDone)
    // What gathered meanwhile has waited long enough, and is on its way before these are told.
    letNextBegin()
    for (const [i, { answer }] of group.entries()) answer(answers[i] ?? LOST)
  }

  #take(): Waiting<Batch>[] {
    let rows = 0
    const end = this.#waiting.findIndex((waiting) => (rows += waiting.rows) >= this.limits.groupRows) + 1
    const group = this.#waiting.splice(0, end || this.#waiting.length)
    this.#rows -= group.reduce((sum, waiting) => sum + waiting.rows, 0)
    return group
  }

  async drain(): Promise<void> {
    this.#start()
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
