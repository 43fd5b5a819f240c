import type { FlagTargeting, Rule } from './schema'

/**
 * What an environment serves once it has the rules of another place or time. Its live rollout keeps its rule where it
 * stands, and no stop is lifted: neither is a rule that could be copied.
 */
export function withRulesOf(
  target: FlagTargeting,
  source: Pick<FlagTargeting, 'state' | 'rules' | 'otherwise'>,
): FlagTargeting {
  const rules = source.rules.filter((rule) => rule.kind !== 'rollout')
  return { ...target, state: source.state, otherwise: source.otherwise, rules: withLiveRuleOf(target.rules, rules) }
}

function withLiveRuleOf(now: readonly Rule[], rules: readonly Rule[]): Rule[] {
  const at = now.findIndex((rule) => rule.kind === 'rollout')
  const live = now[at]
  return live ? rules.toSpliced(Math.min(at, rules.length), 0, live) : [...rules]
}
