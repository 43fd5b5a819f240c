import { LogicEngine } from 'json-logic-engine'
import type { Json } from '@/lib/kernel/hash'
import { endsWith, fractional, startsWith } from './operators'
import { semVerHolds } from './sem-ver'

/** A compiled rule. Throws what the rule throws on a context it cannot digest. */
export type Logic = (context: Readonly<Record<string, unknown>>) => unknown

/** Compilation writes source text and recurses, so both directions of growth end here. */
export const LOGIC_DEPTH_MAX = 100
export const LOGIC_NODES_MAX = 50_000

/** The operators of flagd's targeting schema; the engine knows more, which other flagd clients would not. */
const OPERATORS: ReadonlySet<string> = new Set(
  (
    'var missing missing_some if == === != !== > >= < <= and or ! !! % / * + - min max merge in cat substr ' +
    'map filter reduce all none some fractional starts_with ends_with sem_ver'
  ).split(' '),
)

/** One engine a rule: an engine changes how it computes constants after 500 rules, and equal rules must stay equal. */
function createEngine(): LogicEngine {
  const created = new LogicEngine()
  created.addMethod('fractional', fractional)
  created.addMethod('starts_with', (args: unknown) => startsWith(args))
  created.addMethod('ends_with', (args: unknown) => endsWith(args))
  created.addMethod('sem_ver', (args: unknown) =>
    Array.isArray(args) && args.length === 3 ? semVerHolds(args[0], String(args[1]), args[2]) : null,
  )
  return created
}

/**
 * Compiles a JSONLogic rule with flagd's operators.
 * @returns the rule, or in words why it is refused: unknown operator, too deep, too large, not evaluable
 */
export function compileLogic(rule: Json): { ok: true; run: Logic } | { ok: false; why: string } {
  const why = whyNotLogic(rule)
  if (why) return { ok: false, why }
  try {
    return { ok: true, run: createEngine().build(rule) as Logic } // the engine types what it builds as Function
  } catch {
    return { ok: false, why: 'the rule cannot be evaluated' } // constant parts are computed while building
  }
}

/** Why a rule would not compile, by its shape alone; null when it would. */
export function whyNotLogic(rule: Json): string | null {
  let nodes = 0
  const visit = (node: Json, depth: number): string | null => {
    nodes += 1
    if (nodes > LOGIC_NODES_MAX) return `more than ${LOGIC_NODES_MAX} parts`
    if (node === null || typeof node !== 'object') return null
    if (depth > LOGIC_DEPTH_MAX) return `deeper than ${LOGIC_DEPTH_MAX} levels`
    const operators = Array.isArray(node) ? [] : Object.keys(node)
    if (operators.length > 1) return 'more than one operator in an object'
    const unknown = operators.find((name) => !OPERATORS.has(name))
    if (unknown !== undefined) return `unknown operator ${JSON.stringify(unknown)}`
    for (const child of Object.values(node)) {
      const why = child === undefined ? null : visit(child, depth + 1)
      if (why) return why
    }
    return null
  }
  return visit(rule, 1)
}
