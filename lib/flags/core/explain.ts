import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { bucketOf } from './bucket'
import { compileDocument, type CompileInput } from './compile-document'
import { bucketingKey } from './compile-rules'
import { createEvaluator, type EvaluationContext, type Evaluator } from './evaluator'
import { prerequisitesOf } from './prerequisites'
import { SHARE_TOTAL, type Rule, type Segment } from './schema'
import { stopOf } from './stops'

type Flag = CompileInput['flags'][number]

/** Why somebody gets what they get. `bucket` is their place among 100,000, for rules that split people. */
export type Explanation =
  | { because: 'disabled' }
  | { because: 'stopped' | 'otherwise'; variant: string }
  | { because: 'rule'; index: number; variant: string; bucket: number | null }

/** Asks the rules one by one, each through the evaluator that serves them. */
export type Explainer = (context: Readonly<EvaluationContext>, nowS: number) => Outcome<Explanation>

/**
 * Why people get what they get of one flag. Refuses a flag that cannot be published.
 * @param others flags of the same environment: those that are prerequisites are among them
 */
export function createExplainer(
  flag: Flag,
  segments: readonly Segment[],
  others: readonly Flag[] = [],
): Outcome<Explainer> {
  const { targeting } = flag
  if (targeting.state === 'DISABLED') return ok(() => ok({ because: 'disabled' }))
  const stop = stopOf(targeting)
  if (stop) return ok(() => ok({ because: 'stopped', variant: stop.variant }))
  const needed = neededBy(flag, others)
  const alone: Evaluator[] = []
  for (const rule of targeting.rules) {
    const flags = [{ ...flag, targeting: { ...targeting, rules: [rule] } }, ...needed]
    const compiled = compileDocument({ workspaceSlug: '-', environmentKey: '-', revision: 0, flags, segments })
    if (!compiled.ok) return compiled
    const evaluator = createEvaluator(compiled.value.text)
    if (!evaluator.ok) return evaluator
    alone.push(evaluator.value)
  }
  return ok((context, nowS) => {
    for (const [index, rule] of targeting.rules.entries()) {
      const answer = alone[index]?.evaluate(flag.definition.key, { ...context }, nowS)
      if (answer?.kind === 'error') return refuse('not-evaluable', answer.errorDetails, { field: `rules.${index}` })
      if (answer?.kind === 'value' && answer.reason === 'TARGETING_MATCH') {
        return ok({ because: 'rule', index, variant: answer.variant, bucket: bucketIn(rule, context['targetingKey']) })
      }
    }
    return ok({ because: 'otherwise', variant: targeting.otherwise })
  })
}

/** The same for one person. */
export function explain(
  flag: Flag,
  segments: readonly Segment[],
  context: Readonly<EvaluationContext>,
  nowS: number,
  others: readonly Flag[] = [],
): Outcome<Explanation> {
  const explainer = createExplainer(flag, segments, others)
  return explainer.ok ? explainer.value(context, nowS) : explainer
}

/** The flags that the answer of this one depends on, and theirs. */
function neededBy(flag: Flag, others: readonly Flag[]): Flag[] {
  const found = new Map<string, Flag>()
  const follow = ({ targeting }: Flag): void => {
    for (const need of prerequisitesOf(targeting)) {
      const other = others.find(({ definition }) => definition.key === need.flag)
      if (!other || found.has(need.flag) || need.flag === flag.definition.key) continue
      found.set(need.flag, other)
      follow(other)
    }
  }
  follow(flag)
  return [...found.values()]
}

function bucketIn(rule: Rule, targetingKey: unknown): number | null {
  if (rule.kind === 'serve' || typeof targetingKey !== 'string') return null
  const salt = rule.kind === 'split' ? rule.salt : rule.serving.salt
  return bucketOf(bucketingKey(salt, targetingKey), SHARE_TOTAL)
}
