import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { flagNaming } from '@/drizzle/schema/flags'
import { type WorkspaceId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { type Db, type Tx } from '@/lib/platform/database'
import { ANY_NAME } from '../core/naming'
import { NamingRule, type NamingView } from '../core/schema'

/** How the workspace wants its flags to be called; version 0 until somebody says so. */
export async function readNaming(db: Db | Tx, workspaceId: WorkspaceId): Promise<NamingView> {
  const [row] = await db.select().from(flagNaming).where(eq(flagNaming.workspaceId, workspaceId))
  return row ? { rule: row.rule, version: row.version } : { rule: ANY_NAME, version: 0 }
}

export const EditNamingInput = z.strictObject({ rule: NamingRule, expectedVersion: z.int() })

/** Sets the naming rule. It marks flags that break it and refuses none. */
export const editNaming = command<z.infer<typeof EditNamingInput>, NamingView>({
  name: 'flag-naming.edit',
  permission: 'flag.configure',
  input: EditNamingInput,
  async run({ tx, actor, now }, { rule, expectedVersion }) {
    const { workspaceId } = actor
    const before = await readNaming(tx, workspaceId)
    if (before.version !== expectedVersion) {
      return refuse('stale-version', 'Somebody changed the naming rule meanwhile. Nothing was changed.', {
        remedy: 'Look again, then save.',
      })
    }
    const version = before.version + 1
    const set = { rule, version, updatedAt: now }
    await tx
      .insert(flagNaming)
      .values({ workspaceId, ...set })
      .onConflictDoUpdate({ target: flagNaming.workspaceId, set })
    return {
      ok: true,
      value: { rule, version },
      object: { kind: 'flag-naming', id: workspaceId },
      detail: { before: before.rule, after: rule },
      topics: [{ topic: 'flags', id: workspaceId, version }],
    }
  },
})
