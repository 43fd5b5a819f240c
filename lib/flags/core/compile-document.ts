import { canonicalJson, type Json } from '@/lib/kernel/hash'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { compileCondition } from './compile-condition'
import { compileRules, CONTROL } from './compile-rules'
import { conditionsOf, segmentsNamed, type Segments } from './conditions'
import { eligibilityOf } from './eligibility'
import type { FlagDefinition, FlagTargeting, Segment } from './schema'
import { inlineAnswers, isTooLarge, type Answers } from './prerequisites'
import { flattenSegments } from './segments'
import { stopOf } from './stops'
import { validateFlagWith } from './validate-flag'

export type CompileInput = {
  workspaceSlug: string
  environmentKey: string
  revision: number
  flags: readonly {
    definition: Pick<FlagDefinition, 'key' | 'type' | 'variants' | 'defaultVariant' | 'owner'>
    targeting: FlagTargeting
  }[]
  segments: readonly Segment[]
}

/**
 * `hashText` is the document without its revision: equal texts serve equally, whatever happened in between. `eligible`
 * tells, by flag, who comes to the rule of its rollout.
 */
export type CompiledDocument = { text: string; hashText: string; eligible: ReadonlyMap<string, string> }

/**
 * What an environment serves, as the flagd document that clients and our own evaluator read (protocols.md §2.1).
 * Equal input gives equal bytes. Refuses the first flag or segment that is not valid.
 */
export function compileDocument(input: CompileInput): Outcome<CompiledDocument> {
  const flattened = flattenSegments(input.segments)
  if (!flattened.ok) return flattened
  const keys = new Set<string>()
  for (const { definition, targeting } of input.flags) {
    if (keys.has(definition.key)) return refuse('duplicate-flag', `There are two flags “${definition.key}”.`)
    keys.add(definition.key)
    const valid = validateFlagWith(definition, targeting, flattened.value)
    if (!valid.ok) return { ...valid, field: `flags.${definition.key}${valid.field ? `.${valid.field}` : ''}` }
  }
  const answers = inlineAnswers(input.flags)
  if (!answers.ok) return answers
  const flags = new Map<string, Json>()
  const eligible = new Map<string, string>()
  for (const flag of input.flags) {
    const compiled = compileFlag(flag, answers.value)
    if (!compiled.ok) return compiled
    flags.set(flag.definition.key, compiled.value)
    const people = eligibilityOf(flag.targeting, { answers: answers.value, segments: flattened.value })
    if (people !== null) eligible.set(flag.definition.key, people)
  }
  const evaluators = usedSegments(input.flags, flattened.value)
  const document = (metadata: Json): Json => ({
    $schema: 'https://flagd.dev/schema/v0/flags.json',
    metadata,
    ...(evaluators.length > 0 ? { $evaluators: Object.fromEntries(evaluators) } : {}),
    flags: Object.fromEntries(flags),
  })
  const flagSetId = `${input.workspaceSlug}/${input.environmentKey}`
  return ok({
    text: canonicalJson(document({ flagSetId, version: String(input.revision) })),
    hashText: canonicalJson(document({ flagSetId })),
    eligible,
  })
}

type FlagInput = CompileInput['flags'][number]

/** A stop leaves no rule at all, so it wins over every one and works in any client. */
function compileFlag({ definition, targeting }: FlagInput, answers: Answers): Outcome<Json> {
  const { rules, otherwise, state } = targeting
  const stop = stopOf(targeting)
  const logic = stop || rules.length === 0 ? null : compileRules(rules, { answers })
  // Without prerequisites the limits of validation hold, and the text need not be walked again.
  if (logic && answers.size > 0 && isTooLarge(logic)) {
    return refuse('prerequisite-too-large', `“${definition.key}” is too large with all that it needs.`, {
      field: `flags.${definition.key}.rules`,
      remedy: 'Name fewer flags as prerequisites.',
    })
  }
  return ok({
    state,
    variants: withControl(definition.variants, targeting),
    defaultVariant: stop ? stop.variant : otherwise,
    ...(logic === null ? {} : { targeting: logic }),
    metadata: { owner: definition.owner },
  })
}

/** `control` stays while the rollout does, stopped or not, so that a stop changes as little as it can. */
function withControl(variants: FlagDefinition['variants'], { rules }: FlagTargeting): Json {
  const rollout = rules.find((rule) => rule.kind === 'rollout')
  const safe = rollout && variants[rollout.serving.safeVariant]
  return { ...variants, ...(safe === undefined ? {} : { [CONTROL]: safe }) }
}

function usedSegments(flags: readonly FlagInput[], segments: Segments): (readonly [string, Json])[] {
  const named = flags.flatMap(({ targeting }) =>
    stopOf(targeting) ? [] : targeting.rules.flatMap(conditionsOf).flatMap(segmentsNamed),
  )
  return [...new Set(named)].flatMap((key) => {
    const rule = segments.get(key)
    return rule ? [[key, compileCondition(rule)] as const] : []
  })
}
