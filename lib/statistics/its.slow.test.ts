import { expect, test } from 'vitest'
import { interruptedTimeSeries } from './its'
import { dice, gaussian } from './testing'

/** Three weeks of hours with days, weeks and errors that remember: e_t = memory·e_{t−1} + noise. */
function hours(roll: () => number, memory: number, jump: number): number[] {
  let e = 0
  return Array.from({ length: 504 }, (_, t) => {
    e = memory * e + gaussian(roll)
    return 20 + 5 * Math.sin((2 * Math.PI * t) / 24) + 2 * Math.cos((2 * Math.PI * t) / 168) + e + (t >= 400 ? jump : 0)
  })
}

test.each([0, 0.5, 0.8])('no change, errors with memory %d: no fake time is stronger about once in 21', (memory) => {
  const roll = dice(505)
  const runs = Array.from({ length: 60 }, () => interruptedTimeSeries(hours(roll, memory, 0), 400, { stepMinutes: 60 }))
  const first = runs.filter((its) => its.ready && its.placeboRank === 1)
  expect(first.length / runs.length).toBeLessThanOrEqual(0.12)
})

test('a jump of four standard deviations is found', () => {
  const roll = dice(506)
  const found = Array.from({ length: 30 }, () => {
    const its = interruptedTimeSeries(hours(roll, 0.5, 4), 400, { stepMinutes: 60 })
    return its.ready && its.placeboRank === 1 && its.level.p < 0.01 && its.level.beta > 0
  })
  expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(27)
})
