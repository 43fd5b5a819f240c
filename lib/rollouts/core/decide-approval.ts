import { assertNever, refuse, type Refusal } from '@/lib/kernel/result'
import { asksApproval, approvalsFor, isSignedOff, missingFor } from './approvals'
import { apply } from './apply'
import { decided, type Decision, type RolloutEvent } from './events'
import { evidenceHash, evidenceOf } from './evidence'
import { decidedBy, type Facts } from './facts'
import { blocker, evidenceGates, unmetGates } from './gates'
import { frozenRefusal, reasonRefusal, staleRefusal } from './guards'
import { type Approval, type Rollout, type Stage } from './model'
import { restRefusal } from './rest'
import { type VerbInput } from './schema'
import { targetStage } from './stages'
import { listed } from './words'

const PERSON = refuse('person-required', 'A sign-off is given by a person', {
  remedy: 'Ask someone who signs for a discipline',
})

/** One person's sign-off for the stage that is asked for, bound to the evidence they saw. The last one advances. */
export function approve(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  const { state } = rollout
  const { actor, now } = facts
  const stage = targetStage(rollout)
  if (state.kind !== 'awaiting-approval' || !stage) return notAwaiting(rollout, facts)
  if (input.stageId && input.stageId !== stage.id) {
    return refuse('stage-passed', 'The approval asked for now is for another stage', { remedy: 'Look again' })
  }
  if (actor.kind !== 'person') return PERSON
  if (facts.fourEyes && actor.id === rollout.authorId) {
    return refuse('self-approval', 'You wrote this rollout, so someone else must approve', {
      remedy: 'Ask someone else who signs for a missing discipline',
    })
  }
  const frozen = frozenRefusal(facts)
  if (frozen) return frozen
  if (approvalsFor(rollout, stage).some((approval) => approval.by === actor.id)) {
    return refuse('already-approved', 'You have approved this already', { remedy: 'Others must sign' })
  }
  const discipline = disciplineRefusal(rollout, stage, facts)
  if (discipline) return discipline
  const hash = evidenceHash(rollout, facts)
  if (input.evidenceHash !== undefined && input.evidenceHash !== hash) {
    return refuse('evidence-changed', 'The evidence has changed since you looked. Nothing was changed', {
      remedy: 'Look again',
    })
  }
  const unmet = unmetGates(rollout, facts, state.override)[0]
  if (unmet) return refuse('gates-not-met', `${unmet.label}: ${unmet.why}`, { remedy: 'Wait, or accept the risk' })
  const asked = evidenceGates(rollout, facts).some((gate) => gate.state !== 'met')
  const reason = asked ? reasonRefusal(input.note, 'Not every gate is met') : null
  if (reason) return reason

  const approval: Approval = {
    stageId: stage.id,
    by: actor.id,
    name: actor.name,
    disciplines: actor.disciplines,
    at: now,
    evidenceHash: hash,
    evidence: evidenceOf(rollout, facts),
    note: input.note ?? '',
    expiredAt: null,
  }
  const by = decidedBy(actor)
  const given: RolloutEvent = { kind: 'approval.given', approval, at: now, by }
  if (state.from === null || !isSignedOff(apply(rollout, given), stage, facts)) return decided(given)
  const gates = state.override?.gates.map((gate) => gate.kind) ?? []
  const note = approval.note
  return decided(given, {
    kind: 'rollout.stage_changed',
    from: state.from,
    to: stage.id,
    via: 'approve',
    unmet: gates,
    at: now,
    by,
    note,
  })
}

/** A no, with a reason. Before the first stage it becomes a draft again; later the share stays and the rollout holds. */
export function decline(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  if (rollout.state.kind !== 'awaiting-approval') return restRefusal('not-awaiting-approval', rollout, facts)
  const { actor, now } = facts
  if (actor.kind !== 'person') return PERSON
  const reason = reasonRefusal(input.note, 'Declining')
  if (reason) return reason
  const by = decidedBy(actor)
  const declined = { stageId: rollout.state.stageId, by, at: now, reason: input.note ?? '' }
  return decided({
    kind: 'approval.declined',
    declined: { ...declined, evidenceHash: evidenceHash(rollout, facts) },
    at: now,
    by,
  })
}

function disciplineRefusal(rollout: Rollout, stage: Stage, { actor, approvalsMin }: Facts): Refusal | null {
  const missing = missingFor(rollout, stage, { approvalsMin })
  if (missing.disciplines.length === 0) {
    return missing.people > 0 ? null : refuse('already-signed', 'Everyone asked has signed', { remedy: 'Start' })
  }
  const own = actor.kind === 'person' ? actor.disciplines : []
  if (missing.people > 0 || missing.disciplines.some((discipline) => own.includes(discipline))) return null
  const yours = own.length > 0 ? `you sign for ${listed(own)}` : 'you sign for no discipline'
  return refuse('discipline-missing', `It waits for ${listed(missing.disciplines)}; ${yours}`, {
    remedy: `Ask someone who signs for ${listed(missing.disciplines)}`,
  })
}

function notAwaiting(rollout: Rollout, facts: Facts): Refusal {
  const { state } = rollout
  const code = 'not-awaiting-approval'
  switch (state.kind) {
    case 'running':
    case 'holding': {
      const target = targetStage(rollout)
      const gate = blocker(rollout, facts)
      if (!target || !gate) return restRefusal(code, rollout, facts)
      if (state.kind === 'holding') return refuse(code, `${gate.label}: ${gate.why}`)
      if (!asksApproval(target, facts)) return refuse(code, 'The next stage asks for no sign-off')
      return refuse(code, `Other gates come first: ${gate.brief}, ${lowerFirst(gate.why)}`)
    }
    case 'draft':
      return restRefusal(code, rollout, facts)
    case 'awaiting-approval':
    case 'paused':
    case 'stopped':
    case 'rolling-back':
    case 'rolled-back':
    case 'finished':
    case 'abandoned':
      return restRefusal(code, rollout, facts)
    default:
      return assertNever(state)
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
