import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { flag, flagEnvironment } from '@/drizzle/schema/flags'
import { type FlagId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { likeWords } from '@/lib/platform/like-words'
import { type FlagTargeting, type FlagView } from '../core/schema'
import { listEnvironments, type EnvironmentRow } from './environments'
import { withDefaults, type FlagRow } from './flag-rows'

export function flagView(
  row: FlagRow,
  environments: readonly EnvironmentRow[],
  targetings: Record<string, FlagTargeting>,
): FlagView {
  return {
    ...row.definition,
    id: row.id,
    version: row.version,
    createdAt: row.createdAt,
    environments: Object.fromEntries(
      environments.flatMap((env) => {
        const targeting = targetings[env.key]
        return targeting ? [[env.key, { environmentId: env.id, targeting }]] : []
      }),
    ),
  }
}

/**
 * Flags by key, a page at a time.
 * @param after key of the last flag of the page before
 * @param q words that key, name, purpose or owner must all have
 */
export async function listFlags(
  db: Db,
  workspaceId: WorkspaceId,
  { after = '', limit = 100, q = '' } = {},
): Promise<FlagView[]> {
  const environments = await listEnvironments(db, workspaceId)
  const rows = await db
    .select()
    .from(flag)
    .where(
      and(
        eq(flag.workspaceId, workspaceId),
        isNull(flag.archivedAt),
        gt(flag.key, after),
        ...(q.trim() === '' ? [] : likeWords(q).map((like) => sql`${WORDS} ilike ${like}`)),
      ),
    )
    .orderBy(asc(flag.key))
    .limit(limit)
  const targetings = await db
    .select({
      flagId: flagEnvironment.flagId,
      environmentId: flagEnvironment.environmentId,
      targeting: flagEnvironment.targeting,
    })
    .from(flagEnvironment)
    .where(
      and(
        eq(flagEnvironment.workspaceId, workspaceId),
        inArray(
          flagEnvironment.flagId,
          rows.map(({ id }) => id),
        ),
      ),
    )
  const keys = new Map(environments.map(({ id, key }) => [id, key]))
  const byFlag = new Map<FlagId, Record<string, FlagTargeting>>()
  for (const { flagId, environmentId, targeting } of targetings) {
    const known = byFlag.get(flagId) ?? {}
    byFlag.set(flagId, known)
    known[keys.get(environmentId) ?? environmentId] = targeting
  }
  return rows.map((row) => flagView(withDefaults(row), environments, byFlag.get(row.id) ?? {}))
}

const WORDS = sql`concat_ws(' ', ${flag.key}, ${flag.definition}->>'name', ${flag.definition}->>'purpose', ${flag.definition}->>'owner')`

export async function readFlag(db: Db | Tx, workspaceId: WorkspaceId, key: string): Promise<FlagView | null> {
  const [row] = await db
    .select()
    .from(flag)
    .where(and(eq(flag.workspaceId, workspaceId), eq(flag.key, key), isNull(flag.archivedAt)))
  if (!row) return null
  const environments = await listEnvironments(db, workspaceId)
  return flagView(withDefaults(row), environments, await targetingsOf(db, row, environments))
}

export async function targetingsOf(
  db: Db | Tx,
  row: FlagRow,
  environments: readonly EnvironmentRow[],
): Promise<Record<string, FlagTargeting>> {
  const rows = await db
    .select({ environmentId: flagEnvironment.environmentId, targeting: flagEnvironment.targeting })
    .from(flagEnvironment)
    .where(and(eq(flagEnvironment.workspaceId, row.workspaceId), eq(flagEnvironment.flagId, row.id)))
  return Object.fromEntries(
    rows.flatMap(({ environmentId, targeting }) => {
      const env = environments.find((candidate) => candidate.id === environmentId)
      return env ? [[env.key, targeting]] : []
    }),
  )
}
