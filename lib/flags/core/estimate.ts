import { ok, type Outcome } from '@/lib/kernel/result'
import { CONTROL } from './compile-rules'
import type { CompileInput } from './compile-document'
import { conditionsOf, partsOf } from './conditions'
import type { EvaluationContext } from './evaluator'
import { createExplainer, type Explanation } from './explain'
import { flattenSegments } from './segments'
import type { FlagTargeting, Segment } from './schema'

/** Some of the people who met a flag in a day: what is known of each, and how many there were in all. */
export type MetSample = { people: number; contexts: readonly Readonly<EvaluationContext>[] }

/** How many people a day get something else, and how many each rule is about. Scaled from the sample to all. */
export type ChangeEstimate = {
  people: number
  changed: number
  /** People a day by rule of the new targeting, in its order; then those whom no rule is about. */
  byRule: number[]
  /** Attributes that rules ask for and nobody in the sample has: what is said about them is a guess. */
  unknown: string[]
}

/**
 * Asks the very evaluator for everybody in a sample, before and after. Ids in a sample are pseudonyms: they land in other
 * buckets than the people they stand for, in the same proportions.
 */
export function estimateChange(
  definition: CompileInput['flags'][number]['definition'],
  { before, after }: { before: FlagTargeting; after: FlagTargeting },
  surroundings: { segments: readonly Segment[]; others: CompileInput['flags']; nowS: number },
  sample: MetSample,
): Outcome<ChangeEstimate> {
  const { segments, others, nowS } = surroundings
  const was = createExplainer({ definition, targeting: before }, segments, others)
  if (!was.ok) return was
  const is = createExplainer({ definition, targeting: after }, segments, others)
  if (!is.ok) return is
  const hits = after.rules.map(() => 0)
  let [changed, otherwise] = [0, 0]
  for (const context of sample.contexts) {
    const [old, now] = [was.value(context, nowS), is.value(context, nowS)]
    if (!old.ok || !now.ok) continue
    if (variantOf(old.value, before) !== variantOf(now.value, after)) changed += 1
    if (now.value.because === 'rule') hits[now.value.index] = (hits[now.value.index] ?? 0) + 1
    else otherwise += 1
  }
  const scale = sample.contexts.length === 0 ? 0 : sample.people / sample.contexts.length
  return ok({
    people: sample.people,
    changed: Math.round(changed * scale),
    byRule: [...hits, otherwise].map((count) => Math.round(count * scale)),
    unknown: unknownAttributes(after, segments, sample),
  })
}

/** What somebody gets; the baseline cohort has the safe variant in all but name. */
function variantOf(why: Explanation, { rules }: FlagTargeting): string | null {
  if (why.because === 'disabled') return null
  if (why.variant !== CONTROL) return why.variant
  const rollout = rules.find((rule) => rule.kind === 'rollout')
  return rollout?.serving.safeVariant ?? why.variant
}

function unknownAttributes(targeting: FlagTargeting, segments: readonly Segment[], sample: MetSample): string[] {
  const flat = flattenSegments(segments)
  const asked = targeting.rules
    .flatMap(conditionsOf)
    .flatMap(partsOf)
    .flatMap((part) => ('segment' in part && flat.ok ? partsOf(flat.value.get(part.segment) ?? part) : [part]))
    .flatMap((part) => ('attribute' in part ? [part.attribute] : []))
  return [...new Set(asked)].filter(
    (attribute) =>
      attribute !== 'targetingKey' && !sample.contexts.some((context) => Object.hasOwn(context, attribute)),
  )
}
