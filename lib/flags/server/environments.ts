import { and, asc, eq } from 'drizzle-orm'
import { configSnapshot, environment } from '@/drizzle/schema/flags'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'

export type EnvironmentRow = typeof environment.$inferSelect

/** Creates an environment, or gives the one that has this key already. The caller publishes its first revision. */
export async function createEnvironment(
  tx: Tx,
  input: { workspaceId: WorkspaceId; key: string; name: string; position: number; fourEyes: 'demanded' | 'off' },
  now: Instant,
): Promise<EnvironmentRow> {
  const [created] = await tx
    .insert(environment)
    .values({ id: newId('env'), ...input, freezes: [], createdAt: now })
    .onConflictDoNothing()
    .returning()
  const row = created ?? (await findEnvironment(tx, input.workspaceId, input.key))
  if (!row) throw new Error(`environment ${input.key} was neither created nor found`)
  return row
}

/** By id or by key. */
export async function findEnvironment(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  idOrKey: string,
): Promise<EnvironmentRow | null> {
  const column = idOrKey.startsWith('env_') ? environment.id : environment.key
  const [row] = await db
    .select()
    .from(environment)
    .where(and(eq(environment.workspaceId, workspaceId), eq(column, idOrKey)))
  return row ?? null
}

export function listEnvironments(db: Db | Tx, workspaceId: WorkspaceId): Promise<EnvironmentRow[]> {
  return db
    .select()
    .from(environment)
    .where(eq(environment.workspaceId, workspaceId))
    .orderBy(asc(environment.position))
}

/** Every environment's revision: the poll behind NOTIFY. */
export function readRevisions(db: Db): Promise<{ id: EnvironmentId; revision: number }[]> {
  return db.select({ id: environment.id, revision: environment.revision }).from(environment)
}

/** The newest snapshot of an environment; null before its first publish. */
export async function loadSnapshot(db: Db | Tx, environmentId: EnvironmentId) {
  const [row] = await db
    .select({
      environmentId: environment.id,
      workspaceId: environment.workspaceId,
      key: environment.key,
      revision: configSnapshot.revision,
      hash: configSnapshot.hash,
      text: configSnapshot.document,
      stages: configSnapshot.stages,
      createdAt: configSnapshot.createdAt,
    })
    .from(environment)
    .innerJoin(
      configSnapshot,
      and(
        eq(configSnapshot.workspaceId, environment.workspaceId),
        eq(configSnapshot.environmentId, environment.id),
        eq(configSnapshot.revision, environment.revision),
      ),
    )
    .where(eq(environment.id, environmentId))
  return row ?? null
}
