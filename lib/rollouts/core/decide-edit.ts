import { refuse, type Refusal } from '@/lib/kernel/result'
import { armsOf, type FlagFacts } from './arms'
import { decided, type Changes, type Decision } from './events'
import { decidedBy, type Facts, type StageIds } from './facts'
import { staleRefusal } from './guards'
import { type Rollout } from './model'
import { restRefusal } from './rest'
import { type EditRolloutInput, type StageSpec } from './schema'
import { guardrailSpec, keepsStages, metricsRefusal, planned, planRefusal, stageSpec } from './stage-plan'
import { presentStage } from './stages'

/** What the server knows and mints for an edit. `stageIds` has at least as many ids as the edit has stages. */
export type EditFacts = Facts & { stageIds: StageIds; flag: FlagFacts; metrics: ReadonlySet<string> | null }

/** A draft changes in everything; while awaiting its first stage likewise, and everyone is asked again; then later stages. */
export function edit(rollout: Rollout, input: EditRolloutInput, facts: EditFacts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  const { state } = rollout
  if (state.kind === 'draft') return editDraft(rollout, input, facts)
  if (state.kind === 'awaiting-approval' && state.from === null) {
    if (!state.resuming) return editDraft(rollout, input, facts)
    return refuse('already-started', 'People had it: its stages stay until it runs again', { remedy: 'Decline first' })
  }
  return presentStage(rollout) ? editLater(rollout, input, facts) : restRefusal('nobody-exposed', rollout, facts)
}

function editDraft(rollout: Rollout, input: EditRolloutInput, facts: EditFacts): Decision {
  const specs = input.stages?.map(stageSpec) ?? rollout.stages
  const guardrails = input.guardrails?.map(guardrailSpec) ?? rollout.guardrails
  const goals = input.goals ?? rollout.goals
  const holdback = input.holdback ?? rollout.holdback
  const refusal = planRefusal(specs, holdback) ?? metricsRefusal(guardrails, goals, facts.metrics)
  if (refusal) return refusal
  const arms = armsOf(facts.flag, {
    exposedVariant: input.exposedVariant ?? rollout.exposedVariant,
    safeVariant: input.safeVariant ?? rollout.safeVariant,
  })
  if (!arms.ok) return arms
  const changes: Changes = {
    ...arms.value,
    hypothesis: input.hypothesis ?? rollout.hypothesis,
    rollbackPlan: input.rollbackPlan ?? rollout.rollbackPlan,
    policyKey: input.policy ?? rollout.policyKey,
    stages: planned(specs, facts.stageIds, rollout.stages),
    guardrails,
    goals,
    holdback,
    brief: input.brief ?? rollout.brief,
    audience: input.audience === undefined ? rollout.audience : input.audience,
  }
  return decided({ kind: 'rollout.edited', changes, at: facts.now, by: decidedBy(facts.actor) })
}

function editLater(rollout: Rollout, input: EditRolloutInput, facts: EditFacts): Decision {
  const { rolloutId: _id, expectedVersion: _version, stages, ...others } = input
  const other = Object.entries(others).find(([, value]) => value !== undefined)?.[0]
  if (other !== undefined) {
    const message = 'Somebody has it: only later stages can be edited now'
    return refuse('later-stages-only', message, { remedy: 'Edit later stages, or start a new rollout', field: other })
  }
  const specs = stages?.map(stageSpec) ?? rollout.stages
  const refusal = laterRefusal(rollout, specs) ?? planRefusal(specs, rollout.holdback)
  if (refusal) return refusal
  const changes: Changes = { stages: planned(specs, facts.stageIds, rollout.stages) }
  return decided({ kind: 'rollout.edited', changes, at: facts.now, by: decidedBy(facts.actor) })
}

function laterRefusal(rollout: Rollout, specs: readonly StageSpec[]): Refusal | null {
  const present = presentStage(rollout)
  const begun = present ? present.position + 1 : 0
  if (!keepsStages(rollout.stages, specs, begun)) {
    const message = begun === 1 ? 'Stage 1 has begun' : `Stages 1 to ${begun} have begun`
    return refuse('stage-passed', message, { remedy: 'Send them as they are and edit the later ones', field: 'stages' })
  }
  const { state } = rollout
  const asking = state.kind === 'paused' ? state.before : state
  if (asking.kind === 'awaiting-approval' && specs.length === begun) {
    const message = 'Approval is asked for a stage that would be gone'
    return refuse('stages-needed', message, { remedy: 'Decline first', field: 'stages' })
  }
  return null
}
