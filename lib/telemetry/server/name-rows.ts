import { type TransactionSql } from 'postgres'
import { type WorkspaceId } from '@/lib/kernel/id'
import { LOOK_BACK_MS } from '../core/ingest-to-delta'
import { type TrackRecord } from '../core/model'
import { bytesArray, wordsArray } from './array-text'
import { type Row, type RowAlias } from './prepare-batch'
import { learned, type Learned, type RecentAliases } from './recent-aliases'
import { holdRows, takeWaiting } from './unattributed'

export type NamedRow = Row & { unit: string }

export type Naming = {
  rows: NamedRow[]
  /** Events of earlier batches that have found their unit now; they arrive now. */
  late: TrackRecord[]
  /** Rows that nobody knows the unit of; they wait. */
  unattributed: number
  /** What was learned, to be remembered once it is committed. */
  learned: readonly Learned[]
}

/**
 * Gives rows that name nobody the unit that their session or trace belongs to, and learns that from rows which carry
 * both. Events that came too early are held for ten minutes (architecture.md §2): exporters differ in their order.
 */
export async function nameRows(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  rows: readonly Row[],
  { nowMs, recent }: { nowMs: number; recent: RecentAliases },
): Promise<Naming> {
  const named = rows.filter(isNamed)
  const nameless = rows.filter((row) => !isNamed(row))
  if (nameless.length === 0 && named.every(({ aliases }) => aliases.length === 0)) {
    return { rows: named, late: [], unattributed: 0, learned: [] }
  }
  const units = await knownUnits(tx, workspaceId, named, nameless)
  const waiting: Row[] = []
  for (const row of nameless) {
    const unit = row.aliases.map(({ key }) => units.get(key)).find((known) => typeof known === 'string')
    if (unit === undefined) waiting.push(row)
    else named.push({ ...row, unit })
  }
  const fresh = learned(named).filter((pair) => !recent.has(workspaceId, pair))
  const changed = await storeAliases(tx, workspaceId, fresh, nowMs)
  // In a simulated workspace things arrive when they happen, so what waits is as old as what it waits for.
  const simulated = rows[0]?.source.simulated === true
  const arrivedMs = simulated ? Math.max(...rows.map(({ record }) => record.timeMs)) : nowMs
  const late = await takeWaiting(tx, workspaceId, changed, { sinceMs: arrivedMs - LOOK_BACK_MS, arrivedMs })
  await holdRows(tx, workspaceId, waiting, nowMs)
  return { rows: named, late, unattributed: waiting.length, learned: fresh }
}

const isNamed = (row: Row): row is NamedRow => row.unit !== null

/** Units by alias: from the rows of this group, else from what is stored. Null: several units, so none. */
async function knownUnits(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  named: readonly NamedRow[],
  nameless: readonly Row[],
): Promise<Map<string, string | null>> {
  const here = new Map(learned(named).map(({ alias, unit }) => [alias.key, unit]))
  const asked = new Set(nameless.flatMap(({ aliases }) => aliases.map(({ key }) => key)))
  if (asked.size === 0) return here
  const stored = await tx<{ alias: string; unit: string | null }[]>`
    select encode(alias, 'hex') as alias, encode(unit, 'hex') as unit from unit_alias
    where workspace_id = ${workspaceId} and alias = any(${bytesArray([...asked])}::bytea[])`
  return new Map([...stored.map(({ alias, unit }): [string, string | null] => [alias, unit]), ...here])
}

/** @returns the aliases that tell of a unit which they did not tell of before */
async function storeAliases(
  tx: TransactionSql,
  workspaceId: WorkspaceId,
  pairs: readonly Learned[],
  nowMs: number,
): Promise<{ key: RowAlias['key']; unit: string }[]> {
  if (pairs.length === 0) return []
  const ordered = pairs.toSorted((a, b) => (a.alias.key < b.alias.key ? -1 : 1))
  // A session may sign in as somebody else; a trace that serves two units belongs to neither.
  const rows = await tx<{ key: string; unit: string | null }[]>`
    insert into unit_alias as a (workspace_id, alias, kind, unit, seen_at)
    select ${workspaceId}, alias, kind, nullif(unit, ''::bytea), to_timestamp(${nowMs / 1000}::float8)
    from unnest(
      ${bytesArray(ordered.map(({ alias }) => alias.key))}::bytea[],
      ${wordsArray(ordered.map(({ alias }) => alias.kind))}::text[],
      ${bytesArray(ordered.map(({ unit }) => unit ?? ''))}::bytea[]
    ) as t (alias, kind, unit)
    on conflict (workspace_id, alias) do update set seen_at = excluded.seen_at,
      unit = case when a.kind = 'trace' and a.unit is distinct from excluded.unit then null else excluded.unit end
    where a.unit is distinct from excluded.unit or a.seen_at < excluded.seen_at - interval '1 hour'
    returning encode(alias, 'hex') as key, encode(unit, 'hex') as unit`
  return rows.flatMap(({ key, unit }) => (unit === null ? [] : [{ key, unit }]))
}
