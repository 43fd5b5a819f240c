import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { planPreview, type PreviewFacts } from './plan-preview'

const facts = (change: Partial<PreviewFacts> = {}): PreviewFacts => ({
  of: 'flag',
  asked: 30,
  days: [{ people: 900 }, { people: 1000 }, { people: 3000 }],
  byRule: [100, 300, 100],
  lines: ['If plan is pro → off'],
  unknown: [],
  ...change,
})
const plan = { stages: [{ weight: 1 }, { weight: 25 }, { weight: 100 }], holdback: 2 }

test('a usual day goes through the rules and then through the stages', () => {
  expect(planPreview(plan, facts())).toEqual({
    known: true,
    of: 'flag',
    days: 3,
    asked: 30,
    usual: 1000,
    least: 900,
    most: 3000,
    comes: 600,
    earlier: [{ line: 'If plan is pro → off', people: 200 }],
    outside: 200,
    stages: [
      { weight: 1, exposed: 6, baseline: 594 },
      { weight: 25, exposed: 150, baseline: 450 },
      { weight: 98, exposed: 588, baseline: 12 },
    ],
    unknown: [],
  })
})

test('of an even number of days the usual one lies between the middle two', () => {
  const days = [4, 8, 100, 2].map((people) => ({ people }))
  expect(planPreview(plan, facts({ days }))).toMatchObject({ usual: 6, least: 2, most: 100 })
})

test.each([
  ['no day has records', { days: [] }],
  ['nobody was looked at', { byRule: [0, 0, 0] }],
])('%s: nothing is known, and it is said', (_, change) => {
  expect(planPreview(plan, facts(change))).toEqual({
    known: false,
    why: 'No exposure record arrived here in the last 30 days, so nobody knows who comes.',
  })
})

test('everybody of a usual day is somewhere: taken before, come, or outside', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(5000), { minLength: 2, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 30 }),
      (byRule, people) => {
        const lines = byRule.slice(2).map((_, i) => `rule ${i}`)
        const told = planPreview(plan, facts({ byRule, lines, days: people.map((n) => ({ people: n })) }))
        if (!told.known) return
        const sum = told.comes + told.outside + told.earlier.reduce((all, one) => all + one.people, 0)
        expect(Math.abs(sum - told.usual)).toBeLessThanOrEqual(byRule.length)
        for (const stage of told.stages) expect(stage.exposed + stage.baseline).toBe(told.comes)
      },
    ),
  )
})
