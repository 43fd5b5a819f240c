import { type Rollout, type Stage } from '@/lib/rollouts/core/model'

export type PresentStage = { stage: Stage; share: number }

/** The stage that people have now, and its share in thousandths of a percent; null when nobody is exposed. */
export function presentStage(rollout: Rollout): PresentStage | null {
  const { state } = rollout
  const id =
    state.kind === 'running' || state.kind === 'holding' || state.kind === 'paused'
      ? state.stageId
      : state.kind === 'awaiting-approval'
        ? state.from
        : null
  const stage = rollout.stages.find((one) => one.id === id)
  if (!stage) return null
  return { stage, share: Math.min(Math.round(stage.weight * 1000), 100_000 - Math.round(rollout.holdback * 1000)) }
}
