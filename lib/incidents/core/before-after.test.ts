import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gotWorse } from './before-after'

const hour = (events: number, people = 1000) => ({ events, personS: people * 3600 })

describe('a cohort before and after a moment', () => {
  test.each([
    ['as before', 30, 31, false],
    ['a little more', 30, 40, false],
    ['three times as often', 30, 90, true],
    ['less often', 90, 30, false],
    ['too little to say', 4, 5, null],
  ])('%s: %d, then %d', (_, before, after, worse) => {
    expect(gotWorse(hour(before), hour(after))).toBe(worse)
  })
  test('twice the people may have twice the events', () => {
    expect(gotWorse(hour(60, 1000), hour(120, 2000))).toBe(false)
    expect(gotWorse(hour(60, 1000), hour(180, 1000))).toBe(true)
  })
  test('a short time after is held against its own length', () => {
    const quarter = { events: 30, personS: 1000 * 900 }
    expect(gotWorse(hour(30), quarter)).toBe(true)
    expect(gotWorse(hour(120), quarter)).toBe(false)
  })
  test('nobody watched on one side', () => {
    expect(gotWorse({ events: 0, personS: 0 }, hour(100))).toBeNull()
    expect(gotWorse(hour(100), { events: 0, personS: 0 })).toBeNull()
  })
  test('more events after never make it less', () => {
    const count = fc.integer({ min: 10, max: 500 })
    fc.assert(
      fc.property(count, count, fc.integer({ min: 1, max: 200 }), (before, after, more) => {
        const [less, worse] = [gotWorse(hour(before), hour(after)), gotWorse(hour(before), hour(after + more))]
        expect(less === true && worse === false).toBe(false)
      }),
    )
  })
  test('where nothing changed it is said in fewer than one look of twenty', () => {
    // Two hundred cohorts whose events fall on either side by the toss of a coin: a generator with a fixed seed.
    let seed = 7
    const toss = () => {
      seed = (seed * 48271) % 2147483647
      return seed / 2147483647 < 0.5
    }
    const said = Array.from({ length: 200 }, () => {
      const after = Array.from({ length: 80 }, toss).filter(Boolean).length
      return gotWorse(hour(80 - after), hour(after))
    }).filter((worse) => worse === true)
    expect(said.length).toBeLessThan(10)
  })
})
