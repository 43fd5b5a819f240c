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

function compileRule(rule: Rule, { answers, control = CONTROL }: CompileOptions): CompiledRule {
  switch (rule.kind) {
    case 'serve':
      return { when: rule.when === null ? true : compileCondition(rule.when, answers), serve: rule.variant }
    case 'split':
      return { when: withKey(rule.when, answers), serve: slices(rule.salt, rule.weights) }
    case 'rollout': {
      const { salt, share, exposedVariant, audience } = rule.serving
      // The exposed slice is first and grows at its far end, so a ramp only ever adds people.
      const weights: [string, number][] = [
        [exposedVariant, share],
        [control, SHARE_TOTAL - share],
      ]
      return { when: withKey(audience, answers), serve: slices(salt, weights) }
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
