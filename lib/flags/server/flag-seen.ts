import { and, eq, sql } from 'drizzle-orm'
import { flagSeen } from '@/drizzle/schema/flags'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { type Seen } from '../core/lifecycle'
import { type EnvironmentRow } from './environments'
import { type UsageRow } from './flag-usage'
import { utc } from './utc'

/** Keeps when each variant was first and last answered, from the counts that are stored by the minute. */
export async function storeSeen(db: Db, counts: readonly UsageRow[]): Promise<void> {
  if (counts.length === 0) return
  await db.execute(sql`
    insert into flag_seen (workspace_id, environment_id, flag_key, variant, first_at, last_at)
    select x."workspaceId", x."environmentId", x."flagKey", x.variant, min(x.minute), max(x.minute)
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
      as x ("workspaceId" text, "environmentId" text, "flagKey" text, variant text, minute timestamptz)
    group by 1, 2, 3, 4
    order by 1, 2, 3, 4
    on conflict (workspace_id, environment_id, flag_key, variant) do update set
      first_at = least(flag_seen.first_at, excluded.first_at),
      last_at = greatest(flag_seen.last_at, excluded.last_at)
    where excluded.last_at > flag_seen.last_at or excluded.first_at < flag_seen.first_at`)
}

/** When clients last asked, by flag. @param key one flag; all unless given */
export async function readSeen(
  db: Db,
  workspaceId: WorkspaceId,
  environments: readonly EnvironmentRow[],
  key?: string,
): Promise<Map<string, Seen[]>> {
  const rows = await db
    .select()
    .from(flagSeen)
    .where(and(eq(flagSeen.workspaceId, workspaceId), key === undefined ? undefined : eq(flagSeen.flagKey, key)))
  const names = new Map(environments.map((env) => [env.id, env.key]))
  const byFlag = new Map<string, Seen[]>()
  for (const { environmentId, flagKey, variant, firstAt, lastAt } of rows) {
    const known = byFlag.get(flagKey) ?? []
    byFlag.set(flagKey, known)
    known.push({ environment: names.get(environmentId) ?? environmentId, variant, firstAt, lastAt })
  }
  return byFlag
}

type SeenRow = {
  flag_key: string
  last_at: string
  variants: string[] | null
  firsts: string[] | null
  lasts: string[] | null
}

/**
 * The same for a list of all flags: one row a flag, with the variants of the environment that counts and, under no name,
 * the last time anybody asked anywhere.
 */
export async function readSeenOfAll(
  db: Db,
  workspaceId: WorkspaceId,
  main: Pick<EnvironmentRow, 'id' | 'key'> | undefined,
): Promise<Map<string, Seen[]>> {
  const here = sql`environment_id = ${main?.id ?? ''} and variant <> ''`
  const rows = await db.execute<SeenRow>(sql`
    select flag_key, ${utc(sql`max(last_at)`)} as last_at,
      array_agg(variant) filter (where ${here}) as variants,
      array_agg(${utc(sql`first_at`)}) filter (where ${here}) as firsts,
      array_agg(${utc(sql`last_at`)}) filter (where ${here}) as lasts
    from flag_seen where workspace_id = ${workspaceId} group by flag_key`)
  return new Map(
    rows.map(({ flag_key: key, last_at: last, variants, firsts, lasts }) => {
      const anywhere: Seen = { environment: '', variant: '', firstAt: asInstant(last), lastAt: asInstant(last) }
      const inMain = (variants ?? []).map((variant, i): Seen => {
        const [first = last, latest = last] = [firsts?.[i], lasts?.[i]]
        return { environment: main?.key ?? '', variant, firstAt: asInstant(first), lastAt: asInstant(latest) }
      })
      return [key, [anywhere, ...inMain]]
    }),
  )
}

const asInstant = (text: string): Instant => text as Instant // `utc` writes that form

export const lastOf = (seen: readonly Seen[]): Instant | null =>
  seen.reduce<Instant | null>((last, { lastAt }) => (last === null || lastAt > last ? lastAt : last), null)
