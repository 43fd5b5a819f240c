import { refuse, type Refusal } from '@/lib/kernel/result'
import { childrenOf, countParts, depthOf, type Segments } from './conditions'
import type { Condition, ConditionOp } from './schema'
import { parseSemVer } from './sem-ver'

export const CONDITION_DEPTH_MAX = 20

type Scalar = string | number | boolean
type Demand = { count: 'none' | 'one' | 'some'; of: (value: Scalar) => boolean; words: string }

const anything: Demand = { count: 'some', of: () => true, words: 'at least one value' }
const texts: Demand = { count: 'some', of: (value) => typeof value === 'string', words: 'at least one text' }
const oneNumber: Demand = { count: 'one', of: (value) => typeof value === 'number', words: 'exactly one number' }
const nothing: Demand = { count: 'none', of: () => true, words: 'no value' }
const versions: Demand = {
  count: 'some',
  of: (value) => typeof value === 'string' && parseSemVer(value) !== null,
  words: 'at least one version such as 2.1.0',
}

const demands: Record<ConditionOp, Demand> = {
  in: anything,
  'not-in': anything,
  contains: texts,
  'starts-with': texts,
  'ends-with': texts,
  greater: oneNumber,
  'greater-or-equal': oneNumber,
  less: oneNumber,
  'less-or-equal': oneNumber,
  'version-equal': versions,
  'version-greater': versions,
  'version-greater-or-equal': versions,
  'version-less': versions,
  'version-less-or-equal': versions,
  'version-same-major': versions,
  'version-same-minor': versions,
  present: nothing,
  absent: nothing,
}

/** Names that every JavaScript object answers to: a client there would find what nobody sent. */
const INHERITED = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Whether a condition can be compiled and means something.
 * @param segments all of the workspace, flattened
 * @param partsMax how many conditions and values it may have, segments written out
 */
export function refuseCondition(
  condition: Condition,
  segments: Segments,
  field: string,
  partsMax: number,
): Refusal | null {
  if (depthOf(condition, segments) > CONDITION_DEPTH_MAX) {
    return refuse('condition-too-deep', `Conditions nest ${CONDITION_DEPTH_MAX} levels at most.`, { field })
  }
  if (countParts(condition, segments) > partsMax) {
    return refuse('condition-too-large', `The conditions of a flag have ${partsMax} parts at most.`, { field })
  }
  return refusePart(condition, segments, field)
}

function refusePart(condition: Condition, segments: Segments, field: string): Refusal | null {
  if ('segment' in condition && !segments.has(condition.segment)) {
    return refuse('unknown-segment', `There is no segment “${condition.segment}”.`, { field })
  }
  if ('attribute' in condition) {
    const { attribute, op, values } = condition
    if (attribute.split('.').some((part) => part === '' || INHERITED.has(part))) {
      return refuse('bad-attribute', `“${attribute}” cannot be the name of an attribute.`, { field })
    }
    if (!meets(demands[op], values)) {
      return refuse('bad-values', `“${attribute} ${op}” needs ${demands[op].words}.`, { field })
    }
  }
  for (const child of childrenOf(condition)) {
    const refusal = refusePart(child, segments, field)
    if (refusal) return refusal
  }
  return null
}

function meets({ count, of }: Demand, values: readonly Scalar[]): boolean {
  if (count === 'none') return values.length === 0
  if (count === 'one' ? values.length !== 1 : values.length === 0) return false
  return values.every(of)
}
