import type { FlagTargeting, Rule } from './schema'
import { ruleLine } from './sentences'

/** What rules in front of a rollout do to its comparison. */
export type EarlierRules = {
  /** Rules that give the very variant that the rollout exposes, as sentences. */
  serves: string[]
  /** A rule that is about everybody who could come, as a sentence: nobody comes to the rollout behind it. */
  takesAll: string | null
}

/**
 * Rules win from the top, and a new rollout's rule stands last. People whom an earlier one gives the exposed variant are
 * recorded like exposed people, and nobody like them is in the baseline: no record tells which rule it was.
 */
export function earlierRules({ rules }: Pick<FlagTargeting, 'rules'>, exposedVariant: string): EarlierRules {
  const at = rules.findIndex(({ kind }) => kind === 'rollout')
  const earlier = at === -1 ? rules : rules.slice(0, at)
  const all = earlier.findIndex((rule) => rule.kind !== 'rollout' && rule.when === null)
  const last = earlier[all]
  const met = all === -1 ? earlier : earlier.slice(0, all + 1)
  return {
    serves: met.flatMap((rule, i) => (gives(rule, exposedVariant) ? [ruleLine(rule, i)] : [])),
    takesAll: last ? ruleLine(last, all) : null,
  }
}

function gives(rule: Rule, variant: string): boolean {
  if (rule.kind === 'serve') return rule.variant === variant
  return rule.kind === 'split' && rule.weights.some(([name, weight]) => name === variant && weight > 0)
}
