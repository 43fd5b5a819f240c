import { SHARE_TOTAL } from '@/lib/flags/core/schema'
import { refuse } from '@/lib/kernel/result'
import { durationMs, elapsedMs, type Duration } from '@/lib/kernel/time'
import { decided, type Decision } from './events'
import { decidedBy, type Facts } from './facts'
import { blocker } from './gates'
import { frozenRefusal, staleRefusal } from './guards'
import { type Rollout } from './model'
import { isEnded, peopleHaveIt, restReason, restRefusal } from './rest'
import { type VerbInput } from './schema'
import { presentStage, shareOf, stagesLeft } from './stages'

/** Everyone keeps it and the comparison ends, holdback included: at the last stage with every gate met. */
export function finish(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  const { state } = rollout
  const present = presentStage(rollout)
  if (!present || state.kind === 'paused') return restRefusal(present ? 'paused' : 'nobody-exposed', rollout, facts)
  const left = stagesLeft(rollout)
  const unmet = blocker(rollout, facts)
  if (state.kind === 'holding' && unmet) return refuse('gates-not-met', `${unmet.label}: ${unmet.why}`)
  if (left > 0) {
    return refuse('stages-left', left === 1 ? '1 stage left' : `${left} stages left`, { remedy: 'Advance first' })
  }
  if (unmet) return refuse('gates-not-met', `${unmet.label}: ${unmet.why}`, { remedy: 'Wait until every gate is met' })
  // Where some people don't have it yet, finishing is a rise like any other.
  const frozen = shareOf(rollout, present) < SHARE_TOTAL ? frozenRefusal(facts) : null
  if (frozen) return frozen
  return decided({ kind: 'rollout.finished', at: facts.now, by: decidedBy(facts.actor), note: input.note ?? '' })
}

/** Ends what nobody ever had. */
export function abandon(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  const { state } = rollout
  if (isEnded(rollout)) return refuse('ended', restReason(rollout, facts))
  if (state.kind === 'rolling-back') return restRefusal('ended', rollout, facts)
  if (presentStage(rollout)) {
    return refuse('somebody-exposed', `${peopleHaveIt(facts)}. Roll back instead`, { remedy: 'Roll back' })
  }
  if (state.kind === 'stopped' || rollout.startedAt !== null) {
    return refuse('somebody-was-exposed', 'People had it. Roll back keeps the reason', { remedy: 'Roll back' })
  }
  return decided({ kind: 'rollout.abandoned', at: facts.now, by: decidedBy(facts.actor), note: input.note ?? '' })
}

/** What the server saw of the clients after a roll back. `unconfirmed` names those that may still serve it. */
export type ConfirmInput = { allConfirmed: boolean; unconfirmed: string[]; timeLimit: Duration }

/** The system ends a roll back: once every client confirmed, or when the time limit is over. Twice is done once. */
export function confirm(rollout: Rollout, input: ConfirmInput, facts: Facts): Decision {
  const { state } = rollout
  if (state.kind === 'rolled-back') return decided()
  if (state.kind !== 'rolling-back') return restRefusal('not-rolling-back', rollout, facts)
  if (facts.actor.kind !== 'system') return refuse('system-only', 'Clients confirm this, nobody else can')
  if (!input.allConfirmed && elapsedMs(state.at, facts.now) < durationMs(input.timeLimit)) {
    return refuse('not-confirmed', restReason(rollout, facts), { remedy: 'Wait for the clients' })
  }
  const unconfirmed = input.allConfirmed ? [] : input.unconfirmed
  const by = decidedBy(facts.actor)
  const end = { at: facts.now, by, because: state.because, unconfirmed }
  return decided({ kind: 'rollout.rolled_back', from: 'rolling-back', ...end })
}
