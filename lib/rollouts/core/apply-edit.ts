import { type RolloutEvent } from './events'
import { type AwaitingState, type Rollout, type RolloutState, type Stage } from './model'
import { isExposed, presentStage } from './stages'

/**
 * An edit before anybody has it asks everyone again; an edit of later stages keeps the approvals of a stage that stayed
 * as it was and drops the others.
 */
export function edited(rollout: Rollout, event: Extract<RolloutEvent, { kind: 'rollout.edited' }>): Rollout {
  const next: Rollout = { ...rollout, ...event.changes }
  const exposed = isExposed(rollout.state)
  const kept = new Set(exposed ? next.stages.map((stage) => stage.id) : [])
  const approvals = rollout.approvals.map((a) =>
    a.expiredAt === null && !kept.has(a.stageId) ? { ...a, expiredAt: event.at } : a,
  )
  const state: RolloutState = exposed ? retarget(rollout, next.stages) : { kind: 'draft' }
  return { ...next, approvals, state, declined: null }
}

/** Awaiting (also below a pause) asks for whatever stage comes next now. */
function retarget(rollout: Rollout, stages: Stage[]): RolloutState {
  const { state } = rollout
  const present = presentStage(rollout)
  const target = present ? stages[present.position + 1] : undefined
  const asking = (was: AwaitingState): AwaitingState => ({ ...was, stageId: target?.id ?? was.stageId })
  if (state.kind === 'awaiting-approval') return asking(state)
  if (state.kind !== 'paused' || state.before.kind !== 'awaiting-approval') return state
  return { ...state, before: asking(state.before) }
}
