import { assertNever } from '@/lib/kernel/result'
import type { Condition, ConditionOp, FlagTargeting, Rule } from './schema'
import { shareText } from './shares'
import { stopOf } from './stops'

/** Every operator in words, as it stands between attribute and values. */
export const OP_WORDS: Readonly<Record<ConditionOp, string>> = {
  in: 'is',
  'not-in': 'is not',
  contains: 'contains',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  greater: 'is more than',
  'greater-or-equal': 'is at least',
  less: 'is less than',
  'less-or-equal': 'is at most',
  'version-equal': 'is version',
  'version-greater': 'is after version',
  'version-greater-or-equal': 'is version or later',
  'version-less': 'is before version',
  'version-less-or-equal': 'is version or earlier',
  'version-same-major': 'has the major version of',
  'version-same-minor': 'has the minor version of',
  present: 'is given',
  absent: 'is not given',
}

const listed = (values: readonly (string | number | boolean)[]): string => {
  const texts = values.map((value) => (typeof value === 'string' ? value || '“”' : String(value)))
  if (texts.length <= 4) return joinedWith(texts, 'or')
  return `${texts.slice(0, 3).join(', ')} or ${texts.length - 3} more`
}

function joinedWith(texts: readonly string[], word: 'and' | 'or'): string {
  if (texts.length < 2) return texts[0] ?? ''
  return `${texts.slice(0, -1).join(', ')} ${word} ${texts.at(-1)}`
}

/** A condition as people say it: `plan is Enterprise and app is version or later 7.2.0`. */
export function conditionSentence(condition: Condition, inner = false): string {
  if ('all' in condition) return grouped(condition.all, 'and', inner)
  if ('any' in condition) return grouped(condition.any, 'or', inner)
  if ('not' in condition) return `not (${conditionSentence(condition.not)})`
  if ('segment' in condition) return `in segment ${condition.segment}`
  if ('flag' in condition) return `${condition.flag} gives ${listed(condition.variants)}`
  const { attribute, op, values } = condition
  return [attribute, OP_WORDS[op], listed(values)].filter(Boolean).join(' ')
}

function grouped(parts: readonly Condition[], word: 'and' | 'or', inner: boolean): string {
  const text = joinedWith(
    parts.map((part) => conditionSentence(part, true)),
    word,
  )
  return inner && parts.length > 1 ? `(${text})` : text
}

/** Whom a rule is about, and what they get. */
export type RuleSentence = { who: string; gets: string }

export function ruleSentence(rule: Rule): RuleSentence {
  switch (rule.kind) {
    case 'serve':
      return { who: rule.when === null ? 'everyone' : conditionSentence(rule.when), gets: rule.variant }
    case 'split': {
      const slices = rule.weights.map(([variant, weight]) => `${shareText(weight)} ${variant}`)
      const who = rule.when === null ? 'people with a user id' : conditionSentence(rule.when)
      return { who, gets: slices.join(', ') }
    }
    case 'rollout': {
      const { audience, share, exposedVariant, safeVariant } = rule.serving
      const who = audience === null ? 'people with a user id' : conditionSentence(audience)
      return { who, gets: `${shareText(share)} ${exposedVariant}, the rest ${safeVariant} as baseline` }
    }
    default:
      return assertNever(rule)
  }
}

/** One rule in one line, numbered as people see it. */
export function ruleLine(rule: Rule, index: number): string {
  const { who, gets } = ruleSentence(rule)
  return `${index === 0 ? 'If' : 'Else if'} ${who} → ${gets}`
}

/** The variant that everybody gets, whatever they are like; null when people get different ones. */
export function servedToAll(targeting: FlagTargeting): string | null {
  if (targeting.state === 'DISABLED') return null
  const stop = stopOf(targeting)
  if (stop) return stop.variant
  let all: string | null = null
  for (const rule of targeting.rules) {
    if (rule.kind !== 'serve') return null
    if (all !== null && rule.variant !== all) return null
    all = rule.variant
    if (rule.when === null) return all
  }
  return all === null || all === targeting.otherwise ? targeting.otherwise : null
}

/** What an environment serves in a few words, for one cell of a list. */
export function servingWords(targeting: FlagTargeting): string {
  if (targeting.state === 'DISABLED') return 'disabled'
  const stop = stopOf(targeting)
  if (stop) return `stopped: ${stop.variant}`
  const all = servedToAll(targeting)
  if (all !== null) return all
  const rollout = targeting.rules.find((rule) => rule.kind === 'rollout')
  if (rollout) return `${shareText(rollout.serving.share)} ${rollout.serving.exposedVariant}`
  const [only] = targeting.rules
  if (targeting.rules.length === 1 && only?.kind === 'split' && only.when === null) return ruleSentence(only).gets
  return targeting.rules.length === 1 ? '1 rule' : `${targeting.rules.length} rules`
}
