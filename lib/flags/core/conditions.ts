import type { Condition, Rule } from './schema'

export type Segments = ReadonlyMap<string, Condition>

/** What a rule asks of people, if anything: one condition at most, as a list. */
export function conditionsOf(rule: Rule): Condition[] {
  const condition = rule.kind === 'rollout' ? rule.serving.audience : rule.when
  return condition === null ? [] : [condition]
}

/** The conditions that a condition is made of. */
export function childrenOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all
  if ('any' in condition) return condition.any
  return 'not' in condition ? [condition.not] : []
}

/** A condition and all it is made of, outermost first; named segments are not entered. */
export function partsOf(condition: Condition): Condition[] {
  return [condition, ...childrenOf(condition).flatMap(partsOf)]
}

/** Names of the segments that a condition mentions. */
export function segmentsNamed(condition: Condition): string[] {
  return partsOf(condition).flatMap((part) => ('segment' in part ? [part.segment] : []))
}

/** Conditions and values of a condition, with named segments counted at their full size. */
export function countParts(condition: Condition, segments: Segments): number {
  if ('attribute' in condition) return 1 + condition.values.length
  if ('flag' in condition) return 1 + condition.variants.length
  if ('segment' in condition) {
    const rule = segments.get(condition.segment)
    return rule ? countParts(rule, segments) : 1
  }
  return 1 + childrenOf(condition).reduce((sum, child) => sum + countParts(child, segments), 0)
}

/** Levels of nesting, with named segments written out; an attribute alone is one. */
export function depthOf(condition: Condition, segments: Segments): number {
  if ('segment' in condition) {
    const rule = segments.get(condition.segment)
    return rule ? depthOf(rule, segments) : 1
  }
  return 1 + Math.max(0, ...childrenOf(condition).map((child) => depthOf(child, segments)))
}
