import { assertNever } from '@/lib/kernel/result'
import { asksApproval, isSignedOff } from './approvals'
import { type Facts } from './facts'
import { type Rollout, type RolloutState } from './model'
import { type Verb } from './schema'
import { targetStage } from './stages'

type Face = Exclude<RolloutState['kind'], 'awaiting-approval'> | 'awaiting-first' | 'awaiting-next'

const ON_THE_PAGE: Readonly<Record<Face, readonly Verb[]>> = {
  draft: ['request-approval', 'start', 'abandon'],
  'awaiting-first': ['approve', 'decline', 'start', 'abandon'],
  'awaiting-next': ['approve', 'decline', 'pause', 'stop', 'roll-back', 'advance', 'finish', 'abandon'],
  running: ['pause', 'advance', 'stop', 'roll-back', 'finish', 'approve', 'abandon'],
  holding: ['pause', 'accept-risk', 'advance', 'stop', 'roll-back', 'approve', 'finish', 'resume', 'abandon'],
  paused: ['resume', 'keep-paused', 'accept-risk', 'undo', 'stop', 'roll-back', 'pause', 'abandon'],
  stopped: ['undo', 'resume', 'roll-back', 'pause', 'stop', 'abandon'],
  'rolling-back': ['undo'],
  'rolled-back': [],
  finished: [],
  abandoned: [],
}

/** Whether a verb stands on the page, enabled or with its reason; every other one is in the palette alone (ux §2.4). */
export function isShown(rollout: Rollout, verb: Verb, enabled: boolean, facts: Facts): boolean {
  if (enabled) return true
  const { state } = rollout
  const first = targetStage(rollout)
  // Where no sign-off is asked for, nothing speaks of one.
  if (verb === 'request-approval' && first && isSignedOff(rollout, first, facts)) return false
  if (verb === 'approve' && !(first && asksApproval(first, facts))) return false
  if (verb === 'undo' && state.kind === 'paused') return state.by.id === facts.actor.id
  return ON_THE_PAGE[faceOf(state)].includes(verb)
}

function faceOf(state: RolloutState): Face {
  switch (state.kind) {
    case 'awaiting-approval':
      return state.from === null ? 'awaiting-first' : 'awaiting-next'
    case 'draft':
    case 'running':
    case 'holding':
    case 'paused':
    case 'stopped':
    case 'rolling-back':
    case 'rolled-back':
    case 'finished':
    case 'abandoned':
      return state.kind
    default:
      return assertNever(state)
  }
}
