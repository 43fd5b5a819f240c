import { restRead } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { readDecisions } from '@/lib/rollouts/server/reads'

/** Decisions of one rollout, the newest first. */
export const GET = restRead(async ({ runtime, actor, query }) => {
  const rollout = query.get('rollout')
  if (rollout === null) return refuse('invalid-input', 'Name a rollout: ?rollout=RO-142', { field: 'rollout' })
  const decisions = await readDecisions(runtime, actor, rollout)
  return decisions.ok ? { ok: true, value: { items: decisions.value, nextCursor: null } } : decisions
})
