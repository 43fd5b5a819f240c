import { type Json } from '@/lib/kernel/hash'
import { assertNever } from '@/lib/kernel/result'
import { type RolloutEvent } from '../core/events'
import { type Rollout } from '../core/model'
import { stageOf, shareOf } from '../core/stages'

export type Told = { kind: string; title: string; body: string; data: Json }

const say = (kind: string, title: string, body = '', data: Json = {}): Told => ({ kind, title, body, data })

const percentOf = (rollout: Rollout, stageId: string): string => {
  const stage = rollout.stages.find((candidate) => candidate.id === stageId)
  return stage ? `${shareOf(rollout, stage) / 1000}%` : 'its stage'
}

/**
 * What an event says on a timeline, in the words of the screens; null for events that only move the model (verdict
 * copies, the revision of a roll back) or that another event of the same decision tells already.
 */
export function tell(event: RolloutEvent, after: Rollout): Told | null {
  const name = `RO-${after.number}`
  const by = 'by' in event && event.by ? event.by.name : 'Soundings'
  switch (event.kind) {
    case 'rollout.edited':
      return say('rollout.edited', `${by} edited ${name}`, '', { changed: Object.keys(event.changes) })
    case 'approval.requested':
      return say(
        'approval.requested',
        `${by} asked for approval of ${name} at ${percentOf(after, event.stageId)}`,
        event.note,
      )
    case 'approval.opened':
      return say(
        'approval.requested',
        `${name} asks for approval of ${percentOf(after, event.stageId)}`,
        event.override?.reason ?? '',
      )
    case 'approval.given':
      return say(
        'approval.given',
        `${by} approved ${name} for ${percentOf(after, event.approval.stageId)}`,
        event.approval.note,
      )
    case 'approval.declined':
      return say('approval.declined', `${by} declined ${name}`, event.declined.reason)
    case 'approval.expired':
      return say('approval.expired', `Approvals of ${name} expired: the evidence has changed`)
    case 'rollout.started':
      return say('rollout.started', `${by} started ${name} at ${percentOf(after, event.stageId)}`, event.note, {
        to: percentOf(after, event.stageId),
      })
    case 'rollout.stage_changed': {
      const [from, to] = [percentOf(after, event.from), percentOf(after, event.to)]
      return say('rollout.stage_changed', `${by} advanced ${name} ${from.replace('%', '')}→${to}`, event.note, {
        from,
        to,
        via: event.via,
        unmet: event.unmet,
      })
    }
    case 'rollout.holding':
      return say('rollout.holding', `${name} is holding: ${event.because}`)
    case 'rollout.running':
      return say('rollout.running', `${name} goes on: what held it has cleared`)
    case 'rollout.paused':
      return say('rollout.paused', `${by} paused ${name} at ${percentOf(after, event.stageId)}`, event.because)
    case 'policy.acted':
      return say('policy.acted', `${by} asked to ${event.verb} ${name}, which was done already`, event.because)
    case 'rollout.kept_paused':
      return say('rollout.kept_paused', `${by} keeps ${name} paused`, event.note)
    case 'rollout.resumed':
      return say('rollout.resumed', `${by} resumed ${name} at ${percentOf(after, event.stageId)}`, event.note)
    case 'risk.accepted':
      return say(
        'gate.waived',
        `${by} accepted a risk on ${name}: ${event.risks.map((risk) => risk.what).join(', ')}`,
        event.risks[0]?.reason ?? '',
      )
    case 'rollout.stopped':
      return say('rollout.stopped', `${by} stopped exposure of ${name}`, event.because, {
        from: percentOf(after, event.stageId),
        to: '0%',
      })
    case 'rollout.rolling_back':
      return say('rollout.rolling_back', `${by} rolled back ${name}`, event.because, {
        from: percentOf(after, event.stageId),
        to: '0%',
      })
    case 'rollout.rolled_back':
      return say('rollout.rolled_back', rolledBack(name, event.unconfirmed.length), event.because)
    case 'rollout.finished':
      return say('rollout.finished', `${by} finished ${name}: everyone has it`, event.note)
    case 'rollout.abandoned':
      return say('rollout.abandoned', `${by} abandoned ${name}`, event.note)
    case 'rollout.undone':
      return say('decision.undone', `${by} undid the ${event.verb} of ${name}`, '', { share: nowPercent(after) })
    case 'rollout.propagating':
    case 'verdict.recorded':
      return null
    default:
      return assertNever(event)
  }
}

const rolledBack = (name: string, unconfirmed: number): string =>
  unconfirmed === 0
    ? `${name} is rolled back: all clients confirmed`
    : `${name} is rolled back: ${unconfirmed} clients have not confirmed`

function nowPercent(rollout: Rollout): string {
  const { state } = rollout
  const stage = 'stageId' in state ? stageOf(rollout, state.stageId) : null
  return stage ? `${shareOf(rollout, stage) / 1000}%` : ''
}
