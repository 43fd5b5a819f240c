import { asksApproval, isSignedOff, missingFor } from './approvals'
import { isFrozen, type Facts } from './facts'
import { declinedNow, unmetGates } from './gates'
import { type Rollout } from './model'
import { isEnded } from './rest'
import { presentStage, shareOf, targetStage } from './stages'
import { listed } from './words'

/** Share that comes next in percent, and after what; null and the end of it at the last stage. */
export type Next = { weight: number | null; when: string }

/**
 * "50% after Resume, gates, approval": what stands between now and the next share, in order.
 * @param youApprove the viewer's approval is possible now
 */
export function nextOf(rollout: Rollout, facts: Facts, youApprove: boolean): Next {
  const { state } = rollout
  if (isEnded(rollout) || state.kind === 'rolling-back') return { weight: null, when: '' }
  const target = targetStage(rollout)
  if (!target) return { weight: null, when: last(rollout, facts) }
  const weight = shareOf(rollout, target) / 1000
  const asks = asksApproval(target, facts) && !isSignedOff(rollout, target, facts)
  if (state.kind === 'awaiting-approval' && asks) {
    const missing = missingFor(rollout, target, facts).disciplines
    const others = missing.length > 0 ? listed(missing) : 'one more person'
    const approve = missing.length > 1 ? 'approve' : 'approves'
    return { weight, when: `when ${youApprove ? 'you approve' : `${others} ${approve}`}` }
  }
  const steps = presentStage(rollout) ? stepsFrom(rollout, facts) : [state.kind === 'stopped' ? 'Resume' : 'Start']
  if (asks) steps.splice(state.kind === 'draft' ? 0 : steps.length, 0, 'approval')
  if (isFrozen(facts.freeze, facts.now)) steps.push('the freeze')
  if (steps.length > 0) return { weight, when: `after ${steps.join(', ')}` }
  return { weight, when: facts.autoAdvance ? 'any moment now' : 'after Advance' }
}

function stepsFrom(rollout: Rollout, facts: Facts): string[] {
  const steps = rollout.state.kind === 'paused' ? ['Resume'] : []
  const unmet = unmetGates(rollout, facts)
  if (unmet.some((gate) => gate.kind === 'soak')) steps.push('soak')
  if (unmet.some((gate) => gate.kind !== 'soak')) steps.push('gates')
  if (declinedNow(rollout, facts)) steps.push('Advance')
  return steps
}

function last(rollout: Rollout, facts: Facts): string {
  const steps = stepsFrom(rollout, facts)
  return steps.length > 0 ? `the last stage; Finish after ${steps.join(', ')}` : 'the last stage; Finish'
}
