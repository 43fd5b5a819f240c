import { canonicalJson, type Json } from '@/lib/kernel/hash'
import { compileCondition } from './compile-condition'
import { whoOf } from './compile-rules'
import type { Segments } from './conditions'
import type { Answers } from './prerequisites'
import type { FlagTargeting } from './schema'

/**
 * Who comes to the rule of a flag's rollout, as text: whom it is about, and whom earlier rules take away. Equal texts mean
 * the same people; the order of earlier rules and what they give do not matter. Null without a rollout.
 */
export function eligibilityOf(
  { rules }: Pick<FlagTargeting, 'rules'>,
  { answers, segments }: { answers: Answers; segments: Segments },
): string | null {
  const at = rules.findIndex(({ kind }) => kind === 'rollout')
  const rollout = rules[at]
  if (!rollout) return null
  const taken = rules.slice(0, at).map((rule) => canonicalJson(whoOf(rule, answers)))
  const own = whoOf(rollout, answers)
  const named = new Set([...taken.map((text): Json => JSON.parse(text)), own].flatMap(references))
  const people = [...named].toSorted().map((key): Json => {
    const rule = segments.get(key)
    return [key, rule ? compileCondition(rule) : null]
  })
  return canonicalJson({ taken: [...new Set(taken)].toSorted(), own, people })
}

/** Names of the segments that compiled logic refers to, those inside prerequisites too. */
function references(logic: Json): string[] {
  if (logic === null || typeof logic !== 'object') return []
  return Object.entries(logic).flatMap(([key, part]) =>
    key === '$ref' && typeof part === 'string' ? [part] : part === undefined ? [] : references(part),
  )
}
