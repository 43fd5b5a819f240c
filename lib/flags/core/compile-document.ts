import { canonicalJson, type Json } from '@/lib/kernel/hash'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { compileCondition } from './compile-condition'
import { compileRules, CONTROL } from './compile-rules'
import { conditionsOf, segmentsNamed, type Segments } from './conditions'
import type { FlagDefinition, FlagTargeting, Segment } from './schema'
import { flattenSegments } from './segments'
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

/** `hashText` is the document without its revision: equal texts serve equally, whatever happened in between. */
export type CompiledDocument = { text: string; hashText: string }

/**
 * What an environment serves, as the flagd document that clients and our own evaluator read (protocols.md §2.1).
 * Equal input gives equal bytes. Refuses the first flag or segment that is not valid.
 */
export function compileDocument(input: CompileInput): Outcome<CompiledDocument> {
  const flattened = flattenSegments(input.segments)
  if (!flattened.ok) return flattened
  const flags = new Map<string, Json>()
  for (const { definition, targeting } of input.flags) {
    if (flags.has(definition.key)) return refuse('duplicate-flag', `There are two flags “${definition.key}”.`)
    const valid = validateFlagWith(definition, targeting, flattened.value)
    if (!valid.ok) return { ...valid, field: `flags.${definition.key}${valid.field ? `.${valid.field}` : ''}` }
    flags.set(definition.key, compileFlag(definition, targeting))
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
  })
}

type FlagInput = CompileInput['flags'][number]

/** A stop leaves no rule at all, so it wins over every one and works in any client. */
function compileFlag(definition: FlagInput['definition'], targeting: FlagTargeting): Json {
  const { rules, stopped, otherwise, state } = targeting
  return {
    state,
    variants: withControl(definition.variants, targeting),
    defaultVariant: stopped ? stopped.variant : otherwise,
    ...(stopped || rules.length === 0 ? {} : { targeting: compileRules(rules) }),
    metadata: { owner: definition.owner },
  }
}

/** `control` stays while the rollout does, stopped or not, so that a stop changes as little as it can. */
function withControl(variants: FlagDefinition['variants'], { rules }: FlagTargeting): Json {
  const rollout = rules.find((rule) => rule.kind === 'rollout')
  const safe = rollout && variants[rollout.serving.safeVariant]
  return { ...variants, ...(safe === undefined ? {} : { [CONTROL]: safe }) }
}

function usedSegments(flags: readonly FlagInput[], segments: Segments): (readonly [string, Json])[] {
  const named = flags.flatMap(({ targeting }) =>
    targeting.stopped ? [] : targeting.rules.flatMap(conditionsOf).flatMap(segmentsNamed),
  )
  return [...new Set(named)].flatMap((key) => {
    const rule = segments.get(key)
    return rule ? [[key, compileCondition(rule)] as const] : []
  })
}
