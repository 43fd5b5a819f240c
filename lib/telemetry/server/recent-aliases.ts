import { type WorkspaceId } from '@/lib/kernel/id'
import { type RowAlias } from './prepare-batch'

/** Whose an alias is; null: several units in one trace. */
export type Learned = { alias: RowAlias; unit: string | null }

type Carrier = { unit: string; aliases: readonly RowAlias[] }

/** What rows that carry both tell: of a session the last unit, of a trace its only one. Each alias once. */
export function learned(rows: readonly Carrier[]): Learned[] {
  const pairs = new Map<string, Learned>()
  for (const { unit, aliases } of rows) {
    for (const alias of aliases) {
      const known = pairs.get(alias.key)
      const isShared = alias.kind === 'trace' && known !== undefined && known.unit !== unit
      pairs.set(alias.key, { alias, unit: isShared ? null : unit })
    }
  }
  return [...pairs.values()]
}

const REMEMBERED = 100_000
/** Shorter than what the table keeps, so that an alias in use is written again before it is forgotten there. */
const TURN_MS = 3_600_000

/** Aliases as they were stored last: a session and a trace come with every record, and are written once. */
export class RecentAliases {
  #units = new Map<string, string | null>()
  #turnedMs = 0

  constructor(private readonly nowMs: () => number) {}

  has(workspaceId: WorkspaceId, { alias, unit }: Learned): boolean {
    return this.#units.get(`${workspaceId} ${alias.key}`) === unit
  }

  /** After the commit that stored them. */
  add(workspaceId: WorkspaceId, pairs: readonly Learned[]): void {
    const now = this.nowMs()
    if (this.#units.size + pairs.length > REMEMBERED || now - this.#turnedMs > TURN_MS) {
      this.#units.clear()
      this.#turnedMs = now
    }
    for (const { alias, unit } of pairs) this.#units.set(`${workspaceId} ${alias.key}`, unit)
  }
}
