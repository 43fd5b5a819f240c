import { expect, test } from 'vitest'
import { compileDocument, type CompileInput } from './compile-document'
import { createEvaluator } from './evaluator'
import { SHARE_TOTAL, type Condition, type FlagTargeting, type Rule } from './schema'

type Flag = CompileInput['flags'][number]

const needs = (flag: string, ...variants: string[]): Condition => ({ flag, variants })
const onWhen = (when: Condition | null): Rule => ({ kind: 'serve', when, variant: 'on' })
function flag(key: string, rules: Rule[], more: Partial<FlagTargeting> = {}): Flag {
  return {
    definition: { key, type: 'boolean', variants: { on: true, off: false }, defaultVariant: 'off', owner: 'cart' },
    targeting: { state: 'ENABLED', rules, otherwise: 'off', stopped: null, ...more },
  }
}
const compile = (...flags: Flag[]) =>
  compileDocument({ workspaceSlug: 'shop', environmentKey: 'prod', revision: 1, flags, segments: [] })
function served(key: string, flags: Flag[], context: Record<string, unknown>): unknown {
  const compiled = compile(...flags)
  const evaluator = compiled.ok ? createEvaluator(compiled.value.text) : compiled
  if (!evaluator.ok) throw new Error(evaluator.message)
  return evaluator.value.evaluate(key, context, 0)
}

const pro: Condition = { attribute: 'plan', op: 'in', values: ['pro'] }
const cart = flag('cart', [onWhen(needs('pay', 'on'))])

test.each([
  ['its rule matches', flag('pay', [onWhen(pro)]), { plan: 'pro' }, 'on'],
  ['its rule does not match', flag('pay', [onWhen(pro)]), { plan: 'free' }, 'off'],
  ['it has no rule and answers that', flag('pay', [], { otherwise: 'on' }), {}, 'on'],
  ['it is disabled', flag('pay', [onWhen(null)], { state: 'DISABLED' }), {}, 'off'],
  ['its rollout stopped it', flag('pay', [onWhen(null)], { stopped: { variant: 'off' } }), {}, 'off'],
])('a prerequisite is met or not as the other flag answers: %s', (_, pay, context, variant) => {
  expect(served('cart', [cart, pay], { targetingKey: 'u1', ...context })).toMatchObject({ variant })
})

test('whoever is in the baseline of the other flag’s rollout has its safe variant', () => {
  const serving = {
    rolloutId: 'rol_000000000001',
    stageId: 'stg_000000000001',
    salt: 's',
    exposedVariant: 'on',
    safeVariant: 'off',
    audience: null,
  } as const
  const pay = (share: number) => flag('pay', [{ kind: 'rollout', serving: { ...serving, share } }])
  const unlessNew = flag('cart', [onWhen(needs('pay', 'off'))])
  expect(served('cart', [unlessNew, pay(0)], { targetingKey: 'u1' })).toMatchObject({ variant: 'on' })
  expect(served('cart', [unlessNew, pay(SHARE_TOTAL)], { targetingKey: 'u1' })).toMatchObject({ variant: 'off' })
})

const chain = (length: number): Flag[] =>
  Array.from({ length: length + 1 }, (_, i) => flag(`f${i}`, i === length ? [] : [onWhen(needs(`f${i + 1}`, 'on'))]))

test.each([
  ['a flag that is not there', [cart], 'unknown-prerequisite'],
  ['a variant that is not there', [flag('cart', [onWhen(needs('pay', 'blue'))]), flag('pay', [])], 'unknown-variant'],
  ['itself', [flag('a', [onWhen(needs('a', 'on'))])], 'prerequisite-cycle'],
  [
    'a circle of three',
    [
      flag('a', [onWhen(needs('b', 'on'))]),
      flag('b', [onWhen(needs('c', 'on'))]),
      flag('c', [onWhen(needs('a', 'on'))]),
    ],
    'prerequisite-cycle',
  ],
  ['a chain of six', chain(6), 'prerequisite-chain'],
  ['a chain of six, told from its end', chain(6).toReversed(), 'prerequisite-chain'],
])('a prerequisite is refused: %s', (_, flags, code) => {
  expect(compile(...flags)).toMatchObject({ ok: false, code })
})

test('a chain of five serves', () => {
  const flags = chain(5).map((each) => (each.definition.key === 'f5' ? flag('f5', [], { otherwise: 'on' }) : each))
  expect(served('f0', flags, { targetingKey: 'u1' })).toMatchObject({ variant: 'on' })
})

test('a chain whose links multiply is refused before it is large', () => {
  const wide = chain(4).map(({ definition, targeting }) => ({
    definition,
    targeting: { ...targeting, rules: Array.from({ length: 30 }, () => targeting.rules).flat() },
  }))
  expect(compile(...wide)).toMatchObject({ ok: false, code: 'prerequisite-too-large' })
})

test('a segment asks for no flag', () => {
  const segments = [{ key: 's', name: 'S', rule: needs('pay', 'on') }]
  const compiled = compileDocument({
    workspaceSlug: 'shop',
    environmentKey: 'prod',
    revision: 1,
    flags: [flag('pay', [])],
    segments,
  })
  expect(compiled).toMatchObject({ ok: false, code: 'prerequisite-in-segment' })
})

test('a stop by hand wins over every rule and over what the rollout says', () => {
  const by = { kind: 'person', id: 'usr_1', name: 'Maria' }
  const handStop = { variant: 'off', at: '2026-03-05T10:00:00.000Z', by, note: '' } as FlagTargeting['handStop'] &
    object
  const stopped = flag('pay', [onWhen(null)], { handStop })
  expect(served('pay', [stopped], { targetingKey: 'u1' })).toMatchObject({ variant: 'off', reason: 'STATIC' })
})
