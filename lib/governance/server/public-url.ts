import { eq } from 'drizzle-orm'
import { workspace } from '@/drizzle/schema/governance'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'

/**
 * The address that people type, without a slash at its end: the workspace's own, else that of the process. Never what a
 * request says of itself: whoever asks for a password reset could lead its link elsewhere.
 */
export async function publicUrl(db: Db | Tx, workspaceId: WorkspaceId): Promise<string> {
  const [row] = await db.select({ publicUrl: workspace.publicUrl }).from(workspace).where(eq(workspace.id, workspaceId))
  const url = row?.publicUrl ?? (process.env['AUTH_URL'] || process.env['SOUNDINGS_URL'] || 'http://localhost:3000')
  return url.replace(/\/+$/, '')
}
