import { canonicalJson, type Json } from '@/lib/kernel/hash'
import type { FlagTargeting, Rule } from './schema'

/**
 * Whether an edit changes who comes to the rule of the live rollout, as far as its rules alone tell: it opens a new
 * stratum of the comparison then. Segments and prerequisites that change by themselves are seen when they are published.
 */
export const opensStratum = (before: Pick<FlagTargeting, 'rules'>, after: Pick<FlagTargeting, 'rules'>): boolean => {
  const [was, is] = [writtenEligibility(before), writtenEligibility(after)]
  return was !== null && is !== null && was !== is
}

function writtenEligibility({ rules }: Pick<FlagTargeting, 'rules'>): string | null {
  const at = rules.findIndex(({ kind }) => kind === 'rollout')
  const rollout = rules[at]
  if (rollout?.kind !== 'rollout') return null
  const taken = new Set(rules.slice(0, at).map(written))
  return canonicalJson([[...taken].toSorted(), asJson(rollout.serving.audience)])
}

/** A split takes only people with a key, so it is not the same as serving everyone. */
const written = (rule: Rule): string =>
  rule.kind === 'rollout' ? '' : canonicalJson([rule.kind === 'split', asJson(rule.when)])

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value))
