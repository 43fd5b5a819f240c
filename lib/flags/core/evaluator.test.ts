import { expect, test } from 'vitest'
import { createEvaluator, type EvaluationContext } from './evaluator'

const metadata = { flagSetId: 'shop/prod', version: '417' }
const onOff = { on: true, off: false }

function evaluatorOf(flags: Record<string, unknown>, $evaluators: Record<string, unknown> = {}) {
  const created = createEvaluator(JSON.stringify({ metadata, $evaluators, flags }))
  if (!created.ok) throw new Error(created.message)
  return created.value
}

const flag = (more: object) => ({ state: 'ENABLED', variants: onOff, defaultVariant: 'off', ...more })
const evaluate = (more: object, context: EvaluationContext = {}) =>
  evaluatorOf({ f: flag(more) }).evaluate('f', context, 1_795_168_800)

const value = { kind: 'value', key: 'f', metadata }
const on = { ...value, variant: 'on', value: true, reason: 'TARGETING_MATCH' }

test.each([
  ['no targeting', {}, { ...value, variant: 'off', value: false, reason: 'STATIC' }],
  ['empty targeting', { targeting: {} }, { ...value, variant: 'off', value: false, reason: 'STATIC' }],
  [
    'a rule that gives null',
    { targeting: { var: 'missing' } },
    { ...value, variant: 'off', value: false, reason: 'DEFAULT' },
  ],
  ['a rule that names a variant', { targeting: { if: [true, 'on'] } }, on],
  ['fractional', { targeting: { fractional: [['on', 1]] } }, on],
  ['a disabled flag', { state: 'DISABLED' }, { kind: 'code-default', key: 'f', reason: 'DISABLED', metadata }],
  ['no default variant', { defaultVariant: null }, { kind: 'code-default', key: 'f', reason: 'DEFAULT', metadata }],
  [
    'own metadata',
    { metadata: { version: 'mine' } },
    { ...value, variant: 'off', value: false, reason: 'STATIC', metadata: { ...metadata, version: 'mine' } },
  ],
])('%s', (_, more, expected) => {
  expect(evaluate(more, { targetingKey: 'u1' })).toEqual(expected)
})

test.each([
  ['an unknown variant', { targeting: { if: [true, 'blue'] } }, 'GENERAL'],
  ['a rule that fails on the context', { targeting: { if: [{ '>': [{ var: 'age' }, 18] }, 'on'] } }, 'GENERAL'],
  ['an unknown operator', { targeting: { frobnicate: [1] } }, 'PARSE_ERROR'],
  ['an inherited name as operator', { targeting: { constructor: ['return 1'] } }, 'PARSE_ERROR'],
  ['two operators in one object', { targeting: { if: [true, 'on'], cat: ['on'] } }, 'PARSE_ERROR'],
  ['an unknown reference', { targeting: { if: [{ $ref: 'nobody' }, 'on'] } }, 'PARSE_ERROR'],
])('%s is an error of this flag', (_, more, errorCode) => {
  expect(evaluate(more, { age: 'old' })).toMatchObject({ kind: 'error', key: 'f', errorCode, metadata })
})

test('true and false name variants, and names of Object.prototype are only names', () => {
  const variants = { true: 1, false: 2, constructor: 3 }
  const rule = (targeting: object) => evaluate({ variants, defaultVariant: 'false', targeting })
  expect(rule({ '==': [1, 1] })).toMatchObject({ variant: 'true', value: 1 })
  expect(rule({ if: [true, 'constructor'] })).toMatchObject({ variant: 'constructor', value: 3 })
  expect(rule({ if: [true, 'toString'] })).toMatchObject({ kind: 'error', errorCode: 'GENERAL' })
  expect(evaluatorOf({}).evaluate('constructor', {}, 0)).toMatchObject({ errorCode: 'FLAG_NOT_FOUND', metadata })
})

test('a rule sees its flag key and the time', () => {
  const rule = {
    if: [
      { and: [{ '==': [{ var: '$flagd.flagKey' }, 'f'] }, { '==': [{ var: '$flagd.timestamp' }, 1_795_168_800] }] },
      'on',
    ],
  }
  expect(evaluate({ targeting: rule }, { $flagd: { flagKey: 'forged' } })).toEqual(on)
})

