import { asksApproval, approvalsFor, isSignedOff } from './approvals'
import { apply } from './apply'
import { decided, type Decision, type RolloutEvent } from './events'
import { evidenceHash, evidenceOf } from './evidence'
import { isFrozen, type Facts, type GateFacts, type SettleFacts } from './facts'
import { holdReason, unmetGates } from './gates'
import { type HoldingState, type Rollout, type RunningState } from './model'
import { isEnded, restRefusal } from './rest'
import { type Verdict } from './schema'
import { isExposed, targetStage } from './stages'
import { latches } from './verdicts'

const STEPS_MAX = 10

/**
 * What follows from gates, soak and evidence without anybody acting: approvals expire, the rollout holds, goes on,
 * asks for approval, or advances where the policy does that by itself. Repeated until nothing follows any more.
 */
export function settle(rollout: Rollout, facts: SettleFacts): RolloutEvent[] {
  const events: RolloutEvent[] = []
  let current = rollout
  for (let event = next(current, facts); event; event = next(current, facts)) {
    if (events.length === STEPS_MAX) throw new Error(`${rollout.id} does not settle: ${event.kind}`)
    events.push(event)
    current = apply(current, event)
  }
  return events
}

function next(rollout: Rollout, facts: SettleFacts): RolloutEvent | null {
  const { state } = rollout
  const expired = expiredApproval(rollout, facts)
  if (expired) return expired
  if (state.kind === 'running' || state.kind === 'holding') return ofStage(rollout, state, facts)
  if (state.kind !== 'awaiting-approval' || state.from === null) return null
  const unmet = unmetGates(rollout, facts, state.override)
  const goesOn = { stageId: state.from, at: facts.now }
  const failing = unmet.find((gate) => gate.state === 'failing' || gate.state === 'blind')
  if (failing) return { kind: 'rollout.holding', ...goesOn, because: failing.brief }
  const target = targetStage(rollout)
  const signed = target !== null && isSignedOff(rollout, target, facts)
  // Nothing is asked any more (an edit took the sign-offs away), or a gate went back to waiting.
  return unmet.length > 0 || signed ? { kind: 'rollout.running', ...goesOn } : null
}

function ofStage(rollout: Rollout, state: RunningState | HoldingState, facts: SettleFacts): RolloutEvent | null {
  const { stageId } = state
  const at = facts.now
  const because = holdReason(rollout, facts)
  if (because !== null) {
    const same = state.kind === 'holding' && state.because === because
    return same ? null : { kind: 'rollout.holding', stageId, at, because }
  }
  if (state.kind === 'holding') return { kind: 'rollout.running', stageId, at }
  const target = targetStage(rollout)
  if (!target || unmetGates(rollout, facts).length > 0) return null
  if (asksApproval(target, facts) && !isSignedOff(rollout, target, facts)) {
    const evidence = evidenceOf(rollout, facts)
    return { kind: 'approval.opened', from: stageId, stageId: target.id, at, by: null, override: null, evidence }
  }
  const by = facts.autoAdvance
  if (!by || isFrozen(facts.freeze, at)) return null
  const move = { from: stageId, to: target.id, unmet: [], note: '', at, by }
  return { kind: 'rollout.stage_changed', via: 'automatic', ...move }
}

/** An approval binds to the evidence it saw and expires when that changes (ux §2.4). */
export function expiredApproval(rollout: Rollout, facts: GateFacts): RolloutEvent | null {
  if (rollout.state.kind === 'stopped') return null
  const target = targetStage(rollout)
  const given = target ? approvalsFor(rollout, target) : []
  if (!target || given.length === 0) return null
  const hash = evidenceHash(rollout, facts)
  const changed = given.some((approval) => approval.evidenceHash !== hash)
  return changed ? { kind: 'approval.expired', stageId: target.id, at: facts.now } : null
}

/**
 * Analysis hands over a new verdict. It never raises the version; harm latches until a person answers. Late data of a
 * stopped rollout still counts, since it decides whether the stop may be undone.
 */
export function recordVerdict(rollout: Rollout, verdict: Verdict, facts: Facts): Decision {
  const { state } = rollout
  const listens = isExposed(state) || state.kind === 'stopped' || state.kind === 'rolling-back'
  if (!listens) return restRefusal(isEnded(rollout) ? 'ended' : 'nobody-exposed', rollout, facts)
  return decided({ kind: 'verdict.recorded', verdict, latches: latches(rollout, verdict) })
}
