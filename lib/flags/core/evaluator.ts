import type { Json } from '@/lib/kernel/hash'
import { ok, type Outcome } from '@/lib/kernel/result'
import { readFlagdDocument, type FlagdFlag, type Metadata } from './flagd-document'
import { compileLogic, whyNotLogic, type Logic } from './logic'

/** What a flag means for one context. Equal answers of one flag are the very same object, so they can key caches. */
export type Evaluation =
  | { kind: 'value'; key: string; value: Json; variant: string; reason: ValueReason; metadata: Metadata }
  /** The caller's own default applies: the flag is off, or has no default variant where one is needed. */
  | { kind: 'code-default'; key: string; reason: 'DISABLED' | 'DEFAULT'; metadata: Metadata }
  | { kind: 'error'; key: string; errorCode: ErrorCode; errorDetails: string; metadata: Metadata }
export type ValueReason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH'
export type ErrorCode = 'FLAG_NOT_FOUND' | 'PARSE_ERROR' | 'GENERAL'

/** Attributes of who is asking. An evaluation writes `$flagd` into it, which spares a copy per flag. */
export type EvaluationContext = Record<string, unknown>

export type Evaluator = {
  metadata: Metadata
  keys: readonly string[]
  /** @param nowS unix seconds, what rules see as `$flagd.timestamp` */
  evaluate(key: string, context: EvaluationContext, nowS: number): Evaluation
  /** Every flag of the document, disabled ones too, in the document's order. */
  evaluateAll(context: EvaluationContext, nowS: number): Evaluation[]
  /** Rules compiled so far, by their text; the next revision takes over those that did not change. */
  compiled: ReadonlyMap<string, Compiled>
}

type Compiled = { run: Logic } | { why: string }
type CompiledRules = Map<string, Compiled>
type Resolve = (context: EvaluationContext, nowS: number) => Evaluation

/**
 * Evaluates flags as flagd does (protocols.md §2.1). Rules compile at their first use; one that cannot be compiled
 * answers PARSE_ERROR for its own flag and harms no other.
 * @param previous the evaluator of an earlier revision, for its compiled rules
 */
export function createEvaluator(documentText: string, previous?: Evaluator): Outcome<Evaluator> {
  const read = readFlagdDocument(documentText)
  if (!read.ok) return read
  const { metadata, flags } = read.value
  const compiled: CompiledRules = new Map()
  const resolvers = new Map<string, Resolve>(
    flags.map((flag) => [flag.key, flagResolver(flag, compiled, previous?.compiled)]),
  )
  const all = [...resolvers.values()]
  return ok({
    metadata,
    keys: [...resolvers.keys()],
    compiled,
    evaluate: (key, context, nowS) =>
      resolvers.get(key)?.(context, nowS) ??
      failure({ key, metadata }, 'FLAG_NOT_FOUND', `flag '${key}' was not found`),
    evaluateAll: (context, nowS) => all.map((resolve) => resolve(context, nowS)),
  })
}

function flagResolver(flag: FlagdFlag, compiled: CompiledRules, earlier?: ReadonlyMap<string, Compiled>): Resolve {
  const { key, metadata } = flag
  if (flag.state === 'DISABLED') return always({ kind: 'code-default', key, reason: 'DISABLED', metadata })
  if (flag.targeting === null) return always(served(flag, flag.defaultVariant, 'STATIC'))

  const rule = flag.targeting
  const why = whyNotLogic(rule)
  if (why) return always(failure(flag, 'PARSE_ERROR', invalid(key, why)))
  const text = JSON.stringify(rule)
  const known = earlier?.get(text)
  if (known) compiled.set(text, known)

  const byDefault = served(flag, flag.defaultVariant, 'DEFAULT')
  const failed = failure(flag, 'GENERAL', `the targeting of flag '${key}' failed on this context`)
  const unknown = failure(flag, 'GENERAL', `the targeting of flag '${key}' gave an unknown variant`)
  let logic: Compiled | null = null
  let unusable: Evaluation | null = null
  const byRule = new Map([...flag.variants.keys()].map((name) => [name, served(flag, name, 'TARGETING_MATCH')]))
  return (context, nowS) => {
    logic ??= compiled.get(text) ?? compileInto(compiled, text, rule)
    if ('why' in logic) return (unusable ??= failure(flag, 'PARSE_ERROR', invalid(key, logic.why)))
    context['$flagd'] = { flagKey: key, timestamp: nowS }
    const variant = variantOf(logic.run, context)
    if (variant === null) return byDefault
    if (variant === undefined) return failed
    return byRule.get(variant) ?? unknown
  }
}

const invalid = (key: string, why: string): string => `invalid targeting of flag '${key}': ${why}`

const always =
  (evaluation: Evaluation): Resolve =>
  () =>
    evaluation

function compileInto(compiled: CompiledRules, text: string, rule: Json): Compiled {
  const logic = compileLogic(rule)
  const entry = logic.ok ? { run: logic.run } : { why: logic.why }
  compiled.set(text, entry)
  return entry
}

/** The variant's name; null when the rule leaves it to the default; undefined when the rule fails on this context. */
function variantOf(run: Logic, context: EvaluationContext): string | null | undefined {
  try {
    return variantName(run(context))
  } catch {
    return undefined // the engine throws on attributes that a rule cannot compare
  }
}

/** `true` and `false` stand for the variants of these names. */
const variantName = (result: unknown): string | null => (result === null || result === undefined ? null : text(result))
const text = (value: unknown): string => String(value)

function served(flag: FlagdFlag, variant: string | null, reason: ValueReason): Evaluation {
  const { key, metadata } = flag
  if (variant === null) return { kind: 'code-default', key, reason: 'DEFAULT', metadata }
  return { kind: 'value', key, value: flag.variants.get(variant) ?? null, variant, reason, metadata }
}

function failure(
  { key, metadata }: { key: string; metadata: Metadata },
  errorCode: ErrorCode,
  errorDetails: string,
): Evaluation {
  return { kind: 'error', key, errorCode, errorDetails, metadata }
}
