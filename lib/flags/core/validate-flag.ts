import { canonicalJson, type Json } from '@/lib/kernel/hash'
import { assertNever, ok, refuse, type Outcome, type Refusal } from '@/lib/kernel/result'
import { CONTROL } from './compile-rules'
import { conditionsOf, countParts, type Segments } from './conditions'
import { SHARE_TOTAL, type FlagDefinition, type FlagTargeting, type FlagType, type Rule, type Segment } from './schema'
import { flattenSegments } from './segments'
import { refuseCondition } from './validate-condition'

const CONDITION_PARTS_MAX = 4000
const VARIANTS_MAX = 50
const VARIANTS_LENGTH_MAX = 65_536
const VALUE_DEPTH_MAX = 20

export type FlagFacts = Pick<FlagDefinition, 'type' | 'variants' | 'defaultVariant'>

/** Whether a flag can be published as it is; a refusal names the field within the flag. */
export function validateFlag(
  definition: FlagFacts,
  targeting: FlagTargeting,
  segments: readonly Segment[],
): Outcome<true> {
  const flattened = flattenSegments(segments)
  return flattened.ok ? validateFlagWith(definition, targeting, flattened.value) : flattened
}

/** The same for segments that are flattened already. */
export function validateFlagWith(definition: FlagFacts, targeting: FlagTargeting, segments: Segments): Outcome<true> {
  return refuseVariants(definition) ?? refuseTargeting(definition, targeting, segments) ?? ok(true)
}

function refuseVariants({ type, variants, defaultVariant }: FlagFacts): Refusal | null {
  const names = Object.keys(variants)
  if (names.length === 0 || names.length > VARIANTS_MAX) {
    return refuse('variant-count', `A flag has 1 to ${VARIANTS_MAX} variants.`, { field: 'variants' })
  }
  if (names.includes(CONTROL)) {
    const remedy = 'Use another name, such as “off”.'
    return refuse('reserved-variant', '“control” is the name of a rollout’s baseline.', {
      field: 'variants.control',
      remedy,
    })
  }
  for (const [name, value] of Object.entries(variants)) {
    const field = `variants.${name}`
    if (!isOfType(type, value)) return refuse('variant-type', `“${name}” is not of type ${type}.`, { field })
    if (type === 'number' && Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER) {
      return refuse('number-range', `“${name}” lies beyond ±(2^53 − 1), which not every client can read.`, { field })
    }
    if (valueDepth(value) > VALUE_DEPTH_MAX) {
      return refuse('variant-too-deep', `“${name}” nests more than ${VALUE_DEPTH_MAX} levels.`, { field })
    }
  }
  if (canonicalJson(variants).length > VARIANTS_LENGTH_MAX) {
    return refuse('variants-too-large', `All variants together have ${VARIANTS_LENGTH_MAX} characters at most.`, {
      field: 'variants',
    })
  }
  return refuseVariantName(variants, defaultVariant, 'defaultVariant')
}

function refuseTargeting(definition: FlagFacts, targeting: FlagTargeting, segments: Segments): Refusal | null {
  const { variants } = definition
  const { rules, otherwise, stopped, handStop } = targeting
  const named =
    refuseVariantName(variants, otherwise, 'otherwise') ??
    (stopped && refuseVariantName(variants, stopped.variant, 'stopped.variant')) ??
    (handStop && refuseVariantName(variants, handStop.variant, 'handStop.variant'))
  if (named) return named
  if (rules.filter((rule) => rule.kind === 'rollout').length > 1) {
    return refuse('two-rollouts', 'A flag has one live rollout per environment.', { field: 'rules' })
  }
  let partsLeft = CONDITION_PARTS_MAX
  for (const [i, rule] of rules.entries()) {
    for (const condition of conditionsOf(rule)) {
      const refusal = refuseCondition(condition, segments, `rules.${i}`, partsLeft)
      if (refusal) return refusal
      partsLeft -= countParts(condition, segments)
    }
    const refusal = refuseRule(rule, definition, `rules.${i}`)
    if (refusal) return refusal
  }
  return null
}

function refuseRule(rule: Rule, { variants }: FlagFacts, field: string): Refusal | null {
  switch (rule.kind) {
    case 'serve':
      return refuseVariantName(variants, rule.variant, `${field}.variant`)
    case 'split': {
      const names = rule.weights.map(([name]) => name)
      const unknown = names.find((name) => !Object.hasOwn(variants, name))
      if (unknown !== undefined) return refuseVariantName(variants, unknown, `${field}.weights`)
      if (new Set(names).size < names.length) {
        return refuse('duplicate-variant', 'A split names each variant once.', { field: `${field}.weights` })
      }
      const total = rule.weights.reduce((sum, [, weight]) => sum + weight, 0)
      if (total === SHARE_TOTAL) return null
      return refuse('weights-sum', `The weights sum to ${total / 1000} %, not 100 %.`, { field: `${field}.weights` })
    }
    case 'rollout': {
      const { exposedVariant, safeVariant, salt } = rule.serving
      if (salt === '') return refuse('salt-missing', 'A rollout needs a salt.', { field: `${field}.serving.salt` })
      if (exposedVariant === safeVariant) {
        return refuse('nothing-to-compare', 'The exposed and the safe variant are the same.', { field })
      }
      return (
        refuseVariantName(variants, exposedVariant, `${field}.serving.exposedVariant`) ??
        refuseVariantName(variants, safeVariant, `${field}.serving.safeVariant`)
      )
    }
    default:
      return assertNever(rule)
  }
}

function refuseVariantName(variants: FlagFacts['variants'], name: string, field: string): Refusal | null {
  return Object.hasOwn(variants, name) ? null : refuse('unknown-variant', `There is no variant “${name}”.`, { field })
}

function isOfType(type: FlagType, value: Json): boolean {
  return type === 'object'
    ? value !== null && typeof value === 'object' && !Array.isArray(value)
    : typeof value === type
}

function valueDepth(value: Json | undefined, level = 1): number {
  if (value === null || typeof value !== 'object' || level > VALUE_DEPTH_MAX) return level
  return Math.max(level, ...Object.values(value).map((child) => valueDepth(child, level + 1)))
}
