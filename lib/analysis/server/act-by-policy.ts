import { type Actor } from '@/lib/kernel/actor'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { holdsLease } from '@/lib/platform/lease'
import { rolloutVerbs } from '@/lib/rollouts/server/contract'
import { type PolicyAction } from '../core/policy-action'
import { type PolicyView } from '../core/schema'
import { type Leader } from './leader'

/** Carries out what a policy decided, by the same command as a person's click. @returns whether it was done */
export async function actByPolicy(
  leader: Leader,
  { workspaceId, rolloutId }: { workspaceId: WorkspaceId; rolloutId: RolloutId },
  { action, because }: PolicyAction,
  policy: PolicyView,
  now: Instant,
): Promise<boolean> {
  if (action === 'none') return true
  const { runtime, lease } = leader
  const actor: Actor = { kind: 'policy', id: policy.id, workspaceId, name: policy.name, version: policy.version }
  const outcome = await runCommand(runtime, rolloutVerbs[action], { rolloutId, note: because }, actor, {
    now,
    fence: async (tx) =>
      (await holdsLease(tx, lease)) ? null : refuse('lease-lost', 'Another process leads analysis now.'),
  })
  if (!outcome.ok) runtime.log.warn({ rolloutId, action, code: outcome.code }, 'a policy was refused')
  return outcome.ok
}
