import { actorMay } from '@/lib/kernel/actor'
import { capabilities } from '@/lib/kernel/permissions'
import { hours, plus } from '@/lib/kernel/time'
import { alreadySo } from './decide-protect'
import { acceptable } from './decide-risk'
import { decideVerb } from './decide'
import { type Facts } from './facts'
import { type Rollout } from './model'
import { VERBS, type Verb, type VerbInput, type VerbView } from './schema'
import { isShown } from './shown'
import { capital } from './words'

/**
 * Asks before acting: the way up, what needs a reason, and what ends a rollout. Pause and Stop exposure act at once and
 * can be undone (ux, rule 2).
 */
const CONFIRMS: ReadonlySet<Verb> = new Set([
  'start',
  'approve',
  'decline',
  'resume',
  'advance',
  'accept-risk',
  'roll-back',
  'finish',
  'abandon',
])

type ViewerFacts = Facts & { owner?: string }

/**
 * What a viewer may do now, in the order of `VERBS`: found by asking the very functions that decide, so that button and
 * command cannot disagree.
 */
export function verbsFor(rollout: Rollout, facts: ViewerFacts): VerbView[] {
  return VERBS.map((verb) => {
    const reason = reasonAgainst(rollout, verb, facts)
    const enabled = reason === null
    return { verb, enabled, shown: isShown(rollout, verb, enabled, facts), reason, confirm: CONFIRMS.has(verb) }
  })
}

/** Why a viewer cannot do this now, and whom to ask; null when they can. */
export function reasonAgainst(rollout: Rollout, verb: Verb, facts: ViewerFacts): string | null {
  const decision = decideVerb(verb, rollout, probe(rollout, facts), facts)
  if (!decision.ok) {
    const resumes = verb === 'undo' && (rollout.state.kind === 'paused' || rollout.state.kind === 'stopped')
    return resumes && decision.remedy ? `${decision.message}: ${decision.remedy}` : decision.message
  }
  if (decision.events.length === 0) return alreadySo(rollout, verb, facts)
  if (actorMay(facts.actor, `rollout.${verb}`)) return null
  const { owner, actor } = facts
  return `Needs ${capital(neededRole(verb))}${owner && owner !== actor.name ? `. Ask ${owner} (owner)` : ''}`
}

/** The input of someone who fills in everything the dialog asks for. */
function probe(rollout: Rollout, facts: Facts): VerbInput {
  return {
    rolloutId: rollout.id,
    expectedVersion: rollout.version,
    note: 'reason',
    what: acceptable(rollout, facts)[0]?.kind,
    until: plus(facts.now, hours(24)),
  }
}

const neededRole = (verb: Verb): string => capabilities[`rollout.${verb}`][0] ?? 'admin'
