import { approvalsFor, asksApproval, missingFor } from './approvals'
import { evidenceHash } from './evidence'
import { isFrozen, type Freeze, type GateFacts } from './facts'
import { evidenceGates, holds, isMet, type Gate } from './gates-evidence'
import { type Declined, type Override, type Rollout } from './model'
import { type GateView } from './schema'
import { isExposed, targetStage } from './stages'
import { capital, listed, moment } from './words'

export { evidenceGates, holds, isMet, type Gate } from './gates-evidence'

/**
 * Every gate between the present stage and the next, evidence first. Before anybody has it only sign-offs and freeze
 * stand in the way; after the end nothing does.
 */
export function gatesOf(rollout: Rollout, facts: GateFacts): Gate[] {
  const evidence = evidenceGates(rollout, facts)
  if (evidence.length === 0 && !targetStage(rollout)) return []
  return [...evidence, approvalsGate(rollout, facts), freezeGate(facts)]
}

export const gateView = ({ kind, state, label, why }: Gate): GateView => ({ kind, state, label, why })

/** Evidence gates that are not met, except those somebody asked to go on without, in that same state. */
export function unmetGates(rollout: Rollout, facts: GateFacts, override: Override | null = null): Gate[] {
  const excused = (gate: Gate) => override?.gates.some((o) => o.kind === gate.kind && o.state === gate.state) ?? false
  return evidenceGates(rollout, facts).filter((gate) => !isMet(gate) && !excused(gate))
}

/** The no that still stands: the evidence is the one that was declined. */
export function declinedNow(rollout: Rollout, facts: GateFacts): Declined | null {
  const { declined } = rollout
  const target = targetStage(rollout)
  if (!declined || !target || declined.stageId !== target.id) return null
  return declined.evidenceHash === evidenceHash(rollout, facts) ? declined : null
}

/** Why the rollout holds: the first gate that fails or is blind, or a standing no; null when nothing holds it. */
export function holdReason(rollout: Rollout, facts: GateFacts): string | null {
  const gate = evidenceGates(rollout, facts).find(holds)
  if (gate) return gate.brief
  const declined = declinedNow(rollout, facts)
  return declined ? `declined by ${declined.by.name}` : null
}

export const frozenUntil = (freeze: Freeze, facts: Pick<GateFacts, 'now'>): string =>
  `Frozen until ${moment(freeze.until, facts.now)}`

/** What most stands in the way: what fails or is blind, else a standing no, else the first gate still waiting. */
export function blocker(rollout: Rollout, facts: GateFacts): Gate | null {
  const unmet = unmetGates(rollout, facts)
  const declined = declinedNow(rollout, facts) ? approvalsGate(rollout, facts) : null
  return unmet.find(holds) ?? declined ?? unmet[0] ?? null
}

/** "Product and data haven't signed" · "Engineering hasn't approved" · null when nothing is missing. */
export function missingSentence(rollout: Rollout, facts: GateFacts): string | null {
  const target = targetStage(rollout)
  if (!target) return null
  const missing = missingFor(rollout, target, facts)
  if (missing.disciplines.length > 0) {
    const done = isExposed(rollout.state) ? 'approved' : 'signed'
    return `${capital(listed(missing.disciplines))} ${missing.disciplines.length > 1 ? "haven't" : "hasn't"} ${done}`
  }
  if (missing.people === 0) return null
  return missing.people === 1 ? 'One more person must sign' : `${missing.people} more people must sign`
}

function approvalsGate(rollout: Rollout, facts: GateFacts): Gate {
  const gate = { kind: 'approvals', label: 'Approvals', brief: 'approval' } as const
  const target = targetStage(rollout)
  if (!target || !asksApproval(target, facts)) return { ...gate, state: 'met', why: 'No sign-off is asked for' }
  const declined = declinedNow(rollout, facts)
  if (declined) return { ...gate, state: 'failing', why: `Declined by ${declined.by.name}: ${declined.reason}` }
  const missing = missingSentence(rollout, facts)
  if (missing) return { ...gate, state: 'waiting', why: missing }
  return { ...gate, state: 'met', why: `Signed by ${listed(approvalsFor(rollout, target).map((a) => a.name))}` }
}

function freezeGate(facts: GateFacts): Gate {
  const gate = { kind: 'freeze', label: 'No freeze', brief: 'the freeze to end' } as const
  const { freeze, now } = facts
  if (!isFrozen(freeze, now)) return { ...gate, state: 'met', why: 'No freeze window' }
  return { ...gate, state: 'waiting', why: `${frozenUntil(freeze, facts)}: ${freeze.name}` }
}
