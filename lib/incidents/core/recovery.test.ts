import { describe, expect, test } from 'vitest'
import { at } from './an-incident'
import { isUsual, recoveryReason, usualPerMin, watched, windowsOf } from './recovery'

const harmed = {
  name: 'Failures',
  direction: 'lower' as const,
  exposed: 0.009,
  baseline: 0.003,
  exposedPeople: 21_300,
  baselinePeople: 63_900,
}

const healed = (counts: number[], met: number[]) => {
  const [stoppedAt, now] = [at('03:15:00'), at('03:25:00')]
  return watched(harmed, windowsOf(stoppedAt, now), { counts, met }, { stoppedAt, now })
}

describe('recovery', () => {
  test('usual is what the baseline’s rate would give', () => {
    expect(usualPerMin(45, harmed)).toBeCloseTo(30, 6)
    expect(usualPerMin(45, { ...harmed, exposedPeople: 0, baselinePeople: 0 })).toBeNull()
  })
  test('chance alone is usual, more is not', () => {
    expect(isUsual(150, 150, 'lower')).toBe(true)
    expect(isUsual(175, 150, 'lower')).toBe(true)
    expect(isUsual(180, 150, 'lower')).toBe(false)
    expect(isUsual(0, null, 'lower')).toBe(false)
  })
  const stoppedAt = at('03:15:00')
  const look = (now: ReturnType<typeof at>, counts: number[]) =>
    watched(harmed, windowsOf(stoppedAt, now), { counts, met: counts.map(() => 0) }, { stoppedAt, now })
  test('watching, then recovered after two usual windows', () => {
    expect(look(at('03:17:00'), [225, 60])).toMatchObject({
      state: 'watching',
      sentence: 'Watching: failures 45 → 30 a minute, usual about 30.',
    })
    const back = look(at('03:25:00'), [225, 150, 148])
    expect(back.state).toBe('recovered')
    expect(back.sentence).toContain('Resolve it when you agree')
    const all = { confirmed: 3, seen: 3, done: true }
    expect(recoveryReason(all, back)).toBe('3 of 3 clients confirmed; failures 45 → 30 → 30 a minute, usual about 30')
    expect(recoveryReason({ ...all, confirmed: 2, done: false }, back)).toBeNull()
    expect(recoveryReason({ confirmed: 0, seen: 0, done: true }, back)).toContain('no client was seen; failures')
    expect(recoveryReason(all, look(at('03:20:00'), [225, 150]))).toBeNull()
  })
  test('a few seconds are no value yet', () => {
    const seen = look(at('03:15:20'), [225, 0])
    expect(seen.points).toEqual([])
    expect(seen.sentence).toBe(
      'Watching: failures 45 a minute before, usual about 30. The first value comes in a minute.',
    )
  })
  test('one usual window is not enough, and ten minutes without a fall say so', () => {
    expect(look(at('03:20:00'), [225, 150]).state).toBe('watching')
    expect(look(at('03:25:00'), [225, 230, 228]).state).toBe('not-helped')
  })

  describe('what should rise', () => {
    const bought = { ...harmed, name: 'Bought', direction: 'higher' as const, exposed: 0.02, baseline: 0.1 }
    const sees = (now: ReturnType<typeof at>, counts: number[], met: number[] = counts.map(() => 1000)) =>
      watched(bought, windowsOf(stoppedAt, now), { counts, met }, { stoppedAt, now })
    test('usual lies above what was before the stop', () => {
      // A quarter had 0.02 and three quarters 0.1: 0.08 of all.
      expect(usualPerMin(40, bought)).toBeCloseTo(50, 6)
    })
    test.each([
      [250, 250, true],
      [250, 218, true],
      [250, 216, false],
      [250, 400, true],
      // So little is expected that nobody could tell.
      [5, 5, false],
      [5, 0, false],
      [8, 2, true],
      [8, 1, false],
    ])('expected %d, seen %d: usual %s', (expected, count, usual) => {
      expect(isUsual(count, expected, 'higher')).toBe(usual)
    })
    test('back for two windows: recovered, with the values', () => {
      const back = sees(at('03:25:00'), [200, 245, 252])
      expect(back).toMatchObject({ state: 'recovered', usualPerMin: 50 })
      expect(recoveryReason({ confirmed: 3, seen: 3, done: true }, back)).toBe(
        '3 of 3 clients confirmed; bought 40 → 49 → 50 a minute, usual about 50',
      )
    })
    test('it stays low: stopping did not help', () => {
      expect(sees(at('03:25:00'), [200, 203, 198]).state).toBe('not-helped')
    })
    test('at night half as many come, and half as much is usual', () => {
      expect(sees(at('03:25:00'), [200, 124, 126], [1000, 500, 500]).state).toBe('recovered')
      expect(sees(at('03:25:00'), [200, 100, 98], [1000, 500, 500]).state).not.toBe('recovered')
    })
  })

  describe('who comes', () => {
    test('silence is no recovery: nobody is heard of any more', () => {
      expect(healed([225, 0, 0], [1000, 0, 0]).points.map(({ usual }) => usual)).toEqual([false, false])
    })
    test('twice as many people may fail twice as often', () => {
      expect(healed([225, 300, 298], [1000, 2000, 2000]).state).toBe('recovered')
      expect(healed([225, 300, 298], [1000, 1000, 1000]).state).not.toBe('recovered')
    })
    test('where the flag is not reported, only the events count', () => {
      expect(healed([225, 150, 148], [0, 0, 0]).state).toBe('recovered')
    })
  })
})
