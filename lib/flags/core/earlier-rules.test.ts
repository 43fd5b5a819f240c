import { expect, test } from 'vitest'
import { earlierRules } from './earlier-rules'
import type { Condition, Rule } from './schema'

const pro: Condition = { attribute: 'plan', op: 'in', values: ['pro'] }
const serve = (variant: string, isForAll = false): Rule => ({ kind: 'serve', when: isForAll ? null : pro, variant })
const split = (weight: number): Rule => ({
  kind: 'split',
  when: null,
  salt: 's',
  weights: [
    ['on', weight],
    ['off', 100_000 - weight],
  ],
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

const splitLine = (share: number) => `If people with a user id → ${share}% on, ${100 - share}% off`
const none = { serves: [], takesAll: null }

test.each<[string, Rule[], ReturnType<typeof earlierRules>]>([
  ['no rule at all', [], none],
  ['one that gives the safe variant', [serve('off')], none],
  ['one that gives the exposed variant', [serve('on')], { serves: ['If plan is pro → on'], takesAll: null }],
  ['one behind the live rollout', [rollout, serve('on')], none],
  ['one in front of the live rollout', [serve('on'), rollout], { serves: ['If plan is pro → on'], takesAll: null }],
  ['a split with some of it', [split(1000)], { serves: [splitLine(1)], takesAll: splitLine(1) }],
  ['a split with nothing of it', [split(0)], { serves: [], takesAll: splitLine(0) }],
  ['one for everybody', [serve('off', true)], { serves: [], takesAll: 'If everyone → off' }],
  [
    'what stands behind one for everybody',
    [serve('off', true), serve('on')],
    { serves: [], takesAll: 'If everyone → off' },
  ],
])('%s', (_, rules, expected) => {
  expect(earlierRules({ rules }, 'on')).toEqual(expected)
})
