import { age } from '@/lib/kernel/format-time'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { isFrozen, type Facts } from './facts'
import { frozenUntil } from './gates'
import { type Rollout } from './model'
import { type VerbInput } from './schema'

/**
 * Every verb but the protective ones says which version it judged. A second one is told who was first and what they did.
 * Policy and system act under the lock of their own transaction and need none.
 */
export function staleRefusal(
  rollout: Rollout,
  input: Pick<VerbInput, 'expectedVersion'>,
  { actor, last, now }: Pick<Facts, 'actor' | 'last' | 'now'>,
): Refusal | null {
  if (actor.kind === 'policy' || actor.kind === 'system') return null
  if (input.expectedVersion === undefined) {
    const remedy = 'Send expectedVersion, as read with the rollout'
    return refuse('version-needed', 'Say which version of the rollout you decided about', { remedy })
  }
  if (input.expectedVersion === rollout.version) return null
  const who = last ? `${last.sentence} ${age(last.at, now)}` : 'It has changed since you looked'
  return refuse('stale-version', `${who}. Nothing was changed`, { remedy: 'Look again' })
}

export function frozenRefusal(facts: Pick<Facts, 'freeze' | 'now'>): Refusal | null {
  if (!isFrozen(facts.freeze, facts.now)) return null
  const until = frozenUntil(facts.freeze, facts)
  return refuse('frozen', until, { remedy: `${facts.freeze.name} ends then; the way down is always open` })
}

/** People answer for what they sign or accept; keys, policies and the system cannot. */
export function personRefusal({ actor }: Pick<Facts, 'actor'>): Refusal | null {
  if (actor.kind === 'person') return null
  return refuse('person-required', 'Only a person can do this', { remedy: 'Ask someone with the right to sign' })
}

export function reasonRefusal(note: string | undefined, because: string): Refusal | null {
  if (note) return null
  return refuse('reason-required', `${because}: a reason is required`, { remedy: 'Write a reason', field: 'note' })
}
