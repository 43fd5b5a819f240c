import { assertNever } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { answer } from './apply-answer'
import { begin, undo } from './apply-clock'
import { edited } from './apply-edit'
import { raisesVersion, type RolloutEvent } from './events'
import { type Approval, type EndedState, type Rollout, type RolloutState } from './model'
import { isExposed, reachedStageId } from './stages'

export const applyAll = (rollout: Rollout, events: readonly RolloutEvent[]): Rollout => events.reduce(apply, rollout)

/** The rollout after an event. Pure; an event that cannot follow the state is a fault. */
export function apply(rollout: Rollout, event: RolloutEvent): Rollout {
  const version = rollout.version + (raisesVersion(event) ? 1 : 0)
  const byPolicy = 'by' in event && event.by?.kind === 'policy' && 'at' in event
  return evolve({ ...rollout, version, policyActedAt: byPolicy ? event.at : rollout.policyActedAt }, event)
}

function evolve(rollout: Rollout, event: RolloutEvent): Rollout {
  const { state, version } = rollout
  switch (event.kind) {
    case 'rollout.edited':
      return edited(rollout, event)
    case 'approval.requested': {
      const resuming = state.kind === 'stopped' ? state : null
      const asking = { kind: 'awaiting-approval', from: null, stageId: event.stageId, since: event.at } as const
      const asked: Rollout = {
        ...rollout,
        state: { ...asking, override: null, asked: event.evidence, resuming },
        approvals: expired(rollout.approvals, event.at),
        declined: null,
      }
      return resuming ? answer(asked, event) : asked
    }
    case 'approval.opened': {
      const { from, stageId, at: since, override, evidence: asked } = event
      const asking: RolloutState = { kind: 'awaiting-approval', from, stageId, since, override, asked, resuming: null }
      return { ...rollout, state: asking, declined: null }
    }
    case 'approval.given':
      return { ...rollout, approvals: [...rollout.approvals, event.approval] }
    case 'approval.declined':
      return {
        ...rollout,
        state: afterDecline(rollout, event),
        declined: event.declined,
        approvals: expired(rollout.approvals, event.at, (a) => a.stageId === event.declined.stageId),
      }
    case 'approval.expired':
      return { ...rollout, approvals: expired(rollout.approvals, event.at, (a) => a.stageId === event.stageId) }
    case 'rollout.started': {
      const resumed = state.kind === 'stopped'
      const started = begin({ ...rollout, startedAt: rollout.startedAt ?? event.at }, event.stageId, event.at)
      return resumed ? answer({ ...started, approvals: expired(started.approvals, event.at) }, event) : started
    }
    case 'rollout.stage_changed':
      return begin(rollout, event.to, event.at)
    case 'rollout.holding':
      return {
        ...rollout,
        state: { kind: 'holding', stageId: event.stageId, since: event.at, because: event.because },
      }
    case 'rollout.running':
      return { ...rollout, state: { kind: 'running', stageId: event.stageId, since: event.at } }
    case 'rollout.paused': {
      if (!isExposed(state) || state.kind === 'paused') throw impossible(rollout, event)
      const { stageId, at, by, because } = event
      return { ...rollout, state: { kind: 'paused', stageId, at, by, because, before: state, version } }
    }
    case 'policy.acted':
      return rollout
    case 'rollout.kept_paused':
    case 'risk.accepted': {
      const risks = event.kind === 'risk.accepted' ? [...rollout.risks, ...event.risks] : rollout.risks
      return answer({ ...rollout, risks }, event)
    }
    case 'rollout.resumed':
      if (state.kind !== 'paused') throw impossible(rollout, event)
      return answer(undo(rollout, event.at, { kind: 'running', stageId: event.stageId, since: event.at }), event)
    case 'rollout.stopped': {
      if (!isExposed(state)) throw impossible(rollout, event)
      const { stageId, at, by, because } = event
      return answer({ ...rollout, state: { kind: 'stopped', stageId, at, by, because, before: state, version } }, event)
    }
    case 'rollout.rolling_back': {
      const { stageId, at, by, because } = event
      return answer({ ...rollout, state: { kind: 'rolling-back', stageId, at, by, because, revision: null } }, event)
    }
    case 'rollout.propagating':
      if (state.kind !== 'rolling-back') throw impossible(rollout, event)
      return { ...rollout, state: { ...state, revision: event.revision } }
    case 'rollout.rolled_back':
      return answer({ ...rollout, state: ended('rolled-back', state, event, event.because) }, event)
    case 'rollout.finished':
      return { ...rollout, state: ended('finished', state, event, event.note) }
    case 'rollout.abandoned':
      return { ...rollout, state: ended('abandoned', state, event, event.note) }
    case 'rollout.undone':
      if (state.kind !== 'paused' && state.kind !== 'stopped') throw impossible(rollout, event)
      return undo(rollout, event.at, state.before)
    case 'verdict.recorded':
      return { ...rollout, verdict: event.verdict, latched: rollout.latched || event.latches }
    default:
      return assertNever(event)
  }
}

type Ending = Pick<EndedState, 'at' | 'by'>
function ended(kind: EndedState['kind'], from: RolloutState, { at, by }: Ending, because: string): EndedState {
  return { kind, stageId: reachedStageId(from), at, by, because }
}

function afterDecline(rollout: Rollout, event: Extract<RolloutEvent, { kind: 'approval.declined' }>): RolloutState {
  const { state } = rollout
  if (state.kind !== 'awaiting-approval') throw impossible(rollout, event)
  if (state.from === null) return state.resuming ?? { kind: 'draft' }
  return { kind: 'holding', stageId: state.from, since: event.at, because: `declined by ${event.by.name}` }
}

function expired(approvals: Approval[], at: Instant, which: (approval: Approval) => boolean = () => true): Approval[] {
  return approvals.map((a) => (a.expiredAt === null && which(a) ? { ...a, expiredAt: at } : a))
}

function impossible(rollout: Rollout, event: RolloutEvent): Error {
  return new Error(`${event.kind} cannot follow ${rollout.state.kind} (${rollout.id})`)
}