test('evaluators take the place of references', () => {
  const staff = { ends_with: [{ var: 'email' }, '@acme.com'] }
  const evaluator = evaluatorOf({ f: flag({ targeting: { if: [{ $ref: 'staff' }, 'on'] } }) }, { staff })
  expect(evaluator.evaluate('f', { email: 'ana@acme.com' }, 0)).toEqual(on)
  expect(evaluator.evaluate('f', { email: 'ana@other.com' }, 0)).toMatchObject({ variant: 'off', reason: 'DEFAULT' })
})

test('over-deep and over-large rules harm only their own flag', () => {
  // Written by hand: JSON.stringify itself overflows here, JSON.parse does not.
  const deep = `{"state":"ENABLED","variants":{"on":true},"targeting":${'{"!":['.repeat(50_000)}1${']}'.repeat(50_000)}}`
  const wide = { if: [{ in: [{ var: 'x' }, Array.from({ length: 60_000 }, (_, i) => i)] }, 'on'] }
  const others = JSON.stringify({ wide: flag({ targeting: wide }), fine: flag({}) }).slice(1)
  const created = createEvaluator(`{"flags":{"deep":${deep},${others}}`)
  expect(created.ok && created.value.evaluateAll({}, 0)).toMatchObject([
    { key: 'deep', errorCode: 'PARSE_ERROR' },
    { key: 'wide', errorCode: 'PARSE_ERROR' },
    { key: 'fine', variant: 'off' },
  ])
})

test('hostile contexts change nothing outside themselves', () => {
  const targeting = { if: [{ '==': [{ var: 'polluted' }, 'yes'] }, 'on', { var: 'constructor.name' }] }
  const evaluator = evaluatorOf({
    f: flag({ targeting }),
    g: flag({ targeting: { if: [{ '!!': [{ var: '__proto__' }] }, 'on'] } }),
  })
  const hostile = '{"__proto__":{"polluted":"yes"},"constructor":{"name":"off"},"prototype":1,"hasOwnProperty":0}'
  evaluator.evaluateAll(JSON.parse(hostile), 0)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(Object.hasOwn(Object.prototype, '$flagd')).toBe(false)
  expect(evaluator.evaluate('f', JSON.parse(hostile), 0)).toMatchObject({ variant: 'off' })
})

test.each([
  ['text that is not JSON', '{'],
  ['an array of flags', '{"flags":[]}'],
  ['a state nobody knows', '{"flags":{"f":{"state":"ON","variants":{}}}}'],
  ['a default that is no variant', '{"flags":{"f":{"state":"ENABLED","variants":{"on":true},"defaultVariant":"off"}}}'],
])('%s is refused as a whole', (_, text) => {
  expect(createEvaluator(text)).toMatchObject({ ok: false, code: 'invalid-document' })
})

test('equal errors of one flag are the same object too', () => {
  const evaluator = evaluatorOf({
    older: flag({ targeting: { if: [{ '>': [{ var: 'age' }, 18] }, 'on'] } }),
    unknown: flag({ targeting: { if: [true, 'blue'] } }),
    broken: flag({ targeting: { frobnicate: [1] } }),
  })
  const [one, two] = [evaluator.evaluateAll({ age: 'old' }, 0), evaluator.evaluateAll({ age: 'older' }, 1)]
  expect(one.map(({ kind }) => kind)).toEqual(['error', 'error', 'error'])
  for (const [i, answer] of one.entries()) expect(two[i]).toBe(answer)
})

const text = (version: string, share: number) =>
  JSON.stringify({
    metadata: { version },
    flags: {
      same: flag({ targeting: { if: [true, 'on'] } }),
      other: flag({ targeting: { fractional: [['on', share]] } }),
    },
  })

test('the next revision takes over unchanged compiled rules and equal answers are the same object', () => {
  const first = createEvaluator(text('1', 1))
  if (!first.ok) throw new Error(first.message)
  expect(first.value.compiled.size).toBe(0)
  const answers = [first.value.evaluateAll({ targetingKey: 'u' }, 0), first.value.evaluateAll({ targetingKey: 'v' }, 1)]
  expect(answers[0]?.[0]).toBe(answers[1]?.[0])
  expect(first.value.compiled.size).toBe(2)
  const second = createEvaluator(text('2', 2), first.value)
  expect(second.ok && second.value.compiled.size).toBe(1)
  expect(second.ok && second.value.evaluate('same', {}, 0)).toMatchObject({ variant: 'on', metadata: { version: '2' } })
})
