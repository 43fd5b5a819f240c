import { eq } from 'drizzle-orm'
import { slaPolicy } from '@/drizzle/schema/feedback-settings'
import { type Actor } from '@/lib/kernel/actor'
import { type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { EditSlaInput, type SlaPolicyView } from '../core/schema'
import { DEFAULT_SLA } from '../core/sla-policy'

/** How soon a workspace wants to answer; version 0 until somebody says so. */
export async function slaOf(db: Db | Tx, workspaceId: WorkspaceId): Promise<SlaPolicyView> {
  const [row] = await db.select().from(slaPolicy).where(eq(slaPolicy.workspaceId, workspaceId)).prepare('sla').execute()
  return row ? { policy: row.policy, version: row.version } : { policy: DEFAULT_SLA, version: 0 }
}

export async function readSla(runtime: Runtime, actor: Actor): Promise<Outcome<SlaPolicyView>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  return { ok: true, value: await slaOf(runtime.database.db, actor.workspaceId) }
}

/** Sets the targets and the hours of work. What is open is counted anew by a job, from when it came. */
export const editSla = command<EditSlaInput, SlaPolicyView>({
  name: 'sla.edit',
  permission: 'feedback.configure',
  input: EditSlaInput,
  async run({ tx, actor, now }, { policy, expectedVersion }) {
    const { workspaceId } = actor
    const before = await slaOf(tx, workspaceId)
    if (before.version !== expectedVersion) {
      return refuse('stale-version', 'Somebody changed the targets meanwhile. Nothing was changed.', {
        remedy: 'Look again, then save.',
      })
    }
    const version = before.version + 1
    const set = { policy, version, updatedAt: now }
    await tx
      .insert(slaPolicy)
      .values({ workspaceId, ...set })
      .onConflictDoUpdate({ target: slaPolicy.workspaceId, set })
    return {
      ok: true,
      value: { policy, version },
      object: { kind: 'sla', id: workspaceId },
      detail: { before: before.policy, after: policy },
      jobs: [{ task: 'feedback.clocks', payload: { workspaceId }, key: `feedback.clocks ${workspaceId}` }],
      topics: [{ topic: 'feedback', id: workspaceId, version }],
    }
  },
})
