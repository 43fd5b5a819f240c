import { sql } from 'drizzle-orm'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { prepared } from '@/lib/platform/prepared'
import { pseudonym } from './pseudonymise'

/** The keys under which a session and a trace are known; the stronger one first. @param trace 32 hex digits, lower case */
export function aliasKeys(unitKey: Uint8Array, of: { session: string | null; trace: string | null }): string[] {
  // As `prepare-batch` makes them: no unit id has a NUL in it.
  const session = of.session === null ? [] : [pseudonym(unitKey, `session\0${of.session}`)]
  return of.trace === null ? session : [...session, of.trace]
}

/** Whose these sessions and traces are, as far as records told it so far; one that served several units is nobody's. */
export async function readAliasUnits(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const asked = JSON.stringify([...new Set(keys)])
  const rows = await prepared<{ key: string; unit: string }>(
    db,
    sql`
    select t.key, encode(a.unit, 'hex') as unit
    from jsonb_array_elements_text(${asked}::text::jsonb) as t (key)
    join unit_alias a on a.workspace_id = ${workspaceId} and a.alias = decode(t.key, 'hex')
    where a.unit is not null`,
  )
  return new Map(rows.map(({ key, unit }) => [key, unit]))
}
