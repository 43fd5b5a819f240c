import { refuse, type Refusal } from '@/lib/kernel/result'
import { asksApproval, isSignedOff } from './approvals'
import { decided, type Decision } from './events'
import { evidenceOf } from './evidence'
import { decidedBy, type Facts } from './facts'
import { declinedNow, missingSentence, unmetGates } from './gates'
import { frozenRefusal, reasonRefusal, staleRefusal } from './guards'
import { type Override, type Rollout } from './model'
import { restRefusal } from './rest'
import { type VerbInput } from './schema'
import { exposedStageId, targetStage } from './stages'
import { harms } from './verdicts'
import { capital, listed } from './words'

/**
 * On to the next stage. With gates not met it needs a person and a reason; a stage that demands sign-offs asks for them
 * instead of beginning; harm must have been accepted first.
 */
export function advance(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  const { state } = rollout
  const from = exposedStageId(state)
  if (!from || state.kind === 'paused') return restRefusal(from ? 'paused' : 'nobody-exposed', rollout, facts)
  const target = targetStage(rollout)
  if (!target) return refuse('last-stage', 'This is the last stage', { remedy: 'Finish' })
  if (input.stageId && input.stageId !== target.id) {
    return refuse('stage-passed', 'Another stage comes next now', { remedy: 'Look again' })
  }
  const signed = isSignedOff(rollout, target, facts)
  if (state.kind === 'awaiting-approval' && !signed) return approvalsMissing(rollout, facts)
  if (harms(rollout, facts.now)) {
    return refuse('harmful-not-accepted', 'The verdict is harmful', { remedy: 'Roll back, or accept the risk first' })
  }
  const frozen = frozenRefusal(facts)
  if (frozen) return frozen

  const override = state.kind === 'awaiting-approval' ? state.override : null
  const unmet = unmetGates(rollout, facts, override)
  const declined = signed ? null : declinedNow(rollout, facts)
  const because = [...unmet.map((gate) => `${gate.label}: ${gate.why}`), ...(declined ? ['Declined'] : [])]
  if (because.length > 0) {
    const refusal = overrideRefusal(listed(because), input, facts)
    if (refusal) return refusal
  }
  const by = decidedBy(facts.actor)
  const note = input.note ?? ''
  if (asksApproval(target, facts) && !signed) {
    const asked: Override | null =
      unmet.length > 0
        ? { gates: unmet.map(({ kind, state: gate }) => ({ kind, state: gate })), by, reason: note }
        : null
    const evidence = evidenceOf(rollout, facts)
    return decided({ kind: 'approval.opened', from, stageId: target.id, at: facts.now, by, override: asked, evidence })
  }
  const gates = [...(override?.gates ?? []), ...unmet].map((gate) => gate.kind)
  const move = { from, to: target.id, via: 'advance', unmet: gates, at: facts.now, by, note } as const
  return decided({ kind: 'rollout.stage_changed', ...move })
}

function approvalsMissing(rollout: Rollout, facts: Facts): Refusal {
  const remedy = 'Ask them to approve'
  return refuse('approvals-missing', missingSentence(rollout, facts) ?? 'Sign-offs are missing', { remedy })
}

function overrideRefusal(unmet: string, input: VerbInput, { actor }: Facts): Refusal | null {
  if (actor.kind !== 'person') {
    return refuse('gates-not-met', capital(unmet), { remedy: 'Wait, or ask a person, who gives a reason' })
  }
  return reasonRefusal(input.note, `Not met: ${unmet}`)
}
