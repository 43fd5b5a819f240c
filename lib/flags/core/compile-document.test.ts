import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCompileInput, anyContext, anyServing } from './arbitraries'
import { compileDocument, type CompileInput } from './compile-document'
import { createEvaluator, type EvaluationContext } from './evaluator'
import { explain } from './explain'
import { SHARE_TOTAL, type FlagTargeting, type RolloutServing, type Segment } from './schema'

const definition = {
  key: 'checkout-v2',
  type: 'boolean' as const,
  variants: { on: true, off: false },
  defaultVariant: 'off',
  owner: 'cart',
}
const serving: RolloutServing = {
  rolloutId: 'rol_000000000001',
  stageId: 'stg_000000000001',
  salt: 'q7x',
  exposedVariant: 'on',
  safeVariant: 'off',
  share: 5000,
  audience: null,
}
const targetingOf = (more: Partial<FlagTargeting>): FlagTargeting => ({
  state: 'ENABLED',
  rules: [],
  otherwise: 'off',
  stopped: null,
  ...more,
})
const rollout = (more: Partial<RolloutServing> = {}): FlagTargeting =>
  targetingOf({ rules: [{ kind: 'rollout', serving: { ...serving, ...more } }] })

function inputOf(targeting: FlagTargeting, segments: Segment[] = []): CompileInput {
  return { workspaceSlug: 'shop', environmentKey: 'prod', revision: 417, flags: [{ definition, targeting }], segments }
}

