import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { bucketOf } from './bucket'
import { compileDocument, type CompileInput } from './compile-document'
import { bucketingKey } from './compile-rules'
import { createEvaluator, type EvaluationContext } from './evaluator'
import { SHARE_TOTAL, type Rule, type Segment } from './schema'

/** Why somebody gets what they get. `bucket` is their place among 100,000, for rules that split people. */
export type Explanation =
  | { because: 'disabled' }
  | { because: 'stopped' | 'otherwise'; variant: string }
  | { because: 'rule'; index: number; variant: string; bucket: number | null }

/** Asks the rules one by one, each through the evaluator that serves them. Refuses a flag that cannot be evaluated. */
export function explain(
  flag: CompileInput['flags'][number],
  segments: readonly Segment[],
  context: Readonly<EvaluationContext>,
  nowS: number,
): Outcome<Explanation> {
  const { targeting } = flag
  if (targeting.state === 'DISABLED') return ok({ because: 'disabled' })
  if (targeting.stopped) return ok({ because: 'stopped', variant: targeting.stopped.variant })
  for (const [index, rule] of targeting.rules.entries()) {
    const alone = { ...flag, targeting: { ...targeting, rules: [rule] } }
    const place = { workspaceSlug: '-', environmentKey: '-', revision: 0 }
    const compiled = compileDocument({ ...place, flags: [alone], segments })
    if (!compiled.ok) return compiled
    const evaluator = createEvaluator(compiled.value.text)
    if (!evaluator.ok) return evaluator
    const answer = evaluator.value.evaluate(flag.definition.key, { ...context }, nowS)
    if (answer.kind === 'error') return refuse('not-evaluable', answer.errorDetails, { field: `rules.${index}` })
    if (answer.kind === 'value' && answer.reason === 'TARGETING_MATCH') {
      return ok({ because: 'rule', index, variant: answer.variant, bucket: bucketIn(rule, context['targetingKey']) })
    }
  }
  return ok({ because: 'otherwise', variant: targeting.otherwise })
}

function bucketIn(rule: Rule, targetingKey: unknown): number | null {
  if (rule.kind === 'serve' || typeof targetingKey !== 'string') return null
  const salt = rule.kind === 'split' ? rule.salt : rule.serving.salt
  return bucketOf(bucketingKey(salt, targetingKey), SHARE_TOTAL)
}
