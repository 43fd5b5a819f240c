import { FlagdCore, MemoryStorage } from '@openfeature/flagd-core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCompileInput, anyContext } from './arbitraries'
import { compileDocument } from './compile-document'
import { createEvaluator, type Evaluation } from './evaluator'

const silent = { info: noop, warn: noop, error: noop, debug: noop }
function noop(): void {}

const NOW_S = 1_795_168_800

/** flagd's own answer in our words; its value is asked for by the type that the flag has. */
function oracleOf(documentText: string) {
  const core = new FlagdCore(undefined, silent)
  core.setConfigurations(documentText)
  return (ours: Evaluation, context: Record<string, unknown>) => {
    const type = ours.kind === 'value' ? typeof ours.value : 'boolean'
    if (type !== 'boolean' && type !== 'string' && type !== 'number' && type !== 'object') throw new Error(type)
    const sent: Record<string, never> = JSON.parse(JSON.stringify(context))
    const { value, variant, reason, errorCode, flagMetadata } = core.resolve(type, ours.key, null as never, sent)
    return { value, variant, reason, errorCode, flagMetadata }
  }
}

function asFlagd(ours: Evaluation) {
  const { metadata: flagMetadata } = ours
  if (ours.kind === 'value') {
    return { value: ours.value, variant: ours.variant, reason: ours.reason, errorCode: undefined, flagMetadata }
  }
  const nothing = { value: null, variant: undefined, flagMetadata }
  if (ours.kind === 'code-default') return { ...nothing, reason: ours.reason, errorCode: undefined }
  return { ...nothing, reason: 'ERROR', errorCode: ours.errorCode }
}

test('compiled documents pass flagd’s strict schema and every flag resolves as flagd resolves it', () => {
  fc.assert(
    fc.property(anyCompileInput, fc.array(anyContext, { minLength: 1, maxLength: 5 }), (input, contexts) => {
      const compiled = compileDocument(input)
      if (!compiled.ok) throw new Error(`${compiled.code}: ${compiled.message}`)
      const { text } = compiled.value
      new MemoryStorage(silent).setConfigurations(text, true)
      const oracle = oracleOf(text)
      const evaluator = createEvaluator(text)
      if (!evaluator.ok) throw new Error(evaluator.message)
      for (const context of contexts) {
        for (const ours of evaluator.value.evaluateAll(structuredClone(context), NOW_S)) {
          expect(asFlagd(ours)).toEqual(oracle(ours, context))
        }
      }
    }),
    { numRuns: 150 },
  )
})

const scalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('', 'on', 'off', 'a', '1', 'true'),
)
const variable = fc.record({
  var: fc.constantFrom('a', 'b.c', 'targetingKey', '$flagd.flagKey', 'list', '', '__proto__'),
})
const { rule } = fc.letrec((tie) => {
  const arg = fc.oneof(
    { maxDepth: 5 },
    { arbitrary: scalar, weight: 2 },
    { arbitrary: variable, weight: 2 },
    tie('rule'),
  )
  const args = (minLength: number, maxLength: number) => fc.array(arg, { minLength, maxLength })
  const binary = [
    '==',
    '===',
    '!=',
    '!==',
    '>',
    '>=',
    '<',
    '<=',
    '%',
    '/',
    '-',
    'in',
    'starts_with',
    'ends_with',
    'substr',
  ]
  const many = ['if', 'and', 'or', 'cat', 'min', 'max', '+', '*', 'merge', 'missing']
  const bucket = fc.oneof(fc.tuple(arg), fc.tuple(arg, fc.oneof(fc.integer({ min: -5, max: 2_147_483_647 }), scalar)))
  const shares = fc.array(bucket, { minLength: 1, maxLength: 4 })
  return {
    rule: fc.oneof(
      fc.tuple(fc.constantFrom(...binary), args(2, 2)).map(([op, list]) => ({ [op]: list })),
      fc.tuple(fc.constantFrom(...many), args(1, 4)).map(([op, list]) => ({ [op]: list })),
      fc.tuple(fc.constantFrom('!', '!!'), args(1, 1)).map(([op, list]) => ({ [op]: list })),
      shares.map((list) => ({ fractional: list })),
      fc.tuple(arg, shares).map(([key, list]) => ({ fractional: [key, ...list] })),
      fc.tuple(arg, fc.constantFrom('=', '^', '>'), arg).map((list) => ({ sem_ver: list })),
    ),
  }
})

test('any rule, sensible or not, resolves as flagd resolves it', () => {
  const variants = { on: true, off: false, true: true, a: false }
  fc.assert(
    fc.property(rule, fc.array(anyContext, { minLength: 1, maxLength: 5 }), (targeting, contexts) => {
      const flag = { state: 'ENABLED', variants, defaultVariant: 'off', targeting }
      const text = JSON.stringify({ metadata: { version: '7' }, flags: { f: flag } })
      const oracle = oracleOf(text)
      const evaluator = createEvaluator(text)
      if (!evaluator.ok) throw new Error(evaluator.message)
      for (const context of contexts) {
        const ours = evaluator.value.evaluate('f', structuredClone(context), NOW_S)
        expect(asFlagd(ours)).toEqual(oracle(ours, context))
      }
    }),
    { numRuns: 1500 },
  )
})
