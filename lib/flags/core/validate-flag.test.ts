import { expect, test } from 'vitest'
import { compileDocument } from './compile-document'
import type { Condition, FlagTargeting, FlagType, Rule, Segment, VariantValue } from './schema'
import { validateFlag } from './validate-flag'

const base = {
  type: 'boolean' as FlagType,
  variants: { on: true, off: false } as Record<string, VariantValue>,
  defaultVariant: 'off',
}
const targeting: FlagTargeting = { state: 'ENABLED', rules: [], otherwise: 'off', stopped: null }
const segments: Segment[] = [
  { key: 'staff', name: 'Staff', rule: { attribute: 'email', op: 'ends-with', values: ['@acme.com'] } },
]

const serve = (when: Condition): Rule[] => [{ kind: 'serve', when, variant: 'on' }]
const split = (weights: [string, number][]): Rule[] => [{ kind: 'split', when: null, salt: 's', weights }]
const serving = {
  rolloutId: 'rol_000000000001' as const,
  stageId: 'stg_000000000001' as const,
  salt: 's',
  exposedVariant: 'on',
  safeVariant: 'off',
  share: 1,
  audience: null,
}
const rollout = (more: Partial<typeof serving> = {}): Rule => ({ kind: 'rollout', serving: { ...serving, ...more } })
const nested = (levels: number): Condition => (levels === 0 ? { segment: 'staff' } : { not: nested(levels - 1) })
const nestedValue = (levels: number): Record<string, VariantValue> =>
  levels === 0 ? {} : { a: nestedValue(levels - 1) }
const many = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`)

test('a flag with every kind of rule is valid', () => {
  const rules = [
    ...serve({ segment: 'staff' }),
    rollout(),
    ...split([
      ['on', 40_000],
      ['off', 60_000],
    ]),
  ]
  expect(validateFlag(base, { ...targeting, rules }, segments)).toEqual({ ok: true, value: true })
})

test.each([
  ['variant-count', 'variants', { variants: {} }],
  ['reserved-variant', 'variants.control', { variants: { ...base.variants, control: true } }],
  ['variant-type', 'variants.blue', { variants: { ...base.variants, blue: 'true' } }],
  ['variant-type', 'variants.on', { type: 'object' as const }],
  ['number-range', 'variants.on', { type: 'number' as const, variants: { off: 0, on: 2 ** 53 } }],
  ['number-range', 'variants.on', { type: 'number' as const, variants: { off: 0, on: -(2 ** 53) } }],
  ['variant-too-deep', 'variants.off', { type: 'object' as const, variants: { off: nestedValue(30) } }],
  ['variants-too-large', 'variants', { type: 'string' as const, variants: { off: 'x'.repeat(70_000) } }],
  ['unknown-variant', 'defaultVariant', { defaultVariant: 'toString' }],
])('%s at %s', (code, field, more) => {
  expect(validateFlag({ ...base, ...more }, targeting, segments)).toMatchObject({ ok: false, code, field })
})

test.each<[string, string, Partial<FlagTargeting>]>([
  ['unknown-variant', 'otherwise', { otherwise: 'blue' }],
  ['unknown-variant', 'stopped.variant', { stopped: { variant: 'control' } }],
  ['unknown-variant', 'rules.0.variant', { rules: [{ kind: 'serve', when: null, variant: 'blue' }] }],
  ['unknown-variant', 'rules.0.weights', { rules: split([['blue', 100_000]]) }],
  ['unknown-variant', 'rules.0.weights', { rules: split([['control', 100_000]]) }],
  [
    'duplicate-variant',
    'rules.0.weights',
    {
      rules: split([
        ['on', 50_000],
        ['on', 50_000],
      ]),
    },
  ],
  [
    'weights-sum',
    'rules.0.weights',
    {
      rules: split([
        ['on', 1],
        ['off', 99_998],
      ]),
    },
  ],
  ['salt-missing', 'rules.0.serving.salt', { rules: [rollout({ salt: '' })] }],
  ['nothing-to-compare', 'rules.0', { rules: [rollout({ exposedVariant: 'off' })] }],
  ['unknown-variant', 'rules.0.serving.safeVariant', { rules: [rollout({ safeVariant: 'control' })] }],
  ['two-rollouts', 'rules', { rules: [rollout(), rollout()] }],
  ['unknown-segment', 'rules.0', { rules: serve({ segment: 'nobody' }) }],
  ['condition-too-deep', 'rules.0', { rules: serve(nested(25)) }],
  ['condition-too-large', 'rules.0', { rules: serve({ attribute: 'a', op: 'in', values: many(4001) }) }],
  [
    'condition-too-large',
    'rules.1',
    {
      rules: [
        ...serve({ attribute: 'a', op: 'in', values: many(2500) }),
        ...serve({ attribute: 'a', op: 'in', values: many(2500) }),
      ],
    },
  ],
  ['bad-attribute', 'rules.0', { rules: serve({ attribute: 'user.__proto__.x', op: 'present', values: [] }) }],
  ['bad-attribute', 'rules.0', { rules: serve({ attribute: 'constructor', op: 'present', values: [] }) }],
  ['bad-values', 'rules.0', { rules: serve({ attribute: 'age', op: 'greater', values: ['18'] }) }],
  ['bad-values', 'rules.0', { rules: serve({ attribute: 'age', op: 'greater', values: [1, 2] }) }],
  ['bad-values', 'rules.0', { rules: serve({ attribute: 'app', op: 'version-less', values: ['latest'] }) }],
  ['bad-values', 'rules.0', { rules: serve({ attribute: 'plan', op: 'in', values: [] }) }],
  ['bad-values', 'rules.0', { rules: serve({ attribute: 'plan', op: 'absent', values: ['x'] }) }],
])('%s at %s', (code, field, more) => {
  expect(validateFlag(base, { ...targeting, ...more }, segments)).toMatchObject({ ok: false, code, field })
})

test.each<[string, Segment[]]>([
  [
    'segment-cycle',
    [
      { key: 'a', name: 'A', rule: { segment: 'b' } },
      { key: 'b', name: 'B', rule: { not: { segment: 'a' } } },
    ],
  ],
  ['segment-cycle', [{ key: 'a', name: 'A', rule: { segment: 'a' } }]],
  ['unknown-segment', [{ key: 'a', name: 'A', rule: { segment: 'b' } }]],
  // Each doubles the one before: 2^20 parts if nobody counted.
  [
    'segment-too-large',
    Array.from({ length: 20 }, (_, i) => ({
      key: `s${i}`,
      name: 'S',
      rule:
        i === 0
          ? { attribute: 'a', op: 'in' as const, values: ['x'] }
          : { any: [{ segment: `s${i - 1}` }, { segment: `s${i - 1}` }] },
    })),
  ],
])('%s refuses the document', (code, bad) => {
  const place = { workspaceSlug: 'shop', environmentKey: 'prod', revision: 1 }
  expect(compileDocument({ ...place, flags: [], segments: bad })).toMatchObject({ ok: false, code })
})
