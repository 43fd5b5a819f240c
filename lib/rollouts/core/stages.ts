import { SHARE_TOTAL } from '@/lib/flags/core/schema'
import { type StageId } from '@/lib/kernel/id'
import { assertNever } from '@/lib/kernel/result'
import { durationMs, elapsedMs, type Instant } from '@/lib/kernel/time'
import { type ExposedState, type Rollout, type RolloutState, type Stage } from './model'

/** The stage that people have now; null when nobody is exposed. */
export function exposedStageId(state: RolloutState): StageId | null {
  switch (state.kind) {
    case 'running':
    case 'holding':
    case 'paused':
      return state.stageId
    case 'awaiting-approval':
      return state.from
    case 'draft':
    case 'stopped':
    case 'rolling-back':
    case 'rolled-back':
    case 'finished':
    case 'abandoned':
      return null
    default:
      return assertNever(state)
  }
}

/** The stage where a rollout is or was last; null while nobody has had it. */
export function reachedStageId(state: RolloutState): StageId | null {
  if (state.kind === 'draft') return null
  if (state.kind === 'awaiting-approval') return state.from ?? state.resuming?.stageId ?? null
  return state.stageId
}

export function isExposed(state: RolloutState): state is ExposedState {
  return exposedStageId(state) !== null
}

export function stageOf(rollout: Rollout, id: StageId | null): Stage | null {
  return rollout.stages.find((stage) => stage.id === id) ?? null
}

export function presentStage(rollout: Rollout): Stage | null {
  return stageOf(rollout, exposedStageId(rollout.state))
}

/** The stage that would come next: the first while nobody is exposed, none at the last stage or after the end. */
export function targetStage(rollout: Rollout): Stage | null {
  const { state } = rollout
  if (state.kind === 'draft' || state.kind === 'stopped') return rollout.stages[0] ?? null
  if (state.kind === 'awaiting-approval') return stageOf(rollout, state.stageId)
  const present = presentStage(rollout)
  return present ? (rollout.stages[present.position + 1] ?? null) : null
}

export function stagesLeft(rollout: Rollout): number {
  const present = presentStage(rollout)
  return present ? rollout.stages.length - 1 - present.position : rollout.stages.length
}

/**
 * Share of the eligible people who get the exposed variant in a stage, in thousandths of a percent. The holdback stays
 * on the safe variant whatever the stages say.
 */
export function shareOf(rollout: Pick<Rollout, 'holdback'>, stage: Pick<Stage, 'weight'>): number {
  return Math.min(Math.round(stage.weight * 1000), SHARE_TOTAL - Math.round(rollout.holdback * 1000))
}

/** Exposed share now in percent; 0 when nobody is exposed. Finished means everyone. */
export function exposedWeight(rollout: Rollout): number {
  if (rollout.state.kind === 'finished') return 100
  const stage = presentStage(rollout)
  return stage ? shareOf(rollout, stage) / 1000 : 0
}

/** How long the present stage has soaked, in ms. The clock stands still while paused. */
export function soakedMs(rollout: Rollout, now: Instant): number {
  if (!rollout.stageSince) return 0
  return Math.max(0, elapsedMs(rollout.stageSince, rollout.state.kind === 'paused' ? rollout.state.at : now))
}

export function soakLeftMs(rollout: Rollout, stage: Stage, now: Instant): number {
  return Math.max(0, durationMs(stage.minSoak) - soakedMs(rollout, now))
}
