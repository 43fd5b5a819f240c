import type { Json } from '@/lib/kernel/hash'
import { assertNever } from '@/lib/kernel/result'
import { compileCondition, isText, joined } from './compile-condition'
import { SHARE_TOTAL, type Condition, type Rule } from './schema'

/** The baseline cohort's variant, added beside the flag's own: equal to the safe one, but eligible. */
export const CONTROL = 'control'

const key: Json = { var: 'targetingKey' }

/** Whom a rule is about, and what they get. People outside fall through to the next rule. */
type CompiledRule = { when: Json; serve: Json }

/**
 * The rules in their order as one flagd targeting; nobody's rule means null, which flagd turns into the default. The null
 * is written out: JavaScript engines interpret an `if` of two parts, and read absent attributes otherwise than when they
 * compile it.
 */
export function compileRules(rules: readonly Rule[], options: CompileOptions = {}): Json {
  const compiled = rules.map((rule) => compileRule(rule, options))
  return { if: [...compiled.flatMap(({ when, serve }) => [when, serve]), options.otherwise ?? null] }
}

export type CompileOptions = {
  /** What the flags that are prerequisites answer. */
  answers?: ReadonlyMap<string, Json>
  /** Whom no rule is about; nothing unless given, and flagd takes the default. */
  otherwise?: string
  /** What the baseline cohort is called. */
  control?: string | undefined
}

function compileRule(rule: Rule, options: CompileOptions): CompiledRule {
  return { when: whoOf(rule, options.answers), serve: givesOf(rule, options) }
}

/** Whom a rule is about; the slices of a split and of a rollout need a key. */
export function whoOf(rule: Rule, answers?: CompileOptions['answers']): Json {
  if (rule.kind === 'rollout') return withKey(rule.serving.audience, answers)
  if (rule.kind === 'split') return withKey(rule.when, answers)
  return rule.when === null ? true : compileCondition(rule.when, answers)
}

function givesOf(rule: Rule, { control = CONTROL }: CompileOptions): Json {
  switch (rule.kind) {
    case 'serve':
      return rule.variant
    case 'split':
      return slices(rule.salt, rule.weights)
    case 'rollout': {
      const { salt, share, exposedVariant } = rule.serving
      // The exposed slice is first and grows at its far end, so a ramp only ever adds people.
      const weights: [string, number][] = [
        [exposedVariant, share],
        [control, SHARE_TOTAL - share],
      ]
      return slices(salt, weights)
    }
    default:
      return assertNever(rule)
  }
}

/** What a rule hashes to place somebody: flagd's `cat` of the salt and the targeting key. */
export const bucketingKey = (salt: string, targetingKey: string): string => `${salt}${targetingKey}`

function slices(salt: string, weights: readonly (readonly [string, number])[]): Json {
  return { fractional: [{ cat: [salt, key] }, ...weights] }
}

/** Without a key the bare salt would be hashed and everybody keyless would land in one arm; a number has no v2 hash. */
function withKey(audience: Condition | null, answers: CompileOptions['answers']): Json {
  const parts: Json[] = [isText(key), { '!==': [key, ''] }]
  return joined('and', audience === null ? parts : [...parts, compileCondition(audience, answers)])
}
