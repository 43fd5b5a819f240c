import { acceptRisk } from './decide-risk'
import { advance } from './decide-advance'
import { apply, applyAll } from './apply'
import { approve, decline } from './decide-approval'
import { abandon, finish } from './decide-end'
import { keepPaused, pause, rollBack, stop } from './decide-protect'
import { requestApproval, resume, start } from './decide-start'
import { undo } from './decide-undo'
import { type Decision } from './events'
import { type Facts } from './facts'
import { personRefusal } from './guards'
import { type Rollout } from './model'
import { type Verb, type VerbInput } from './schema'
import { expiredApproval, settle } from './settle'

type Decide = (rollout: Rollout, input: VerbInput, facts: Facts) => Decision

/** The fourteen verbs: one table for commands, buttons, keys and tests. */
export const verbs: Readonly<Record<Verb, Decide>> = {
  'request-approval': requestApproval,
  start,
  approve,
  decline,
  pause,
  'keep-paused': keepPaused,
  resume,
  advance,
  'accept-risk': acceptRisk,
  stop,
  'roll-back': rollBack,
  finish,
  abandon,
  undo,
}

/** What automation may do: the way down, and the advance that a policy allows. */
const AUTOMATIC: ReadonlySet<Verb> = new Set(['pause', 'stop', 'roll-back', 'advance'])

/** Verbs that count sign-offs: one given for other evidence must not count, even before the next tick expires it. */
const BINDING: ReadonlySet<Verb> = new Set(['start', 'approve', 'advance'])

/** One verb as it stands, before anything follows from it. */
export function decideVerb(verb: Verb, rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const { kind } = facts.actor
  if ((kind === 'policy' || kind === 'system') && !AUTOMATIC.has(verb)) {
    return personRefusal(facts) ?? verbs[verb](rollout, input, facts)
  }
  const expired = BINDING.has(verb) ? expiredApproval(rollout, facts) : null
  if (!expired) return verbs[verb](rollout, input, facts)
  const decision = verbs[verb](apply(rollout, expired), input, facts)
  return decision.ok ? { ok: true, events: [expired, ...decision.events] } : decision
}

/**
 * A verb and what follows from it at once: a resumed rollout holds if a gate fails, an accepted risk may open the
 * approval. Undo restores exactly what was; the next tick settles it.
 */
export function decide(verb: Verb, rollout: Rollout, input: VerbInput, facts: Facts): Decision {
  const decision = decideVerb(verb, rollout, input, facts)
  if (!decision.ok || decision.events.length === 0 || verb === 'undo') return decision
  return { ok: true, events: [...decision.events, ...settle(applyAll(rollout, decision.events), facts)] }
}
