import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aRollout, stagesAt } from './a-rollout'
import { diffLines, planLines, planParagraph } from './plan-words'

test('a plan in one paragraph', () => {
  const plan = aRollout({
    stages: stagesAt([1, 100], (n) => ({ disciplines: n === 2 ? ['data'] : [] })),
    goals: ['bookings'],
  })
  expect(planParagraph(plan)).toBe(
    'checkout-v2 goes to everybody in production, in 2 stages (1%, 100%), with sign-offs by data. ' +
      'The policy careful watches payment_errors and p95 in every state and may pause, stop or roll back. ' +
      'It is meant to win on bookings. Way back: Roll back; carts are kept.',
  )
})

test('what is not safely reversible says what is lost', () => {
  const brief = {
    objective: '',
    acceptance: '',
    reversible: false,
    lost: 'New orders.',
    escalation: '',
    onCall: '',
    overlapsSeen: true,
  }
  expect(planParagraph(aRollout({ brief }))).toContain('Rolling back loses something: New orders.')
})

test('an edit shows the lines that went and came', () => {
  const changed = diffLines(planLines(aRollout()), planLines(aRollout({ policyKey: 'payments-guard' })))
  expect(changed.filter(({ sign }) => sign !== ' ')).toEqual([
    { sign: '-', text: 'policy: careful' },
    { sign: '+', text: 'policy: payments-guard' },
  ])
})

test('the lines that stay and come are the new plan, those that stay and go the old one', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = diffLines(before, after)
      expect(diff.filter(({ sign }) => sign !== '+').map(({ text }) => text)).toEqual(before)
      expect(diff.filter(({ sign }) => sign !== '-').map(({ text }) => text)).toEqual(after)
    }),
  )
})
