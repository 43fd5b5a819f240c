import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { anyCompileInput } from './arbitraries'
import { definitionDiff, linesDiff, targetingDiff } from './diff-sentences'
import { filterRows, isInView, type FlagRow } from './flag-row'
import { namingFault } from './naming'
import { withRulesOf } from './rules-of'
import { conditionSentence, ruleLine, servingWords } from './sentences'
import type { Condition, FlagDefinition, FlagTargeting, NamingRule, Rule } from './schema'

const plan: Condition = { attribute: 'plan', op: 'in', values: ['Enterprise'] }
const version: Condition = { attribute: 'app', op: 'version-greater-or-equal', values: ['7.2.0'] }

test.each<[Condition, string]>([
  [plan, 'plan is Enterprise'],
  [{ attribute: 'plan', op: 'in', values: ['a', 'b', 'c', 'd', 'e'] }, 'plan is a, b, c or 2 more'],
  [{ attribute: 'beta', op: 'present', values: [] }, 'beta is given'],
  [{ all: [plan, version] }, 'plan is Enterprise and app is version or later 7.2.0'],
  [
    { any: [plan, { all: [plan, version] }] },
    'plan is Enterprise or (plan is Enterprise and app is version or later 7.2.0)',
  ],
  [{ not: { segment: 'staff' } }, 'not (in segment staff)'],
  [{ flag: 'pay', variants: ['on', 'new'] }, 'pay gives on or new'],
])('%j reads “%s”', (condition, text) => {
  expect(conditionSentence(condition)).toBe(text)
})

const rollout: Rule = {
  kind: 'rollout',
  serving: {
    rolloutId: 'rol_000000000001',
    stageId: 'stg_000000000001',
    salt: 's',
    exposedVariant: 'on',
    safeVariant: 'off',
    share: 25_000,
    audience: null,
  },
}
const split: Rule = {
  kind: 'split',
  when: null,
  salt: 's',
  weights: [
    ['on', 12_500],
    ['off', 87_500],
  ],
}
const serve = (variant: string, when: Condition | null = null): Rule => ({ kind: 'serve', when, variant })
const serves = (rules: Rule[], more: Partial<FlagTargeting> = {}): FlagTargeting => ({
  state: 'ENABLED',
  rules,
  otherwise: 'off',
  stopped: null,
  ...more,
})

test('rules read as sentences with their number in the order', () => {
  expect([serve('off', plan), rollout, split].map(ruleLine)).toEqual([
    'If plan is Enterprise → off',
    'Else if people with a user id → 25% on, the rest off as baseline',
    'Else if people with a user id → 12.5% on, 87.5% off',
  ])
})

test.each([
  [serves([]), 'off'],
  [serves([serve('on')]), 'on'],
  [serves([rollout]), '25% on'],
  [serves([split]), '12.5% on, 87.5% off'],
  [serves([serve('on', plan)]), '1 rule'],
  [serves([serve('off', plan)]), 'off'],
  [serves([rollout], { stopped: { variant: 'off' } }), 'stopped: off'],
  [serves([], { state: 'DISABLED' }), 'disabled'],
])('a cell of the list says in a few words what is served', (targeting, words) => {
  expect(servingWords(targeting)).toBe(words)
})

test('a diff keeps what stayed, in both orders', () => {
  expect(targetingDiff(serves([serve('on', plan)]), serves([rollout, serve('on', plan)]))).toEqual([
    { kind: 'gone', text: 'If plan is Enterprise → on' },
    { kind: 'new', text: 'If people with a user id → 25% on, the rest off as baseline' },
    { kind: 'new', text: 'Else if plan is Enterprise → on' },
    { kind: 'same', text: 'Otherwise → off' },
  ])
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = linesDiff(before, after)
      const without = (kind: string) => diff.filter((line) => line.kind !== kind).map(({ text }) => text)
      expect(without('new')).toEqual(before)
      expect(without('gone')).toEqual(after)
    }),
  )
})

test('fields that came later compare by their default', () => {
  const old = {
    key: 'f',
    type: 'boolean',
    variants: { on: true },
    defaultVariant: 'on',
    owner: 'A',
    purpose: '',
    endsOn: null,
  }
  const now = {
    ...old,
    owner: 'B',
    name: '',
    kind: 'release',
    permanent: false,
    expectedImpact: '',
    tags: [],
    removedOn: null,
  }
  expect(definitionDiff(old as unknown as FlagDefinition, now as FlagDefinition)).toEqual([
    { field: 'Owner', before: 'A', after: 'B' },
  ])
})

const live = (rules: readonly Rule[]) => rules.filter(({ kind }) => kind === 'rollout')

test('rules from elsewhere leave the live rollout and its place, and any stop, as they are', () => {
  fc.assert(
    fc.property(anyCompileInput, ({ flags }) => {
      const [target, , source] = flags
      if (!target || !source) return
      const result = withRulesOf(target.targeting, source.targeting)
      expect(live(result.rules)).toEqual(live(target.targeting.rules))
      expect(result.stopped).toEqual(target.targeting.stopped)
      expect(result.rules.filter(({ kind }) => kind !== 'rollout')).toEqual(
        source.targeting.rules.filter(({ kind }) => kind !== 'rollout'),
      )
    }),
    { numRuns: 100 },
  )
})

const kebab: NamingRule = { style: 'kebab', prefixes: ['shop-', 'pay-'], lengthMax: 20 }
test.each<[string, NamingRule, RegExp]>([
  ['shop-checkout', kebab, /^fine$/],
  ['Shop_checkout', kebab, /dashes/],
  ['cart-checkout', kebab, /shop-, pay-/],
  ['shop-a-very-long-name-indeed', kebab, /28 characters/],
  ['anything.Goes', { ...kebab, style: 'any', prefixes: [], lengthMax: 99 }, /^fine$/],
])('the name %s is judged by the rule', (key, rule, fault) => {
  const said = namingFault(key, rule)
  expect(said ?? 'fine').toMatch(fault)
})

const row = (change: Partial<FlagRow>): FlagRow => ({
  key: 'checkout-v2',
  name: 'New checkout',
  kind: 'release',
  owner: 'Maria Ito',
  tags: ['slow'],
  purpose: 'Fewer abandoned carts',
  endsOn: null,
  archivedAt: null,
  lifecycle: { state: 'rolling-out', why: '', isStale: false },
  namingFault: null,
  environments: [],
  seenAt: null,
  ...change,
})

test.each([
  ['checkout', 1],
  ['ABANDONED new', 1],
  ['owner:me', 1],
  ['owner:ana', 0],
  ['tag:slow kind:rel', 1],
  ['tag:slo', 0],
  ['state:rolling', 1],
  ['is:stale', 0],
  ['owner:', 0],
  ['', 1],
])('the filter “%s” leaves %i', (filter, count) => {
  expect(filterRows([row({})], filter, 'Maria Ito')).toHaveLength(count)
})

test('views are told apart, and archived flags are in one alone', () => {
  const rows = [
    row({}),
    row({ kind: 'kill-switch', owner: 'nobody' }),
    row({ archivedAt: '2026-01-01T00:00:00.000Z' as FlagRow['archivedAt'] }),
  ]
  const inView = (view: Parameters<typeof isInView>[1]) =>
    rows.filter((each) => isInView(each, view, 'Maria Ito')).length
  expect([inView('all'), inView('mine'), inView('kill-switches'), inView('no-owner'), inView('archived')]).toEqual([
    2, 1, 1, 1, 1,
  ])
})
