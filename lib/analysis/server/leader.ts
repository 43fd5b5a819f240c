import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Tx } from '@/lib/platform/database'
import { holdsLease, type Lease } from '@/lib/platform/lease'
import { type Runtime } from '@/lib/platform/runtime'
import { caughtUp } from './caught-up'
import { readStored, type Stored } from './stored-rows'

/** Another process leads: whatever this one was about to write is void. */
export class LeaseLost extends Error {
  constructor() {
    super('the analysis lease was lost')
    this.name = 'LeaseLost'
  }
}

/** What the leading process keeps between ticks: states it wrote itself, so that it need not read them back. */
export class Leader {
  readonly runtime: Runtime
  readonly lease: Lease
  readonly #known = new Map<RolloutId, Stored>()
  readonly #refused = new Map<RolloutId, number>()
  readonly #looked = new Map<RolloutId, number>()

  constructor(runtime: Runtime, lease: Lease) {
    this.runtime = runtime
    this.lease = lease
  }

  async load(workspaceId: WorkspaceId, rolloutId: RolloutId): Promise<Stored | null> {
    const known = this.#known.get(rolloutId)
    if (known) return known
    const { db } = this.runtime.database
    const stored = await readStored(db, { workspaceId, rolloutId })
    if (!stored) return null
    const present = await caughtUp(db, { workspaceId, rolloutId }, stored)
    this.#known.set(rolloutId, present)
    return present
  }

  keep(rolloutId: RolloutId, stored: Stored): void {
    this.#known.set(rolloutId, stored)
  }

  forget(rolloutId: RolloutId): void {
    this.#known.delete(rolloutId)
  }

  forgetAllBut(rolloutIds: readonly RolloutId[]): void {
    const live = new Set(rolloutIds)
    for (const id of this.#known.keys()) if (!live.has(id)) this.forget(id)
  }

  /** Every transaction that decides begins with this. @throws LeaseLost */
  async fence(tx: Tx): Promise<void> {
    if (!(await holdsLease(tx, this.lease))) throw new LeaseLost()
  }

  /** A refused action is not asked for every second. */
  mayAct(rolloutId: RolloutId, nowMs: number): boolean {
    return nowMs - (this.#refused.get(rolloutId) ?? -Infinity) >= REFUSED_MS
  }

  wasRefused(rolloutId: RolloutId, nowMs: number): void {
    this.#refused.set(rolloutId, nowMs)
  }

  /** Whether to look again for what is only looked for now and then; saying so begins the next wait. */
  isDue(rolloutId: RolloutId, nowMs: number, everyMs: number): boolean {
    if (nowMs - (this.#looked.get(rolloutId) ?? -Infinity) < everyMs) return false
    this.#looked.set(rolloutId, nowMs)
    return true
  }

  /** Renewed: the same holder in the same epoch keeps what it knows. */
  renewed(lease: Lease): Leader {
    const next = new Leader(this.runtime, lease)
    if (lease.epoch !== this.lease.epoch || lease.holder !== this.lease.holder) return next
    for (const [id, stored] of this.#known) next.keep(id, stored)
    for (const [id, atMs] of this.#refused) next.wasRefused(id, atMs)
    for (const [id, atMs] of this.#looked) next.isDue(id, atMs, 0)
    return next
  }
}

const REFUSED_MS = 10_000
const leaders = new WeakMap<Runtime['database'], Leader>()

/** The leader of this process's database in this epoch of the lease. */
export function leaderOf(runtime: Runtime, lease: Lease): Leader {
  const before = leaders.get(runtime.database)
  const leader = before && before.runtime === runtime ? before.renewed(lease) : new Leader(runtime, lease)
  leaders.set(runtime.database, leader)
  return leader
}
