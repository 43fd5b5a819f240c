import { type RolloutServing } from '@/lib/flags/core/schema'
import { type Rollout } from './model'
import { presentStage, shareOf } from './stages'

/**
 * What a rollout asks the flag to serve. `none`: it adds nothing (nobody ever had it). `stopped`: the safe variant for
 * everyone before every rule, until this or another rollout starts. `finished`: its audience keeps the variant.
 */
export type Serving =
  | { kind: 'none' }
  | { kind: 'rollout'; serving: RolloutServing }
  | { kind: 'stopped'; safeVariant: string }
  | { kind: 'finished'; variant: string; audience: RolloutServing['audience'] }

/** Depends on what is exposed alone: a pause serves what the stage before it served. */
export function servingOf(rollout: Rollout): Serving {
  const { state } = rollout
  const stage = presentStage(rollout)
  if (stage) {
    const { id: rolloutId, salt, exposedVariant, safeVariant, audience } = rollout
    const arms = { salt, exposedVariant, safeVariant, share: shareOf(rollout, stage), audience }
    return { kind: 'rollout', serving: { rolloutId, stageId: stage.id, ...arms } }
  }
  if (state.kind === 'finished') {
    return { kind: 'finished', variant: rollout.exposedVariant, audience: rollout.audience }
  }
  // Whoever once had it is kept on the safe variant; a rule that reaches them otherwise must not bring it back.
  return rollout.startedAt === null ? { kind: 'none' } : { kind: 'stopped', safeVariant: rollout.safeVariant }
}

/** Whether a decision changes what clients are served, so that a revision must be published. */
export function servesOtherwise(before: Rollout, after: Rollout): boolean {
  return JSON.stringify(servingOf(before)) !== JSON.stringify(servingOf(after))
}
