import { expect, test } from 'vitest'
import { matches, representativeness } from './representative'

const people = [
  { platform: 'ios', plan: 'pro', beta: true },
  { platform: 'ios', plan: 'free' },
  { platform: 'android', plan: 'free' },
  { platform: 'android', plan: 'pro' },
]

test('an audience of pro people is half of everybody and as mixed as they are; regions are not told', () => {
  expect(representativeness({ attribute: 'plan', op: 'in', values: ['pro'] }, people, {})).toEqual({
    known: true,
    people: 4,
    inAudience: 2,
    unknownTraits: ['region'],
    rows: [
      { trait: 'Platform', value: 'ios', audience: 0.5, everybody: 0.5 },
      { trait: 'Platform', value: 'android', audience: 0.5, everybody: 0.5 },
      { trait: 'Plan', value: 'pro', audience: 1, everybody: 0.5 },
      { trait: 'Plan', value: 'free', audience: 0, everybody: 0.5 },
    ],
  })
})

test.each([
  ['nobody came', null, []],
  ['a segment that is not there', { segment: 'staff' }, people],
  ['an attribute that records do not carry', { attribute: 'age', op: 'in' as const, values: [1] }, people],
  ['a version rule', { attribute: 'plan', op: 'version-greater' as const, values: ['1'] }, people],
])('it says plainly that it does not know: %s', (_, audience, seen) => {
  expect(representativeness(audience, seen, {})).toMatchObject({ known: false })
})

test.each([
  [{ segment: 'pros' }, true],
  [{ not: { segment: 'pros' } }, false],
  [{ all: [{ segment: 'pros' }, { segment: 'lost' }] }, null],
  [{ all: [{ not: { segment: 'pros' } }, { segment: 'lost' }] }, false],
  [{ any: [{ segment: 'pros' }, { segment: 'lost' }] }, true],
  [{ attribute: 'beta', op: 'present' as const, values: [] }, true],
  [{ attribute: 'gone', op: 'absent' as const, values: [] }, true],
  [{ attribute: 'plan', op: 'not-in' as const, values: ['free'] }, true],
])('%j fits: %s', (condition, fits) => {
  const segments = { pros: { attribute: 'plan', op: 'in' as const, values: ['pro'] } }
  expect(matches(condition, people[0] ?? {}, segments, 0)).toBe(fits)
})

test('a segment that names itself ends', () => {
  expect(matches({ segment: 'a' }, {}, { a: { segment: 'a' } }, 0)).toBeNull()
})
