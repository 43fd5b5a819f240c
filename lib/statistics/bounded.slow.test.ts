import { expect, test } from 'vitest'
import { boundedMeanBand, boundedScoreE } from './bounded'
import { type GridState } from './grid'
import { dice } from './testing'

const NPS = [0, 0.5, 1]

/** Share of runs with E ≥ 20 at any of 400 answers, a look after each; nine in ten are promoters in C. */
function alarms(seed: number, share: number, fall: number, limit: number): number {
  const roll = dice(seed)
  const runs = 500
  let count = 0
  for (let run = 0; run < runs; run += 1) {
    let state: GridState | null = null
    for (let i = 0; i < 400; i += 1) {
      const isT = roll() < share
      const u = roll()
      const y = NPS[u < 0.05 + (isT ? fall : 0) ? 0 : u < 0.1 + (isT ? fall : 0) ? 1 : 2] ?? 0
      const answers = [{ y, nT: isT ? 1 : 0, nC: isT ? 0 : 1 }]
      const step = boundedScoreE(state, [{ share, mu: 0.9, answers }], { harm: 'down', limit })
      state = step.state
      if (step.logE >= Math.log(20)) {
        count += 1
        break
      }
    }
  }
  return count / runs
}

test.each([0.1, 0.5])('share %d, at most two hundred exposed: alarms within α at no harm and at the limit', (share) => {
  expect(alarms(1, share, 0, 0)).toBeLessThanOrEqual(0.05)
  expect(alarms(2, share, 0.1, 0.1)).toBeLessThanOrEqual(0.05)
  expect(alarms(3, share, 0.5, 0.1)).toBeGreaterThan(0.8)
})

test('the band of one mean holds it at every look in 1 − α of the runs', () => {
  const roll = dice(4)
  const runs = 300
  let missed = 0
  for (let run = 0; run < runs; run += 1) {
    const counts = [0, 0, 0]
    for (let i = 0; i < 120; i += 1) {
      const u = roll()
      const which = u < 0.05 ? 0 : u < 0.1 ? 1 : 2
      counts[which] = (counts[which] ?? 0) + 1
      if (i % 4 !== 0) continue
      const band = boundedMeanBand(
        NPS.map((y, k) => ({ y, count: counts[k] ?? 0 })),
        0.1,
      )
      if (band.ready && (band.lower > 0.925 || band.upper < 0.925)) {
        missed += 1
        break
      }
    }
  }
  expect(missed / runs).toBeLessThanOrEqual(0.1)
})
