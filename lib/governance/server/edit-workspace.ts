import { eq } from 'drizzle-orm'
import { workspace } from '@/drizzle/schema/governance'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { stale } from '../core/members'
import { EditWorkspaceInput } from '../core/settings-schema'

/** Another name, or another address for links in mails. */
export const editWorkspace = command<EditWorkspaceInput, { name: string; publicUrl: string | null; version: number }>({
  name: 'workspace.edit',
  permission: 'workspace.edit',
  input: EditWorkspaceInput,
  async run({ tx, actor }, { expectedVersion, ...wish }) {
    const its = eq(workspace.id, actor.workspaceId)
    const [row] = await tx.select().from(workspace).where(its).for('update')
    if (!row) return refuse('not-found', 'There is no such workspace.')
    if (expectedVersion !== undefined && expectedVersion !== row.version) return stale
    const { name = row.name, publicUrl = row.publicUrl } = wish
    const version = row.version + 1
    await tx.update(workspace).set({ name, publicUrl, version }).where(its)
    return {
      ok: true,
      value: { name, publicUrl, version },
      object: { kind: 'workspace', id: row.id },
      detail: { before: { name: row.name, publicUrl: row.publicUrl }, after: { name, publicUrl } },
    }
  },
})
