import { type WorkspaceId } from '@/lib/kernel/id'
import { type Tx } from '@/lib/platform/database'
import { aliasKeys, pseudonym, readAliasUnits } from '@/lib/telemetry/server/contract'
import { aliasIdsOf } from '../core/alias-ids'
import { type IncomingItem } from '../core/schema'

/** Whose an item is, as a pseudonym; and while nobody knows, by which session or trace it may be told later. */
export type Whose = { unit: string | null; waitsFor: readonly string[] }

const NOTHING: readonly string[] = []
export const NOBODYS: Whose = { unit: null, waitsFor: NOTHING }

/**
 * An item that names nobody belongs to the unit of its session, else of its trace.
 * @returns by the index of the item
 */
export async function whoseItems(
  tx: Tx,
  workspaceId: WorkspaceId,
  unitKey: Uint8Array,
  items: readonly { index: number; item: IncomingItem }[],
): Promise<Map<number, Whose>> {
  const aliases = items.map(({ item: { unit, context } }) =>
    unit === null ? aliasKeys(unitKey, aliasIdsOf(context)) : NOTHING,
  )
  const units = await readAliasUnits(tx, workspaceId, aliases.flat())
  return new Map(
    items.map(({ index, item: { unit } }, i): [number, Whose] => {
      if (unit !== null) return [index, { unit: pseudonym(unitKey, unit), waitsFor: NOTHING }]
      const own = aliases[i] ?? NOTHING
      const found = own.map((key) => units.get(key)).find((known) => known !== undefined) ?? null
      return [index, { unit: found, waitsFor: found === null ? own : NOTHING }]
    }),
  )
}
