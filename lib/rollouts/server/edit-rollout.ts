import { readFlag } from '@/lib/flags/server/contract'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { edit } from '../core/decide-edit'
import { EditRolloutInput, type RolloutView } from '../core/schema'
import { gatherFacts } from './gather-facts'
import { lockRollout } from './rollout-rows'
import { saveRollout } from './save-rollout'
import { detailOf, topicsOf } from './verbs'
import { viewOf } from './view-of'

/** Edits a draft in everything and a live rollout in its later stages. */
export const editRollout = command<EditRolloutInput, RolloutView>({
  name: 'rollout.edit',
  permission: 'rollout.edit',
  input: EditRolloutInput,
  async run(context, input) {
    const { tx, actor, now } = context
    const before = await lockRollout(tx, actor.workspaceId, input.rolloutId)
    if (!before) return refuse('not-found', 'This rollout does not exist here.')
    const flag = await readFlag(tx, actor.workspaceId, before.rollout.flagKey)
    if (!flag) return refuse('unknown-flag', `The flag ${before.rollout.flagKey} is gone.`)
    const facts = await gatherFacts(tx, before, actor, now)
    const stageIds = (input.stages ?? []).map(() => newId('stg', Date.parse(now)))
    const decision = edit(before.rollout, input, { ...facts, flag, metrics: null, stageIds })
    if (!decision.ok) return decision
    const saved = await saveRollout(context, before, decision.events, facts, { verb: 'edit', note: '' })
    if (!saved.ok) return saved
    return {
      ok: true,
      value: await viewOf(tx, saved.row, actor, now),
      object: { kind: 'rollout', id: before.rollout.id },
      detail: {
        ...Object(detailOf(before, saved.row, '', saved.decisionId)),
        input: JSON.parse(JSON.stringify(input)),
      },
      topics: topicsOf(saved.row),
    }
  },
})
