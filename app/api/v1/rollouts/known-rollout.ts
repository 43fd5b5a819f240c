import { type Member } from '@/lib/kernel/actor'
import { type RolloutId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'
import { findRollout } from '@/lib/rollouts/server/rollout-rows'

/** The id of a rollout that an address names by id or by number (RO-142). */
export async function knownRollout(runtime: Runtime, actor: Member, idOrName: string): Promise<Outcome<RolloutId>> {
  const found = await findRollout(runtime.database.db, actor.workspaceId, idOrName)
  return found ? { ok: true, value: found.rollout.id } : refuse('not-found', 'This rollout does not exist here.')
}
