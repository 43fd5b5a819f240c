import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCondition, anyContext } from './arbitraries'
import { compileDocument } from './compile-document'
import { createEvaluator } from './evaluator'
import type { Condition, FlagTargeting, Segment } from './schema'
import { semVerHolds } from './sem-ver'

type Context = Readonly<Record<string, unknown>>

const definition = {
  key: 'f',
  type: 'boolean' as const,
  variants: { on: true, off: false },
  defaultVariant: 'off',
  owner: 'cart',
}
const segments: Segment[] = [{ key: 's0', name: 'Beta', rule: { attribute: 'beta', op: 'in', values: [true] } }]

/** What the compiled condition says: whether it holds, or that it fails on this context. */
function compiledHolds(when: Condition, context: Context): boolean | 'fails' {
  const rules: FlagTargeting['rules'] = [{ kind: 'serve', when, variant: 'on' }]
  const flags = [{ definition, targeting: { state: 'ENABLED' as const, rules, otherwise: 'off', stopped: null } }]
  const compiled = compileDocument({ workspaceSlug: 'w', environmentKey: 'e', revision: 1, flags, segments })
  const evaluator = compiled.ok ? createEvaluator(compiled.value.text) : compiled
  if (!evaluator.ok) throw new Error(evaluator.message)
  const answer = evaluator.value.evaluate('f', structuredClone(context), 0)
  return answer.kind === 'value' ? answer.variant === 'on' : 'fails'
}

/** What a condition means, in plain words of the language and without any engine. */
function holds(condition: Condition, context: Context): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, context))
  if ('any' in condition) return condition.any.some((part) => holds(part, context))
  if ('not' in condition) return !holds(condition.not, context)
  if ('flag' in condition) return false
  if ('segment' in condition) return segments.some(({ key, rule }) => key === condition.segment && holds(rule, context))
  return holdsForAttribute(condition, attributeOf(context, condition.attribute))
}

function attributeOf(context: Context, path: string): unknown {
  let found: unknown = context
  for (const step of path.split('.')) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined
  }
  return found ?? null
}

function holdsForAttribute({ op, values }: Extract<Condition, { op: string }>, given: unknown): boolean {
  const some = (one: (value: never) => boolean) => values.some((value) => one(value as never)) // validated by operator
  const number = (one: (a: number, b: number) => boolean) => {
    if (given === null || typeof given === 'string') return false
    if (typeof given === 'object') throw new Error('lists and objects have no order')
    return some((value) => one(Number(given), value))
  }
  const version = (sign: string) => some((value) => semVerHolds(given, sign, value) === true)
  switch (op) {
    case 'in':
      return values.includes(given as never)
    case 'not-in':
      return !values.includes(given as never)
    case 'contains':
      return typeof given === 'string' && some((value) => given.includes(value))
    case 'starts-with':
      return typeof given === 'string' && some((value) => given.startsWith(value))
    case 'ends-with':
      return typeof given === 'string' && some((value) => given.endsWith(value))
    case 'greater':
      return number((a, b) => a > b)
    case 'greater-or-equal':
      return number((a, b) => a >= b)
    case 'less':
      return number((a, b) => a < b)
    case 'less-or-equal':
      return number((a, b) => a <= b)
    case 'version-equal':
      return version('=')
    case 'version-greater':
      return version('>')
    case 'version-greater-or-equal':
      return version('>=')
    case 'version-less':
      return version('<')
    case 'version-less-or-equal':
      return version('<=')
    case 'version-same-major':
      return version('^')
    case 'version-same-minor':
      return version('~')
    case 'present':
      return given !== null
    case 'absent':
      return given === null
    default:
      throw new Error(op satisfies never)
  }
}

test('a compiled condition means what it says', () => {
  fc.assert(
    fc.property(anyCondition(['s0']), fc.array(anyContext, { maxLength: 5 }), (condition, contexts) => {
      for (const context of contexts) {
        let expected: boolean | 'fails'
        try {
          expected = holds(condition, context)
        } catch {
          expected = 'fails'
        }
        expect(compiledHolds(condition, context)).toBe(expected)
      }
    }),
    { numRuns: 500 },
  )
})

test.each<[Condition, Context, boolean]>([
  [{ attribute: 'plan', op: 'not-in', values: ['free'] }, {}, true],
  [{ attribute: 'age', op: 'less', values: [18] }, {}, false],
  [{ attribute: 'age', op: 'greater-or-equal', values: [0] }, { age: null }, false],
  [{ attribute: 'age', op: 'greater', values: [17] }, { age: '18' }, false],
  [{ attribute: 'age', op: 'greater', values: [17] }, { age: 18 }, true],
  [{ attribute: 'user.country', op: 'in', values: ['de'] }, { user: { country: 'de' } }, true],
  [{ attribute: 'user.country', op: 'absent', values: [] }, { user: 'ana' }, true],
  [{ attribute: 'email', op: 'contains', values: ['@acme', '@umbra'] }, { email: 'ana@umbra.com' }, true],
  [{ attribute: 'email', op: 'contains', values: ['1'] }, { email: 12 }, false],
  [{ attribute: 'email', op: 'contains', values: ['', 'pro'] }, { email: '' }, true],
  [{ attribute: 'email', op: 'contains', values: [''] }, { email: 12 }, false],
  [{ attribute: 'app', op: 'version-greater-or-equal', values: ['2.1'] }, { app: 'v2.10.0' }, true],
  [{ attribute: 'app', op: 'version-less', values: ['2'] }, { app: '2.0.0-rc.1' }, true],
  [{ not: { segment: 's0' } }, { beta: 'true' }, true],
])('%j of %j is %s', (condition, context, expected) => {
  expect(compiledHolds(condition, context)).toBe(expected)
})
