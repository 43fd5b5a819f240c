import { type RolloutId } from '@/lib/kernel/id'
import { type Refusal } from '@/lib/kernel/result'
import { type CommandContext } from '@/lib/platform/command'
import { notifyLive } from '@/lib/platform/notify'
import { applyAll } from '../core/apply'
import { type Rollout } from '../core/model'
import { type Verdict } from '../core/schema'
import { recordVerdict as decideVerdict, settle } from '../core/settle'
import { gatherFacts } from './gather-facts'
import { lockRollout, updateRollout } from './rollout-rows'
import { saveRollout } from './save-rollout'
import { topicsOf } from './verbs'

/**
 * Takes over what analysis concluded, and what follows from it: the rollout holds, goes on, asks for approval, or
 * advances where its policy does that by itself. Never raises the version. A rollout that no longer listens refuses.
 */
export async function recordVerdict(
  context: CommandContext,
  rolloutId: RolloutId,
  verdict: Verdict,
): Promise<{ ok: true; rollout: Rollout } | Refusal | null> {
  const { tx, actor, now } = context
  const before = await lockRollout(tx, actor.workspaceId, rolloutId)
  if (!before) return null
  const facts = await gatherFacts(tx, before, actor, now)
  const decision = decideVerdict(before.rollout, verdict, facts)
  if (!decision.ok) return decision
  const judged = { ...before, rollout: applyAll(before.rollout, decision.events) }
  const following = settle(judged.rollout, facts)
  if (following.length > 0) {
    const saved = await saveRollout(context, judged, following, facts, null)
    if (!saved.ok) return saved
    for (const told of topicsOf(saved.row)) await notifyLive(tx, { workspaceId: actor.workspaceId, ...told })
    return { ok: true, rollout: saved.row.rollout }
  }
  await updateRollout(tx, judged, now)
  return { ok: true, rollout: judged.rollout }
}
