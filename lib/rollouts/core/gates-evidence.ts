import { count } from '@/lib/kernel/format'
import { brokenWords, isBroken } from './broken'
import { type GateFacts } from './facts'
import { guardrailsGate } from './gate-guardrails'
import { type Rollout } from './model'
import { type GateView, type Verdict } from './schema'
import { presentStage, soakLeftMs } from './stages'
import { isAccepted, presentVerdict } from './verdicts'
import { left } from './words'

/** A gate with a short phrase that stays the same while numbers move ("data is old"). */
export type Gate = GateView & { brief: string }

export const isMet = (gate: GateView): boolean => gate.state === 'met' || gate.state === 'accepted'
/** A gate that fails or is blind holds the rollout; one that waits does not. */
export const holds = (gate: GateView): boolean => gate.state === 'failing' || gate.state === 'blind'

/** The gates that evidence and time answer, for the stage people have now; none when nobody is exposed. */
export function evidenceGates(rollout: Rollout, facts: Pick<GateFacts, 'now'>): Gate[] {
  const stage = presentStage(rollout)
  if (!stage) return []
  const verdict = presentVerdict(rollout)
  const gates = [
    guardrailsGate(rollout, stage, facts.now),
    enoughDataGate(stage.minUnits, verdict),
    dataHealthGate(verdict),
    evenSplitGate(verdict),
  ]
  const ms = soakLeftMs(rollout, stage, facts.now)
  const soak: Gate = {
    kind: 'soak',
    label: 'Soak time',
    state: ms > 0 ? 'waiting' : 'met',
    why: ms > 0 ? `${left(ms)} left` : 'The stage has soaked long enough',
    brief: 'soak',
  }
  return [...gates.map((gate) => accepted(rollout, gate, facts)), soak]
}

function accepted(rollout: Rollout, gate: Gate, { now }: Pick<GateFacts, 'now'>): Gate {
  if (!holds(gate) || !isAccepted(rollout, gate.kind, now)) return gate
  return { ...gate, state: 'accepted', why: `Risk accepted: ${gate.why}` }
}

const NOT_YET = 'No verdict about this stage yet'

/** A declared least number of people counts as such; without one, what the stage margin needs (analysis says). */
function enoughDataGate(minUnits: number | null, verdict: Verdict | null): Gate {
  const gate = { kind: 'enough-data', label: 'Enough data', brief: 'enough data' } as const
  if (!verdict) return { ...gate, state: 'waiting', why: NOT_YET }
  const have = verdict.unitsExposed
  if (minUnits !== null && have < minUnits) {
    return { ...gate, state: 'waiting', why: `${count(have)} of ${count(minUnits)} people so far` }
  }
  const concluded = verdict.code === 'harm-ruled-out' || verdict.code === 'neutral'
  if (verdict.enough || concluded) return { ...gate, state: 'met', why: `${count(have)} people so far` }
  if (hasPeople(verdict))
    return { ...gate, state: 'met', why: `${count(verdict.eta?.unitsHave ?? have)} people are enough` }
  const { unitsHave = have, unitsNeed = null } = verdict.eta ?? {}
  const why =
    unitsNeed === null
      ? `${count(have)} people so far`
      : `${count(unitsHave)} of about ${count(unitsNeed)} people so far`
  return { ...gate, state: 'waiting', why }
}

/** People enough for the slowest guardrail, whatever else a verdict still waits for, such as a whole day. */
export function hasPeople({ eta }: Verdict): boolean {
  return eta !== null && eta.unitsNeed !== null && eta.unitsNeed > 0 && eta.unitsHave >= eta.unitsNeed
}

function dataHealthGate(verdict: Verdict | null): Gate {
  const gate = { kind: 'data-health', label: 'Data health', brief: 'data health' } as const
  if (!verdict) return { ...gate, state: 'waiting', why: NOT_YET }
  if (isBroken(verdict) && verdict.cause !== 'uneven-split') {
    return { ...gate, state: 'blind', ...brokenWords(verdict.cause) }
  }
  if (verdict.data.lastEventAt === null) return { ...gate, state: 'waiting', why: 'No event has arrived yet' }
  return { ...gate, state: 'met', why: 'Data arrives as usual' }
}

function evenSplitGate(verdict: Verdict | null): Gate {
  const gate = { kind: 'even-split', label: 'Even split', brief: 'even split' } as const
  if (!verdict) return { ...gate, state: 'waiting', why: NOT_YET }
  const { srm } = verdict
  if (srm.level === 'alarm' || (isBroken(verdict) && verdict.cause === 'uneven-split')) {
    const total = srm.exposed + srm.baseline
    const got = total > 0 ? Math.round((1000 * srm.exposed) / total) / 10 : 0
    const expected = Math.round(1000 * srm.expectedShare) / 10
    const why = `${got}% got the new version instead of ${expected}%`
    return { ...gate, state: 'failing', why, brief: brokenWords('uneven-split').brief }
  }
  const why = srm.level === 'warn' ? 'Slightly uneven; being watched' : 'The cohorts have the sizes they should'
  return { ...gate, state: 'met', why }
}
