import { conditionsOf, partsOf } from './conditions'
import type { Condition, FlagTargeting, Rule } from './schema'

type Rules = Pick<FlagTargeting, 'rules'>
/** By key. */
type Known = { flags: ReadonlyMap<string, Rules>; segments: ReadonlyMap<string, Condition> }

/**
 * Segments that decide who comes to the live rollout's rule: named by its audience or by an earlier rule, by segments
 * within them, or by whatever a prerequisite asks. An edit of one opens a new stratum of the comparison.
 */
export function decidingSegments({ rules }: Rules, known: Known): ReadonlySet<string> {
  const at = rules.findIndex(({ kind }) => kind === 'rollout')
  const found = new Set<string>()
  if (at !== -1) collect(rules.slice(0, at + 1), known, { found, asked: new Set() })
  return found
}

type Seen = { found: Set<string>; asked: Set<string> }

function collect(rules: readonly Rule[], known: Known, seen: Seen): void {
  const waiting = rules.flatMap(conditionsOf).flatMap(partsOf)
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if ('segment' in part && !seen.found.has(part.segment)) {
      seen.found.add(part.segment)
      const rule = known.segments.get(part.segment)
      if (rule) waiting.push(...partsOf(rule))
    }
    if ('flag' in part && !seen.asked.has(part.flag)) {
      seen.asked.add(part.flag)
      waiting.push(...(known.flags.get(part.flag)?.rules ?? []).flatMap(conditionsOf).flatMap(partsOf))
    }
  }
}
