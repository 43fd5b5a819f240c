import { type StageId } from '@/lib/kernel/id'
import { assertNever, type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type AcceptedRisk, type Approval, type DecidedBy, type Declined, type Override, type Rollout } from './model'
import { type Evidence, type GateKind, type Verdict } from './schema'

type Decided = { at: Instant; by: DecidedBy }

/** What an edit may change. */
export type Changes = Partial<
  Pick<
    Rollout,
    | 'hypothesis'
    | 'rollbackPlan'
    | 'policyKey'
    | 'stages'
    | 'guardrails'
    | 'goals'
    | 'audience'
    | 'exposedVariant'
    | 'safeVariant'
    | 'holdback'
    | 'brief'
  >
>

/** What happened to a rollout. `apply` folds these; timeline, audit and jobs read them. */
export type RolloutEvent =
  | ({ kind: 'rollout.edited'; changes: Changes } & Decided)
  | ({ kind: 'approval.requested'; stageId: StageId; note: string; evidence: Evidence } & Decided)
  /** Asks for the next stage: by itself (`by` null) or because somebody pressed Advance. */
  | {
      kind: 'approval.opened'
      from: StageId
      stageId: StageId
      at: Instant
      by: DecidedBy | null
      override: Override | null
      evidence: Evidence
    }
  | { kind: 'approval.given'; approval: Approval; at: Instant; by: DecidedBy }
  | ({ kind: 'approval.declined'; declined: Declined } & Decided)
  | { kind: 'approval.expired'; stageId: StageId; at: Instant }
  | ({ kind: 'rollout.started'; stageId: StageId; note: string } & Decided)
  | ({
      kind: 'rollout.stage_changed'
      from: StageId
      to: StageId
      via: 'advance' | 'approve' | 'automatic'
      unmet: GateKind[]
      note: string
    } & Decided)
  | { kind: 'rollout.holding'; stageId: StageId; at: Instant; because: string }
  | { kind: 'rollout.running'; stageId: StageId; at: Instant }
  | ({ kind: 'rollout.paused'; stageId: StageId; because: string } & Decided)
  /** A policy asked for what was so already: nothing changes, but the person's decision can no longer be undone. */
  | ({ kind: 'policy.acted'; verb: 'pause' | 'stop'; because: string } & Decided)
  | ({ kind: 'rollout.kept_paused'; note: string } & Decided)
  | ({ kind: 'rollout.resumed'; stageId: StageId; note: string } & Decided)
  | ({ kind: 'risk.accepted'; risks: AcceptedRisk[] } & Decided)
  | ({ kind: 'rollout.stopped'; stageId: StageId; because: string } & Decided)
  | ({ kind: 'rollout.rolling_back'; stageId: StageId; because: string } & Decided)
  | { kind: 'rollout.propagating'; revision: number }
  /** Ends a roll back that clients have taken, or a stop, where nobody is left to take it. */
  | ({
      kind: 'rollout.rolled_back'
      from: 'rolling-back' | 'stopped'
      because: string
      unconfirmed: string[]
    } & Decided)
  | ({ kind: 'rollout.finished'; note: string } & Decided)
  | ({ kind: 'rollout.abandoned'; note: string } & Decided)
  | ({ kind: 'rollout.undone'; verb: 'pause' | 'stop' } & Decided)
  | { kind: 'verdict.recorded'; verdict: Verdict; latches: boolean }

/** Events of a yes (none: it was so already), or the no. */
export type Decision = { ok: true; events: RolloutEvent[] } | Refusal

export const decided = (...events: RolloutEvent[]): { ok: true; events: RolloutEvent[] } => ({ ok: true, events })

/**
 * Whether the version rises: with decisions and edits, never with verdicts and what follows from them. An approval that
 * also changes the stage is one decision, told by two events.
 */
export function raisesVersion(event: RolloutEvent): boolean {
  switch (event.kind) {
    case 'approval.expired':
    case 'rollout.holding':
    case 'rollout.running':
    case 'rollout.propagating':
    case 'verdict.recorded':
      return false
    case 'approval.opened':
      return event.by !== null
    case 'rollout.stage_changed':
      return event.via !== 'approve'
    case 'rollout.rolled_back':
      return event.from === 'stopped'
    case 'rollout.edited':
    case 'approval.requested':
    case 'approval.given':
    case 'approval.declined':
    case 'rollout.started':
    case 'rollout.paused':
    case 'policy.acted':
    case 'rollout.kept_paused':
    case 'rollout.resumed':
    case 'risk.accepted':
    case 'rollout.stopped':
    case 'rollout.rolling_back':
    case 'rollout.finished':
    case 'rollout.abandoned':
    case 'rollout.undone':
      return true
    default:
      return assertNever(event)
  }
}
