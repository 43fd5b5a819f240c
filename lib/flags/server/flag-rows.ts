import { and, asc, eq, isNull } from 'drizzle-orm'
import { flag, flagEnvironment, flagVersion, segment } from '@/drizzle/schema/flags'
import { type EnvironmentId, type FlagId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type FlagDefinition, type FlagTargeting, type Segment } from '../core/schema'

export type FlagRow = typeof flag.$inferSelect
export type ServedFlag = { definition: FlagDefinition; targeting: FlagTargeting }

/** The flag by key, locked until the transaction ends: edits and rollouts of one flag take turns. */
export async function lockFlag(tx: Tx, workspaceId: WorkspaceId, key: string): Promise<FlagRow | null> {
  const [row] = await tx
    .select()
    .from(flag)
    .where(and(eq(flag.workspaceId, workspaceId), eq(flag.key, key), isNull(flag.archivedAt)))
    .for('update')
  return row ?? null
}

export async function readTargeting(
  tx: Db | Tx,
  workspaceId: WorkspaceId,
  flagId: FlagId,
  environmentId: EnvironmentId,
): Promise<FlagTargeting | null> {
  const [row] = await tx
    .select({ targeting: flagEnvironment.targeting })
    .from(flagEnvironment)
    .where(
      and(
        eq(flagEnvironment.workspaceId, workspaceId),
        eq(flagEnvironment.flagId, flagId),
        eq(flagEnvironment.environmentId, environmentId),
      ),
    )
  return row?.targeting ?? null
}

/** Every flag that an environment serves, by key: the input of its document. */
export function readServed(tx: Tx, workspaceId: WorkspaceId, environmentId: EnvironmentId): Promise<ServedFlag[]> {
  return tx
    .select({ definition: flag.definition, targeting: flagEnvironment.targeting })
    .from(flagEnvironment)
    .innerJoin(flag, and(eq(flag.id, flagEnvironment.flagId), eq(flag.workspaceId, flagEnvironment.workspaceId)))
    .where(
      and(
        eq(flagEnvironment.workspaceId, workspaceId),
        eq(flagEnvironment.environmentId, environmentId),
        isNull(flag.archivedAt),
      ),
    )
    .orderBy(asc(flag.key))
}

export async function readSegments(tx: Db | Tx, workspaceId: WorkspaceId): Promise<Segment[]> {
  const rows = await tx
    .select({ definition: segment.definition })
    .from(segment)
    .where(eq(segment.workspaceId, workspaceId))
    .orderBy(asc(segment.key))
  return rows.map((row) => row.definition)
}

export async function writeTargeting(
  tx: Tx,
  row: {
    workspaceId: WorkspaceId
    flagId: FlagId
    environmentId: EnvironmentId
    targeting: FlagTargeting
    updatedAt: Instant
  },
): Promise<void> {
  await tx
    .insert(flagEnvironment)
    .values(row)
    .onConflictDoUpdate({
      target: [flagEnvironment.workspaceId, flagEnvironment.environmentId, flagEnvironment.flagId],
      set: { targeting: row.targeting, updatedAt: row.updatedAt },
    })
}

/** Keeps what the flag is now as an immutable version. */
export async function keepVersion(
  tx: Tx,
  row: FlagRow,
  targeting: Record<string, FlagTargeting>,
  actorId: string,
  now: Instant,
): Promise<void> {
  await tx.insert(flagVersion).values({
    workspaceId: row.workspaceId,
    flagId: row.id,
    version: row.version,
    definition: row.definition,
    targeting,
    actorId,
    createdAt: now,
  })
}
