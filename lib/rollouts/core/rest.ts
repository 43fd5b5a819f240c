import { count, plural } from '@/lib/kernel/format'
import { assertNever, refuse, type Refusal } from '@/lib/kernel/result'
import { type Facts } from './facts'
import { missingFor } from './approvals'
import { type Rollout } from './model'
import { targetStage } from './stages'
import { listed, moment } from './words'

type Rest = Pick<Facts, 'now' | 'people' | 'propagation' | 'approvalsMin'>

/** Why a verb that a state does not name is not possible in it: the *rest* reasons of the table in ux §2.4. */
export function restReason(rollout: Rollout, facts: Rest): string {
  const { state } = rollout
  switch (state.kind) {
    case 'draft':
      return 'Nobody has it yet: this is a draft'
    case 'awaiting-approval':
      if (state.from !== null) return waitingFor(rollout, facts)
      return state.resuming ? 'Nobody has it now' : 'Nobody has it yet'
    case 'running':
      return 'It is running'
    case 'holding':
      return 'It is holding'
    case 'paused':
    case 'stopped':
      return 'Resume first'
    case 'rolling-back': {
      const clients = facts.propagation
      return clients
        ? `Rolling back: ${count(clients.confirmed)} of ${count(clients.seen)} clients confirmed`
        : 'Rolling back'
    }
    case 'rolled-back':
      return `This rollout ended ${moment(state.at, facts.now)}. Start a new one`
    case 'finished':
      return `Ended ${moment(state.at, facts.now)}. To turn it off now, use Stop exposure on the flag`
    case 'abandoned':
      return 'Ended before anyone had it'
    default:
      return assertNever(state)
  }
}

/** "Waiting for engineering" */
export function waitingFor(rollout: Rollout, facts: Pick<Facts, 'approvalsMin'>): string {
  const target = targetStage(rollout)
  const missing = target ? missingFor(rollout, target, facts) : { disciplines: [], people: 0 }
  if (missing.disciplines.length > 0) return `Waiting for ${listed(missing.disciplines)}`
  return missing.people > 0 ? 'Waiting for one more approval' : 'Waiting for approval'
}

/** The refusal of a verb in a state that has no room for it; an ended rollout always says `ended`. */
export function restRefusal(code: string, rollout: Rollout, facts: Rest): Refusal {
  const ended = isEnded(rollout)
  return refuse(ended ? 'ended' : code, restReason(rollout, facts), ended ? { remedy: 'Start a new rollout' } : {})
}

export function isEnded({ state }: Rollout): boolean {
  return state.kind === 'rolled-back' || state.kind === 'finished' || state.kind === 'abandoned'
}

/** "21,300 people have it" as far as the number is known. */
export function peopleHaveIt({ people }: Pick<Facts, 'people'>): string {
  return people === null ? 'People have it' : `${plural(people, 'person has', 'people have')} it`
}
