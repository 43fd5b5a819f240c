import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { flag, flagEnvironment, flagVersion, segment } from '@/drizzle/schema/flags'
import { type Member } from '@/lib/kernel/actor'
import { type EnvironmentId, type FlagId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { fullDefinition } from '../core/definition'
import { type FlagDefinition, type FlagTargeting, type Segment } from '../core/schema'

export type FlagRow = typeof flag.$inferSelect
export type ServedFlag = { definition: FlagDefinition; targeting: FlagTargeting }

/** The flag by key, locked until the transaction ends: edits and rollouts of one flag take turns. */
export async function lockFlag(
  tx: Tx,
  workspaceId: WorkspaceId,
  key: string,
  { archived = false }: { archived?: boolean } = {},
): Promise<FlagRow | null> {
  const [row] = await tx
    .select()
    .from(flag)
    .where(
      and(
        eq(flag.workspaceId, workspaceId),
        eq(flag.key, key),
        archived ? isNotNull(flag.archivedAt) : isNull(flag.archivedAt),
      ),
    )
    .for('update')
  return row ? withDefaults(row) : null
}

/** Flags stored before a field existed read as its default. */
export const withDefaults = (row: FlagRow): FlagRow => ({ ...row, definition: fullDefinition(row.definition) })

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
export function readServed(tx: Db | Tx, workspaceId: WorkspaceId, environmentId: EnvironmentId): Promise<ServedFlag[]> {
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

/** What was done to a flag, as its history says it. */
export type FlagChange =
  | 'created'
  | 'edited'
  | 'stopped'
  | 'resumed'
  | 'restored'
  | 'copied-rules'
  | 'archived'
  | 'unarchived'

export type VersionNote = { actor: Pick<Member, 'id' | 'name'>; change: FlagChange; note: string }

/** Keeps what the flag is now as an immutable version, with who changed it and why. */
export async function keepVersion(
  tx: Tx,
  row: FlagRow,
  targeting: Record<string, FlagTargeting>,
  { actor, change, note }: VersionNote,
  now: Instant,
): Promise<void> {
  await tx.insert(flagVersion).values({
    workspaceId: row.workspaceId,
    flagId: row.id,
    version: row.version,
    definition: row.definition,
    targeting,
    actorId: actor.id,
    actorName: actor.name,
    change,
    note,
    createdAt: now,
  })
}
