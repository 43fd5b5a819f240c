import { refuse } from '@/lib/kernel/result'
import { decided, type Decision } from './events'
import { decidedBy, type Facts } from './facts'
import { personRefusal, staleRefusal } from './guards'
import { type Rollout } from './model'
import { restReason, restRefusal } from './rest'
import { type Verb, type VerbInput } from './schema'
import { exposedStageId } from './stages'

/** A policy's act on what is so already is kept once: from then on no person's Undo takes it back. */
function soAlready(rollout: Rollout, verb: 'pause' | 'stop', input: VerbInput, facts: Facts): Decision {
  const { state, policyActedAt } = rollout
  if (facts.actor.kind !== 'policy' || (state.kind !== 'paused' && state.kind !== 'stopped')) return decided()
  if (state.by.kind === 'policy' || (policyActedAt !== null && policyActedAt >= state.at)) return decided()
  const by = decidedBy(facts.actor)
  return decided({ kind: 'policy.acted', verb, at: facts.now, by, because: input.note ?? '' })
}

/** Protective: looks at the state alone, never at the version, and asks nobody. Paused already is a yes. */
export function pause(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  if (rollout.state.kind === 'paused') return soAlready(rollout, 'pause', input, facts)
  const stageId = exposedStageId(rollout.state)
  if (!stageId) {
    const stopped = rollout.state.kind === 'stopped'
    return stopped ? refuse('nobody-exposed', 'Nobody has it now') : restRefusal('nobody-exposed', rollout, facts)
  }
  const by = decidedBy(facts.actor)
  return decided({ kind: 'rollout.paused', stageId, at: facts.now, by, because: input.note ?? '' })
}

/** Protective, as `pause`. Everyone gets the safe variant; stopped, rolling back or rolled back already is a yes. */
export function stop(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const { state } = rollout
  if (state.kind === 'stopped') return soAlready(rollout, 'stop', input, facts)
  if (state.kind === 'rolling-back' || state.kind === 'rolled-back') return decided()
  if (state.kind === 'awaiting-approval' && state.resuming) return decided()
  const stageId = exposedStageId(state)
  if (!stageId) return restRefusal('nobody-exposed', rollout, facts)
  const by = decidedBy(facts.actor)
  return decided({ kind: 'rollout.stopped', stageId, at: facts.now, by, because: input.note ?? '' })
}

/** Protective, as `pause`: Stop exposure and the end of this rollout. After a stop nobody has it: it ends at once. */
export function rollBack(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const { state } = rollout
  const act = { at: facts.now, by: decidedBy(facts.actor), because: input.note ?? '' }
  if (state.kind === 'rolling-back' || state.kind === 'rolled-back') return decided()
  if (state.kind === 'stopped' || (state.kind === 'awaiting-approval' && state.resuming)) {
    return decided({ kind: 'rollout.rolled_back', from: 'stopped', ...act, unconfirmed: [] })
  }
  const stageId = exposedStageId(state)
  if (!stageId) return restRefusal('nobody-exposed', rollout, facts)
  return decided({ kind: 'rollout.rolling_back', stageId, ...act })
}

/** A person's answer to a pause: it stays as it is, and a harmful verdict counts as answered. */
export function keepPaused(rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const stale = staleRefusal(rollout, input, facts)
  if (stale) return stale
  if (rollout.state.kind !== 'paused') {
    return restRefusal('not-paused', rollout, facts)
  }
  const person = personRefusal(facts)
  if (person) return person
  return decided({ kind: 'rollout.kept_paused', at: facts.now, by: decidedBy(facts.actor), note: input.note ?? '' })
}

/** Why a verb that is answered yes would change nothing, for its button, which is disabled all the same. */
export function alreadySo(rollout: Rollout, verb: Verb, facts: Facts): string {
  const { state } = rollout
  if (verb === 'pause' && state.kind === 'paused') return 'Already paused'
  if (state.kind === 'stopped' || state.kind === 'awaiting-approval') return 'Nobody has it now'
  return restReason(rollout, facts)
}
