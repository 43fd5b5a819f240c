import { refuse } from '@/lib/kernel/result'
import { elapsedMs } from '@/lib/kernel/time'
import { decided, type Decision } from './events'
import { decidedBy, type Facts } from './facts'
import { evidenceGates, holds, type Gate } from './gates'
import { personRefusal, reasonRefusal, staleRefusal } from './guards'
import { type AcceptedRisk, type Rollout } from './model'
import { restRefusal } from './rest'
import { type VerbInput } from './schema'
import { isHarmfulCode, metricOf } from './verdicts'

const ACCEPTABLE: ReadonlySet<string> = new Set(['guardrails', 'data-health', 'even-split'])

/** Gates whose answer somebody may override now. */
export function acceptable(rollout: Rollout, facts: Pick<Facts, 'now'>): Gate[] {
  return evidenceGates(rollout, facts).filter((gate) => holds(gate) && ACCEPTABLE.has(gate.kind))
}

/**
 * Overrides a failing or blind gate, or one guardrail, with a reason and until a moment. Accepting the guardrails gate
 * on a harmful verdict accepts the metrics that drive it and no others: harm elsewhere still fails the gate.
 */
export function acceptRisk(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  const { state } = rollout
  if (state.kind !== 'holding' && state.kind !== 'paused') return restRefusal('nothing-to-accept', rollout, facts)
  const person = personRefusal(facts)
  if (person) return person
  const open = acceptable(rollout, facts)
  const what = input.what ?? (open.length === 1 ? open[0]?.kind : undefined)
  const metric = rollout.guardrails.some((guardrail) => guardrail.metric === what)
  if (what === undefined || (!metric && !open.some((gate) => gate.kind === what))) {
    const choices = open.map((gate) => gate.kind).join(', ')
    return open.length === 0
      ? refuse('nothing-to-accept', 'No gate fails and none is blind', { remedy: 'Resume or Advance' })
      : refuse('what-needed', 'Say which gate or guardrail you accept', { remedy: `One of: ${choices}`, field: 'what' })
  }
  const unreasoned = reasonRefusal(input.note, 'Accepting a risk')
  if (unreasoned) return unreasoned
  if (input.until === undefined || elapsedMs(facts.now, input.until) <= 0) {
    return refuse('until-needed', 'Say until when the risk is accepted', { remedy: 'A moment to come', field: 'until' })
  }
  const by = decidedBy(facts.actor)
  const { now: at } = facts
  const { until, note: reason = '' } = input
  const risks: AcceptedRisk[] = acceptedAs(rollout, what).map((key) => ({ what: key, by, at, until, reason }))
  return decided({ kind: 'risk.accepted', risks, at, by })
}

function acceptedAs(rollout: Rollout, what: string): string[] {
  const { verdict, latched } = rollout
  const harmful = verdict !== null && (latched || isHarmfulCode(verdict.code))
  if (what !== 'guardrails' || !harmful || verdict.drivers.length === 0) return [what]
  return [...new Set(verdict.drivers.map(metricOf))]
}
