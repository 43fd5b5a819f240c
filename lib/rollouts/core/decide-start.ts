import { refuse } from '@/lib/kernel/result'
import { asksApproval, isSignedOff } from './approvals'
import { decided, type Decision } from './events'
import { evidenceOf } from './evidence'
import { decidedBy, type Facts } from './facts'
import { frozenRefusal, personRefusal, reasonRefusal, staleRefusal } from './guards'
import { holdReason, missingSentence } from './gates'
import { type PausedState, type Rollout, type StoppedState } from './model'
import { restRefusal } from './rest'
import { type VerbInput } from './schema'
import { targetStage } from './stages'
import { harms } from './verdicts'
import { listed } from './words'

/** Asks for the sign-offs of the first stage. */
export function requestApproval(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  if (rollout.state.kind !== 'draft') return restRefusal('not-a-draft', rollout, facts)
  const first = targetStage(rollout)
  if (!first) return refuse('stages-needed', 'It has no stages', { remedy: 'Add a stage', field: 'stages' })
  if (!asksApproval(first, facts)) {
    return refuse('no-approval-needed', 'The first stage asks for no sign-off', { remedy: 'Start' })
  }
  const by = decidedBy(facts.actor)
  const asked = { stageId: first.id, at: facts.now, by, note: input.note ?? '' }
  return decided({ kind: 'approval.requested', ...asked, evidence: evidenceOf(rollout, facts) })
}

/** The first stage begins, once everyone it asks for has signed. */
export function start(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  const { state } = rollout
  if (state.kind !== 'draft' && !(state.kind === 'awaiting-approval' && state.from === null)) {
    return restRefusal('already-started', rollout, facts)
  }
  const first = targetStage(rollout)
  if (!first) return refuse('stages-needed', 'It has no stages', { remedy: 'Add a stage', field: 'stages' })
  if (facts.liveRollout) {
    const message = `${facts.liveRollout} is live on this flag in this environment`
    return refuse('already-live', message, { remedy: `Finish or roll back ${facts.liveRollout} first` })
  }
  const blocker = facts.notReady[0]
  const resuming = state.kind === 'awaiting-approval' && state.resuming !== null
  // What goes on after a stop was ready once; the same checks would keep it from going back to people who had it.
  if (blocker !== undefined && !resuming) {
    return refuse('not-ready', blocker, { remedy: 'See the readiness checks' })
  }
  const frozen = frozenRefusal(facts)
  if (frozen) return frozen
  if (!isSignedOff(rollout, first, facts)) {
    const remedy = state.kind === 'draft' ? 'Request approval' : 'Ask them'
    return refuse('approvals-missing', missingSentence(rollout, facts) ?? 'Sign-offs are missing', { remedy })
  }
  const cautious = facts.cautions?.[0]
  if (cautious !== undefined && !resuming) {
    const unreasoned = reasonRefusal(input.note, `Not ready in all: ${listed(facts.cautions ?? [])}`)
    if (unreasoned) return unreasoned
  }
  const by = decidedBy(facts.actor)
  return decided({ kind: 'rollout.started', stageId: first.id, at: facts.now, by, note: input.note ?? '' })
}

/** After a pause the stage goes on; after a stop the rollout starts again at its first stage, as Start does. */
export function resume(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  const { state } = rollout
  if (state.kind === 'paused') return resumePaused(rollout, state, input, facts)
  if (state.kind === 'stopped') return resumeStopped(rollout, state, input, facts)
  if (state.kind !== 'holding') return restRefusal('not-paused', rollout, facts)
  const dataIsBack = /data|comparison|split/.test(holdReason(rollout, facts) ?? state.because)
  const when = dataIsBack ? 'when the data is back' : 'when the cause clears'
  return refuse('not-paused', `Nobody paused it: it goes on by itself ${when}`)
}

/** A policy's or a harmful verdict's pause or stop is answered by a person, with a reason. */
function answerRefusal(rollout: Rollout, state: PausedState | StoppedState, input: VerbInput, facts: Facts) {
  const policyActed = rollout.policyActedAt !== null && rollout.policyActedAt >= state.at
  if (!policyActed && state.by.kind !== 'policy' && !harms(rollout, facts.now)) return null
  const by = policyActed || state.by.kind === 'policy' ? `${rollout.policyKey} acted` : 'The verdict is harmful'
  return personRefusal(facts) ?? reasonRefusal(input.note, by)
}

function resumePaused(rollout: Rollout, state: PausedState, input: VerbInput, facts: Facts): Decision {
  const refusal = frozenRefusal(facts) ?? answerRefusal(rollout, state, input, facts)
  if (refusal) return refusal
  const act = { at: facts.now, by: decidedBy(facts.actor), note: input.note ?? '' }
  return decided({ kind: 'rollout.resumed', stageId: state.stageId, ...act })
}

function resumeStopped(rollout: Rollout, state: StoppedState, input: VerbInput, facts: Facts): Decision {
  const first = targetStage(rollout)
  if (!first) return restRefusal('stages-needed', rollout, facts)
  const refusal = frozenRefusal(facts) ?? answerRefusal(rollout, state, input, facts)
  if (refusal) return refusal
  const act = { stageId: first.id, at: facts.now, by: decidedBy(facts.actor), note: input.note ?? '' }
  if (!asksApproval(first, facts)) return decided({ kind: 'rollout.started', ...act })
  return decided({ kind: 'approval.requested', ...act, evidence: evidenceOf(rollout, facts) })
}
