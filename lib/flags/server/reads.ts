import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { flag, flagEnvironment } from '@/drizzle/schema/flags'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { type FlagTargeting, type FlagView } from '../core/schema'
import { listEnvironments, type EnvironmentRow } from './environments'
import { type FlagRow } from './flag-rows'

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

/** Flags by key, a page at a time. @param after key of the last flag of the page before */
export async function listFlags(
  db: Db,
  workspaceId: WorkspaceId,
  { after = '', limit = 100 } = {},
): Promise<FlagView[]> {
  const environments = await listEnvironments(db, workspaceId)
  const rows = await db
    .select()
    .from(flag)
    .where(and(eq(flag.workspaceId, workspaceId), isNull(flag.archivedAt), gt(flag.key, after)))
    .orderBy(asc(flag.key))
    .limit(limit)
  return Promise.all(rows.map(async (row) => flagView(row, environments, await targetingsOf(db, row, environments))))
}

export async function readFlag(db: Db | Tx, workspaceId: WorkspaceId, key: string): Promise<FlagView | null> {
  const [row] = await db
    .select()
    .from(flag)
    .where(and(eq(flag.workspaceId, workspaceId), eq(flag.key, key), isNull(flag.archivedAt)))
  if (!row) return null
  const environments = await listEnvironments(db, workspaceId)
  return flagView(row, environments, await targetingsOf(db, row, environments))
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
