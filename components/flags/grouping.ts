import { type Condition, type Rule } from '@/lib/flags/core/schema'

/** The editor works on a group; a lone condition is a group of one. */
export const grouped = (condition: Condition): Condition =>
  'all' in condition || 'any' in condition ? condition : { all: [condition] }

/** And back: a group of one is that one. */
export function plain(condition: Condition): Condition {
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : null
  const [only] = parts ?? []
  return parts?.length === 1 && only ? plain(only) : condition
}

/** Rules as they are sent: without the groups that only the editor needs. */
export const plainRules = (rules: readonly Rule[]): Rule[] =>
  rules.map((rule) =>
    rule.kind === 'rollout' || rule.when === null ? rule : Object.assign({}, rule, { when: plain(rule.when) }),
  )
