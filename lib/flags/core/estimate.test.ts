import { expect, test } from 'vitest'
import { estimateChange } from './estimate'
import type { FlagTargeting, Rule } from './schema'

const definition = {
  key: 'f',
  type: 'boolean',
  variants: { on: true, off: false },
  defaultVariant: 'off',
  owner: 'cart',
} as const
const serves = (...rules: Rule[]): FlagTargeting => ({ state: 'ENABLED', rules, otherwise: 'off', stopped: null })
const pro: Rule = { kind: 'serve', when: { attribute: 'plan', op: 'in', values: ['pro'] }, variant: 'on' }
const contexts = Array.from({ length: 1000 }, (_, i) => ({
  targetingKey: `unit-${i}`,
  plan: i % 4 === 0 ? 'pro' : 'free',
}))
const nothing = { segments: [], others: [], nowS: 0 }

test('a rule is counted by the people it is about, scaled to all', () => {
  const estimate = estimateChange(definition, { before: serves(), after: serves(pro) }, nothing, {
    people: 8000,
    contexts,
  })
  expect(estimate).toEqual({ ok: true, value: { people: 8000, changed: 2000, byRule: [2000, 6000], unknown: [] } })
})

test('a share is met within its chance, and the same share changes nobody', () => {
  const split: Rule = {
    kind: 'split',
    when: null,
    salt: 'x',
    weights: [
      ['on', 25_000],
      ['off', 75_000],
    ],
  }
  const after = serves(split)
  const estimate = estimateChange(definition, { before: serves(), after }, nothing, { people: 1000, contexts })
  // Four standard errors of 25% of a thousand; the ids are fixed, so this never varies.
  expect(estimate.ok && Math.abs(estimate.value.changed - 250)).toBeLessThan(55)
  const same = estimateChange(definition, { before: after, after }, nothing, { people: 1000, contexts })
  expect(same).toMatchObject({ value: { changed: 0 } })
})

test('an attribute that nobody in the sample has is named; nobody met gives no number', () => {
  const rule: Rule = { kind: 'serve', when: { attribute: 'country', op: 'in', values: ['DE'] }, variant: 'on' }
  const estimate = estimateChange(definition, { before: serves(), after: serves(rule) }, nothing, {
    people: 9,
    contexts,
  })
  expect(estimate).toMatchObject({ value: { changed: 0, unknown: ['country'] } })
  const empty = { people: 0, contexts: [] }
  expect(estimateChange(definition, { before: serves(), after: serves(pro) }, nothing, empty)).toMatchObject({
    value: { people: 0, changed: 0, byRule: [0, 0] },
  })
})

test('rules that cannot be published give their refusal', () => {
  const broken: Rule = { kind: 'serve', when: { segment: 'nowhere' }, variant: 'on' }
  const estimate = estimateChange(definition, { before: serves(), after: serves(broken) }, nothing, {
    people: 1,
    contexts,
  })
  expect(estimate).toMatchObject({ ok: false, code: 'unknown-segment' })
})
