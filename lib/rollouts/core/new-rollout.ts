import { type RolloutId } from '@/lib/kernel/id'
import { ok, type Outcome } from '@/lib/kernel/result'
import { armsOf, type FlagFacts } from './arms'
import { type StageIds } from './facts'
import { type Rollout } from './model'
import { type CreateRolloutInput } from './schema'
import { guardrailSpec, metricsRefusal, planned, planRefusal, stageSpec } from './stage-plan'

/** What the server knows and mints for a new rollout. `stageIds` has at least as many ids as stages. */
export type NewRolloutFacts = {
  id: RolloutId
  number: number
  stageIds: StageIds
  salt: string
  authorId: string
  flag: FlagFacts
  /** Keys of the workspace's metrics; null: not to be checked here. */
  metrics: ReadonlySet<string> | null
}

/** A draft from what people or programs write, with defaults filled in, or why it cannot be one. */
export function newRollout(input: CreateRolloutInput, facts: NewRolloutFacts): Outcome<Rollout> {
  const specs = input.stages.map(stageSpec)
  const guardrails = input.guardrails.map(guardrailSpec)
  const refusal = planRefusal(specs, input.holdback) ?? metricsRefusal(guardrails, input.goals, facts.metrics)
  if (refusal) return refusal
  const arms = armsOf(facts.flag, input)
  if (!arms.ok) return arms
  return ok({
    id: facts.id,
    number: facts.number,
    flagKey: input.flag,
    environmentKey: input.environment,
    authorId: facts.authorId,
    hypothesis: input.hypothesis,
    rollbackPlan: input.rollbackPlan,
    brief: input.brief,
    salt: facts.salt,
    ...arms.value,
    audience: input.audience,
    holdback: input.holdback,
    policyKey: input.policy,
    stages: planned(specs, facts.stageIds),
    guardrails,
    goals: input.goals,
    state: { kind: 'draft' },
    version: 0,
    startedAt: null,
    stageSince: null,
    enteredAt: null,
    approvals: [],
    declined: null,
    risks: [],
    verdict: null,
    latched: false,
    answered: null,
    policyActedAt: null,
  })
}
