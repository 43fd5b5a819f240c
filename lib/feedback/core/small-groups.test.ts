import { expect, test } from 'vitest'
import { ratePerThousand, complaintSentence } from './complaints'
import { isSmall, shownRate } from './small-groups'

test('nobody is no group, and the smallest group is shown', () => {
  expect([0, 1, 19, 20].map((people) => isSmall(people, 20))).toEqual([false, true, true, false])
})

test('of a small cohort nothing is told, of a large one everything', () => {
  const large = ratePerThousand(2, 20)
  expect(shownRate(large, 20)).toEqual(large)
  expect(Object.values(shownRate(ratePerThousand(2, 19), 20))).toEqual([null, null, null, null, null])
})

const say = (exposed: number, baseline: number) =>
  complaintSentence(ratePerThousand(7, exposed), ratePerThousand(3, baseline), null, 20)

test('no sentence tells a number of a small cohort', () => {
  expect(say(13, 40)).not.toMatch(/7|13|3|538/)
  expect(say(40, 13)).not.toMatch(/\b3\b|13|230/)
  expect(say(40, 40)).toContain('75.0 of 1,000 baseline people')
})