function compiled(input: CompileInput) {
  const outcome = compileDocument(input)
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`)
  return outcome.value
}

function variantFor(input: CompileInput, context: EvaluationContext): string | null {
  const evaluator = createEvaluator(compiled(input).text)
  if (!evaluator.ok) throw new Error(evaluator.message)
  const answer = evaluator.value.evaluate(definition.key, { ...context }, 0)
  return answer.kind === 'value' ? answer.variant : null
}

test('a rollout is a guarded split between the exposed variant and control', () => {
  const audience = { attribute: 'plan', op: 'in' as const, values: ['pro'] }
  const key = { var: 'targetingKey' }
  expect(JSON.parse(compiled(inputOf(rollout({ audience }))).text)).toEqual({
    $schema: 'https://flagd.dev/schema/v0/flags.json',
    metadata: { flagSetId: 'shop/prod', version: '417' },
    flags: {
      'checkout-v2': {
        state: 'ENABLED',
        variants: { on: true, control: false, off: false },
        defaultVariant: 'off',
        targeting: {
          if: [
            { and: [{ starts_with: [key, ''] }, { '!==': [key, ''] }, { in: [{ var: 'plan' }, ['pro']] }] },
            { fractional: [{ cat: ['q7x', key] }, ['on', 5000], ['control', 95_000]] },
            null,
          ],
        },
        metadata: { owner: 'cart' },
      },
    },
  })
})

test('the order in which things were written changes no byte', () => {
  const other = { ...definition, key: 'a', variants: { off: false, on: true } }
  const flags = [
    { definition, targeting: rollout() },
    {
      definition: other,
      targeting: targetingOf({ rules: [{ kind: 'serve', when: { segment: 's1' }, variant: 'on' }] }),
    },
  ]
  const segments: Segment[] = [
    { key: 's1', name: 'One', rule: { any: [{ segment: 's2' }, { attribute: 'plan', op: 'present', values: [] }] } },
    { key: 's2', name: 'Two', rule: { attribute: 'beta', op: 'in', values: [true] } },
  ]
  const input = { ...inputOf(rollout()), flags, segments }
  const turned = { ...input, flags: flags.toReversed(), segments: segments.toReversed() }
  expect(compiled(turned)).toEqual(compiled(input))
  expect(JSON.parse(compiled(input).text).$evaluators).toEqual({
    s1: { or: [{ in: [{ var: 'beta' }, [true]] }, { '!==': [{ var: 'plan' }, null] }] },
  })
})

test('the revision is in the text and not in what is hashed', () => {
  const [before, after] = [417, 418].map((revision) => compiled({ ...inputOf(rollout()), revision }))
  expect(before?.hashText).toBe(after?.hashText)
  expect(before?.text).not.toBe(after?.text)
})

const stopped = ({ definition, targeting }: CompileInput['flags'][number]) => ({
  definition,
  targeting: { ...targeting, stopped: { variant: 'off' } },
})

test('a stop serves the safe variant to all, and its undo is the very same text to hash', () => {
  fc.assert(
    fc.property(anyCompileInput, fc.array(anyContext, { maxLength: 5 }), (input, contexts) => {
      const evaluator = createEvaluator(compiled({ ...input, flags: input.flags.map(stopped) }).text)
      for (const context of contexts) {
        const answers = evaluator.ok ? evaluator.value.evaluateAll(structuredClone(context), 0) : []
        expect(answers).toHaveLength(input.flags.length)
        for (const answer of answers.filter(({ kind }) => kind !== 'code-default')) {
          expect(answer).toMatchObject({ variant: 'off', reason: 'STATIC' })
        }
      }
      const undone = { ...input, revision: input.revision + 2 }
      expect(compiled(undone).hashText).toBe(compiled(input).hashText)
    }),
    { numRuns: 100 },
  )
})

const person = fc.string({ minLength: 1, maxLength: 12 })
const share = fc.integer({ min: 0, max: SHARE_TOTAL })

test('a ramp only adds people, and everybody else in the audience is control', () => {
  fc.assert(
    fc.property(anyServing('on', 'off'), fc.tuple(share, share), fc.array(person), (any, shares, people) => {
      const [low = 0, high = 0] = shares.toSorted((a, b) => a - b)
      const arms = (share: number) =>
        people.map((targetingKey) => variantFor(inputOf(rollout({ ...any, audience: null, share })), { targetingKey }))
      const [before, after] = [arms(low), arms(high)]
      expect([...before, ...after].filter((arm) => arm !== 'on' && arm !== 'control')).toEqual([])
      expect(before.filter((arm, i) => arm === 'on' && after[i] !== 'on')).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('a share of nothing exposes nobody and a share of all exposes everybody', () => {
  fc.assert(
    fc.property(person, (targetingKey) => {
      expect(variantFor(inputOf(rollout({ share: 0 })), { targetingKey })).toBe('control')
      expect(variantFor(inputOf(rollout({ share: SHARE_TOTAL })), { targetingKey })).toBe('on')
    }),
  )
})

test.each([[{}], [{ targetingKey: '' }], [{ targetingKey: 7 }], [{ targetingKey: null }], [{ targetingKey: ['u1'] }]])(
  'without a usable key nobody is in a rollout: %j',
  (context) => {
    expect(variantFor(inputOf(rollout({ share: SHARE_TOTAL })), context)).toBe('off')
  },
)

test('people outside the audience fall through to the next rule, earlier rules win', () => {
  const audience = { attribute: 'plan', op: 'in' as const, values: ['pro'] }
  const targeting = targetingOf({
    rules: [
      { kind: 'serve', when: { attribute: 'staff', op: 'in', values: [true] }, variant: 'off' },
      { kind: 'rollout', serving: { ...serving, salt: 'checkout-v2', share: SHARE_TOTAL, audience } },
      { kind: 'serve', when: { attribute: 'beta', op: 'in', values: [true] }, variant: 'on' },
    ],
  })
  const why = (context: EvaluationContext) =>
    explain({ definition, targeting }, [], { targetingKey: 'user-1', ...context }, 0)
  expect(why({ staff: true, plan: 'pro' })).toEqual({
    ok: true,
    value: { because: 'rule', index: 0, variant: 'off', bucket: null },
  })
  expect(why({ plan: 'pro' })).toMatchObject({ value: { because: 'rule', index: 1, variant: 'on', bucket: 87_493 } })
  expect(why({ plan: 'free', beta: true })).toMatchObject({ value: { index: 2, variant: 'on' } })
  expect(why({ plan: 'free' })).toEqual({ ok: true, value: { because: 'otherwise', variant: 'off' } })
  expect(explain({ definition, targeting: { ...targeting, stopped: { variant: 'off' } } }, [], {}, 0)).toEqual({
    ok: true,
    value: { because: 'stopped', variant: 'off' },
  })
})

test('what explain says is what the evaluator serves', () => {
  fc.assert(
    fc.property(anyCompileInput, anyContext, (input, context) => {
      const evaluator = createEvaluator(compiled(input).text)
      if (!evaluator.ok) throw new Error(evaluator.message)
      for (const flag of input.flags) {
        const answer = evaluator.value.evaluate(flag.definition.key, structuredClone(context), 0)
        const why = explain(flag, input.segments, context, 0, input.flags)
        const served = answer.kind === 'value' ? answer.variant : answer.kind
        const said = why.ok ? (why.value.because === 'disabled' ? 'code-default' : why.value.variant) : 'error'
        expect(said).toBe(served)
      }
    }),
    { numRuns: 100 },
  )
})
