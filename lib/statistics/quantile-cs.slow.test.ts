import { expect, test } from 'vitest'
import { type Counts, quantileDifferenceP, quantileLogM } from './quantile-cs'
import { countAtMost, countBelow, type Sketch, sketchCount, sketchOf, sketchValues } from './sketch'
import { dice } from './testing'

test.each([0.5, 0.95])(
  'the true %d quantile leaves its band in at most α of the runs, a look after every value',
  (p) => {
    const roll = dice(1_000 * p)
    const runs = 500
    let out = 0
    for (let run = 0; run < runs; run += 1) {
      let k = 0
      for (let n = 1; n <= 2_000; n += 1) {
        k += roll() < p ? 1 : 0
        if (quantileLogM(k, n, p) >= Math.log(20)) {
          out += 1
          break
        }
      }
    }
    expect(out / runs).toBeLessThanOrEqual(0.05)
    expect(out).toBeGreaterThan(0)
  },
)

const exponentials = (roll: () => number, n: number, times: number): Sketch =>
  sketchOf(Array.from({ length: n }, () => -times * Math.log(1 - roll())))
const countsOf = (s: Sketch): Counts => ({
  n: sketchCount(s),
  atMost: (x) => countAtMost(s, x),
  below: (x) => countBelow(s, x),
})

test.each([
  [1, 0, 0.05],
  [2.5, 0.9, 1],
])('T %d times as slow, from sketches: the share of runs with p < .05 lies within [%d, %d]', (times, least, most) => {
  const roll = dice(61)
  const low = Array.from({ length: 200 }, () => {
    const [t, c] = [exponentials(roll, 300, times), exponentials(roll, 900, 1)]
    return quantileDifferenceP(countsOf(t), countsOf(c), 0.5, [...sketchValues(t), ...sketchValues(c)])
  }).filter((p) => p < 0.05)
  expect(low.length / 200).toBeGreaterThanOrEqual(least)
  expect(low.length / 200).toBeLessThanOrEqual(most)
})
