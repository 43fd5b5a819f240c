import { type RolloutServing } from '@/lib/flags/core/schema'
import { type RolloutId, type StageId, type UserId } from '@/lib/kernel/id'
import { type Discipline } from '@/lib/kernel/permissions'
import { type Instant } from '@/lib/kernel/time'
import {
  type Brief,
  type Evidence,
  type GateKind,
  type GateView,
  type GuardrailSpec,
  type StageSpec,
  type Verdict,
} from './schema'

/** Who decided, as kept with a state and shown in sentences. */
export type DecidedBy = { kind: 'person' | 'service' | 'policy' | 'system'; id: string; name: string }

/** Gates that were not met when somebody asked to go on all the same, and why; a gate counts only in that very state. */
export type Override = { gates: { kind: GateKind; state: GateView['state'] }[]; by: DecidedBy; reason: string }

export type RunningState = { kind: 'running'; stageId: StageId; since: Instant }
export type HoldingState = { kind: 'holding'; stageId: StageId; since: Instant; because: string }
/** `from` is the stage that people have now, null before the first; `stageId` is the one that is asked for. */
export type AwaitingState = {
  kind: 'awaiting-approval'
  from: StageId | null
  stageId: StageId
  since: Instant
  override: Override | null
  /** The evidence as it was when sign-offs were asked for; absent on rollouts from before it was kept. */
  asked?: Evidence | undefined
  /** The stop that is being resumed; then exposure stays stopped until Start. */
  resuming: StoppedState | null
}
export type WatchedState = RunningState | HoldingState | AwaitingState
/** `version` is the rollout's after the decision: undo is possible while it has not risen. */
export type PausedState = {
  kind: 'paused'
  stageId: StageId
  at: Instant
  by: DecidedBy
  because: string
  before: WatchedState
  version: number
}
export type ExposedState = WatchedState | PausedState
export type StoppedState = {
  kind: 'stopped'
  stageId: StageId
  at: Instant
  by: DecidedBy
  because: string
  before: ExposedState
  version: number
}
/** `revision` is the published one that takes exposure away; null until the server has published it. */
export type RollingBackState = {
  kind: 'rolling-back'
  stageId: StageId
  at: Instant
  by: DecidedBy
  because: string
  revision: number | null
}
/** `stageId` is the stage it ended at; null where nobody ever had it. */
export type EndedState = {
  kind: 'rolled-back' | 'finished' | 'abandoned'
  stageId: StageId | null
  at: Instant
  by: DecidedBy
  because: string
}

/** States in which a wrong combination cannot be written. The words on screen are those of ux §2.4. */
export type RolloutState = { kind: 'draft' } | ExposedState | StoppedState | RollingBackState | EndedState

export type Stage = StageSpec & { id: StageId; position: number }

export type Approval = {
  stageId: StageId
  by: UserId
  name: string
  disciplines: Discipline[]
  at: Instant
  evidenceHash: string
  /** What the hash is of, to say what changed; absent on approvals from before it was kept. */
  evidence?: Evidence | undefined
  note: string
  expiredAt: Instant | null
}

/** A risk somebody accepted on a gate or on one guardrail (its metric key), with a reason, until a moment. */
export type AcceptedRisk = { what: string; by: DecidedBy; at: Instant; until: Instant; reason: string }

/** A no to a stage. It holds the rollout while the evidence is the one that was declined. */
export type Declined = { stageId: StageId; by: DecidedBy; at: Instant; reason: string; evidenceHash: string }

export type Rollout = {
  id: RolloutId
  number: number
  flagKey: string
  environmentKey: string
  authorId: string
  hypothesis: string
  rollbackPlan: string
  /** What was declared beside the numbers; absent or null where nobody was asked. */
  brief?: Brief | null | undefined
  salt: string
  exposedVariant: string
  safeVariant: string
  audience: RolloutServing['audience']
  /** Percent kept on the safe variant at the last stage. */
  holdback: number
  policyKey: string
  stages: Stage[]
  guardrails: GuardrailSpec[]
  goals: string[]
  state: RolloutState
  version: number
  startedAt: Instant | null
  /** The soak clock: when the present stage began, moved on by the time it was paused or stopped. */
  stageSince: Instant | null
  /** When the present stage was entered; a verdict from before is about another stage. */
  enteredAt: Instant | null
  approvals: Approval[]
  declined: Declined | null
  risks: AcceptedRisk[]
  /** The last verdict that analysis handed over, and since when its code has held. */
  verdict: Verdict | null
  /** A harmful verdict latches until a person answers it. */
  latched: boolean
  /** The last answer to a harmful verdict: what it was about, so that new harm latches again. */
  answered: { at: Instant; drivers: string[] } | null
  /** When a policy last acted on this rollout. */
  policyActedAt: Instant | null
}
