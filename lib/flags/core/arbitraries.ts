import * as fc from 'fast-check'
import { idOf } from '@/lib/kernel/id'
import type { CompileInput } from './compile-document'
import {
  type Condition,
  type ConditionOp,
  type FlagDefinition,
  type FlagTargeting,
  type Rule,
  type Segment,
  SHARE_TOTAL,
} from './schema'

/** Random flags, rules and contexts for property tests: small pools, so that conditions often hold. */
const text = fc.constantFrom('pro', 'free', 'eu-west', 'a', '', 'ana@acme.com', '2.1.0', 'true', '{"$ref":"s0"}')
const attribute = fc.constantFrom('plan', 'email', 'app', 'age', 'beta', 'user.country', 'missing')
const number = fc.oneof(fc.integer({ min: -3, max: 50 }), fc.constantFrom(1.5, -0.25, 1e21))
const version = fc.constantFrom('1', '1.4', '2.0.0', 'v2.1.0', '2.1.0-rc.1', '3.0.0')
const scalar = fc.oneof(text, number, fc.boolean())

const textOps: ConditionOp[] = ['contains', 'starts-with', 'ends-with']
const numberOps: ConditionOp[] = ['greater', 'greater-or-equal', 'less', 'less-or-equal']
const versionOps: ConditionOp[] = [
  'version-equal',
  'version-greater',
  'version-greater-or-equal',
  'version-less',
  'version-less-or-equal',
  'version-same-major',
  'version-same-minor',
]

const condition = (op: fc.Arbitrary<ConditionOp>, values: fc.Arbitrary<(string | number | boolean)[]>) =>
  fc.record({ attribute, op, values })
const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 3 })

const anAttribute: fc.Arbitrary<Condition> = fc.oneof(
  condition(fc.constantFrom('in', 'not-in'), some(scalar)),
  condition(fc.constantFrom(...textOps), some(text)),
  condition(fc.constantFrom(...numberOps), fc.tuple(number)),
  condition(fc.constantFrom(...versionOps), some(version)),
  condition(fc.constantFrom('present', 'absent'), fc.constant([])),
)

/** A condition that may name the given segments. */
export function anyCondition(segments: readonly string[]): fc.Arbitrary<Condition> {
  const { node } = fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      anAttribute,
      ...(segments.length > 0 ? [fc.record({ segment: fc.constantFrom(...segments) })] : []),
      fc.record({ all: some(tie('node')) }),
      fc.record({ any: some(tie('node')) }),
      fc.record({ not: tie('node') }),
    ),
  }))
  return node
}

/** Three segments; each may name those before it. */
const anySegments: fc.Arbitrary<Segment[]> = fc
  .tuple(anyCondition([]), anyCondition(['s0']), anyCondition(['s0', 's1']))
  .map((rules) => rules.map((rule, i) => ({ key: `s${i}`, name: `Segment ${i}`, rule })))
const KEYS = ['s0', 's1', 's2']

export const anyShare = fc.oneof(fc.integer({ min: 0, max: SHARE_TOTAL }), fc.constantFrom(0, 1, 50_000, SHARE_TOTAL))

export const anyServing = (exposedVariant: string, safeVariant: string) =>
  fc.record({
    rolloutId: fc.constant(idOf('rol', 1, 1)),
    stageId: fc.constant(idOf('stg', 1, 1)),
    salt: fc.stringMatching(/^[a-z0-9]{1,8}$/),
    exposedVariant: fc.constant(exposedVariant),
    safeVariant: fc.constant(safeVariant),
    share: anyShare,
    audience: fc.option(anyCondition(KEYS)),
  })

const types: Pick<FlagDefinition, 'type' | 'variants'>[] = [
  { type: 'boolean', variants: { on: true, off: false } },
  { type: 'string', variants: { on: 'new', off: 'old', blue: '' } },
  { type: 'number', variants: { on: 9007199254740991, off: 0, blue: -1.5 } },
  { type: 'object', variants: { on: { a: [1, { b: null }] }, off: {} } },
]

const when = fc.option(anyCondition(KEYS))
const anyRollout: fc.Arbitrary<Rule> = fc.record({ kind: fc.constant('rollout'), serving: anyServing('on', 'off') })
const anySplit: fc.Arbitrary<Rule> = fc
  .record({ when, salt: fc.stringMatching(/^[a-z0-9]{1,8}$/), first: anyShare })
  .map((split) => ({
    kind: 'split',
    when: split.when,
    salt: split.salt,
    weights: [
      ['on', split.first],
      ['off', SHARE_TOTAL - split.first],
    ],
  }))

type AnyFlag = CompileInput['flags'][number]

const flagsOfTypes = types.map((kind): fc.Arbitrary<(key: string) => AnyFlag> => {
  const variant = fc.constantFrom(...Object.keys(kind.variants))
  const serve: fc.Arbitrary<Rule> = fc.record({ kind: fc.constant('serve'), when, variant })
  const others = fc.array(fc.oneof(serve, anySplit), { maxLength: 2 })
  const targeting: fc.Arbitrary<FlagTargeting> = fc
    .record({
      state: fc.constantFrom('ENABLED', 'ENABLED', 'ENABLED', 'ENABLED', 'DISABLED'),
      before: others,
      rollout: fc.option(anyRollout, { freq: 3 }),
      after: others,
      otherwise: variant,
      stopped: fc.constantFrom(null, null, null, { variant: 'off' }),
    })
    .map(({ before, rollout, after, state, otherwise, stopped }) => ({
      state,
      otherwise,
      stopped,
      rules: [...before, ...(rollout ? [rollout] : []), ...after],
    }))
  return targeting.map((targeting) => (key) => ({
    definition: { key, ...kind, defaultVariant: 'off', owner: 'cart' },
    targeting,
  }))
})

const anyFlag = (key: string): fc.Arbitrary<AnyFlag> => fc.oneof(...flagsOfTypes).map((flagOf) => flagOf(key))

/** The flag with a rule in front that is for those who get the other's safe variant. */
const needing = (flag: AnyFlag, other: AnyFlag): AnyFlag => {
  const [variant = 'off'] = Object.keys(flag.definition.variants)
  const rule: Rule = { kind: 'serve', when: { flag: other.definition.key, variants: ['off'] }, variant }
  return { ...flag, targeting: { ...flag.targeting, rules: [rule, ...flag.targeting.rules] } }
}

export const anyCompileInput: fc.Arbitrary<CompileInput> = fc.record({
  workspaceSlug: fc.constant('shop'),
  environmentKey: fc.constant('prod'),
  revision: fc.nat(),
  flags: fc
    .tuple(anyFlag('checkout-v2'), anyFlag('constructor'), anyFlag('search.rank'), fc.boolean(), fc.boolean())
    .map(([first, second, third, one, two]) => [
      first,
      one ? needing(second, first) : second,
      two ? needing(third, second) : third,
    ]),
  segments: anySegments,
})

/** Contexts with ASCII keys, as both evaluators hash them alike; some attributes have a surprising type. */
export const anyContext: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    targetingKey: fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.constantFrom('', 7, null, true)),
    plan: fc.oneof(text, scalar, fc.constant(null)),
    email: text,
    app: fc.oneof(version, scalar),
    age: fc.oneof(number, text, fc.constant(null), fc.boolean()),
    beta: fc.oneof(fc.boolean(), fc.array(text, { maxLength: 2 })),
    user: fc.oneof(fc.record({ country: text }), text),
    a: scalar,
    b: fc.record({ c: scalar }),
    list: fc.array(scalar, { maxLength: 3 }),
  },
  { requiredKeys: [] },
)
