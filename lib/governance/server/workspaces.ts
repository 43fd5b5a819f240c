import { eq } from 'drizzle-orm'
import { workspace } from '@/drizzle/schema/governance'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'

export type WorkspaceRow = typeof workspace.$inferSelect

export async function readWorkspace(db: Db | Tx, id: WorkspaceId): Promise<WorkspaceRow | null> {
  const [row] = await db.select().from(workspace).where(eq(workspace.id, id))
  return row ?? null
}

export async function findWorkspace(db: Db | Tx, slug: string): Promise<WorkspaceRow | null> {
  const [row] = await db.select().from(workspace).where(eq(workspace.slug, slug))
  return row ?? null
}

export function listWorkspaces(db: Db | Tx): Promise<WorkspaceRow[]> {
  return db.select().from(workspace).orderBy(workspace.createdAt)
}

/** The moment in a workspace: its own when it was created with a simulated clock, else the process's. */
export async function workspaceNow(runtime: Runtime, id: WorkspaceId): Promise<Instant> {
  const [row] = await runtime.database.db
    .select({ clock: workspace.clock, simulatedNow: workspace.simulatedNow })
    .from(workspace)
    .where(eq(workspace.id, id))
  return row?.clock === 'simulated' && row.simulatedNow ? row.simulatedNow : runtime.now()
}
