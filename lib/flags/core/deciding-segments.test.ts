import { describe, expect, test } from 'vitest'
import { decidingSegments } from './deciding-segments'
import type { Condition, Rule } from './schema'

const plan: Condition = { attribute: 'plan', op: 'in', values: ['pro'] }
const serve = (when: Condition | null): Rule => ({ kind: 'serve', when, variant: 'off' })
const rollout = (audience: Condition | null = null): Rule => ({
  kind: 'rollout',
  serving: {
    rolloutId: 'rol_000000000001',
    stageId: 'stg_000000000001',
    salt: 's',
    exposedVariant: 'on',
    safeVariant: 'off',
    share: 25_000,
    audience,
  },
})
const segments = new Map<string, Condition>([
  ['staff', plan],
  ['team', { any: [{ segment: 'staff' }, plan] }],
  ['ring', { segment: 'ring' }],
])
const flags = new Map([
  ['base', { rules: [serve({ segment: 'staff' })] }],
  ['loop', { rules: [serve({ flag: 'loop', variants: ['on'] }), serve({ segment: 'ring' })] }],
])
const named = (...rules: Rule[]) => [...decidingSegments({ rules }, { flags, segments })].toSorted()

describe('segments that decide who comes to a live rollout', () => {
  const cases: [string, Rule[], string[]][] = [
    ['its audience', [rollout({ segment: 'staff' })], ['staff']],
    ['an earlier rule, with what that segment is made of', [serve({ segment: 'team' }), rollout()], ['staff', 'team']],
    ['what a prerequisite asks', [rollout({ not: { flag: 'base', variants: ['on'] } })], ['staff']],
    ['circles come to an end', [serve({ flag: 'loop', variants: ['on'] }), rollout()], ['ring']],
    ['a later rule decides nothing', [rollout(), serve({ segment: 'staff' })], []],
    ['without a rollout nothing is decided', [serve({ segment: 'staff' })], []],
    ['one that is gone is named all the same', [serve({ segment: 'gone' }), rollout()], ['gone']],
  ]
  test.each(cases)('%s', (_, rules, expected) => {
    expect(named(...rules)).toEqual(expected)
  })
})
