import { describe, expect, test } from 'vitest'
import { type RatioSums } from './ratio-moments'
import { type ScoreBucket } from './score'
import { ratioBucket, relativeBucket } from './score-limits'
import { extendScore, openScoreStart, type ScoreProcess, scoreProcessLogE, type ScoreTest } from './score-starts'
import { dice } from './testing'

/** One user's outcome; `d` is 1 where the metric is no ratio. */
type Draw = (isT: boolean, roll: () => number) => { y: number; d: number }
type World = { draw: Draw; toBucket: (share: number, t: RatioSums, c: RatioSums) => ScoreBucket; test: ScoreTest }

const RUNS = 600
const TICK = 50
const TICKS = 120
const LATE_START = 60

const empty = (): RatioSums => ({ n: 0, sY: 0, sD: 0, sYY: 0, sDD: 0, sYD: 0 })
function add(sums: RatioSums, y: number, d: number): void {
  sums.n += 1
  sums.sY += y
  sums.sD += d
  sums.sYY += y * y
  sums.sDD += d * d
  sums.sYD += y * d
}

/** Share of runs in which ln E passes ln 20 at any tick: ramp from .1 to .4, starts .5 and .4, gate n_T ≥ 100. */
function alarms({ draw, toBucket, test }: World, seed: number): number {
  const roll = dice(seed)
  let count = 0
  for (let run = 0; run < RUNS; run += 1) {
    let process: ScoreProcess = openScoreStart(null, 0.5)
    let exposed = 0
    for (let tick = 0; tick < TICKS; tick += 1) {
      if (tick === LATE_START) process = openScoreStart(process, 0.4)
      const share = tick < LATE_START ? 0.1 : 0.4
      const [t, c] = [empty(), empty()]
      for (let i = 0; i < TICK; i += 1) {
        const isT = roll() < share
        const { y, d } = draw(isT, roll)
        add(isT ? t : c, y, d)
      }
      exposed += t.n
      process = extendScore(process, [toBucket(share, t, c)])
      if (exposed >= 100 && scoreProcessLogE(process, test).logE >= Math.log(20)) {
        count += 1
        break
      }
    }
  }
  return count / RUNS
}

const plain =
  (mu: number): World['toBucket'] =>
  (share, t, c) => ({ share, mu, nT: t.n, nC: c.n, sT: t.sY, sC: c.sY, ss: t.sYY + c.sYY, ssT: t.sYY })

/** Skewed: half of the time nothing, else exponential. */
const skewed =
  (times: number): Draw =>
  (isT, roll) => ({ y: roll() < 0.5 ? 0 : -2 * Math.log(1 - roll()) * (isT ? times : 1), d: 1 })
const rate =
  (extra: number): Draw =>
  (isT, roll) => ({ y: roll() < 0.5 + (isT ? extra : 0) ? 1 : 0, d: 1 })
/** Few heavy users; T's users make 1.4 times the requests. */
const requests =
  (errorRateT: number): Draw =>
  (isT, roll) => {
    const d = Math.ceil((roll() < 0.05 ? 30 : 5) * roll() * (isT ? 1.4 : 1))
    const p = isT ? errorRateT : 0.1
    let y = 0
    for (let i = 0; i < d; i += 1) y += roll() < p ? 1 : 0
    return { y, d }
  }
const ratio =
  (limit: number): World['toBucket'] =>
  (share, t, c) =>
    // r and d̄ as history guesses them: a tenth off.
    ratioBucket({ share, ratio: 0.11, ratioT: 0.11 + limit, meanD: 3.4, t, c })
const relative: World['toBucket'] = (share, t, c) => relativeBucket({ ...plain(0.9)(share, t, c), ssT: t.sYY }, 1.15)

describe('harm at the limit, baseline a tenth off, a ramp and two starts: alarms within α = .05; twice the harm is found', () => {
  const up = { harm: 'up' as const }
  test.each([
    ['mean', plain(1), skewed(1.15), skewed(1.4), { ...up, scale: 0.15 / 3, limit: 0.15 }],
    ['mean, relative', relative, skewed(1.15), skewed(1.4), { ...up, scale: 0.15 / 3, arms: 'unlike' as const }],
    ['proportion', plain(0.45), rate(0.05), rate(0.13), { ...up, scale: 0.05 / 0.25, limit: 0.05 }],
    ['ratio', ratio(0.03), requests(0.13), requests(0.19), { ...up, scale: 0.03 / 0.05, arms: 'unlike' as const }],
  ])('%s', (_name, toBucket, atLimit, past, test_) => {
    expect(alarms({ draw: atLimit, toBucket, test: test_ }, 31)).toBeLessThanOrEqual(0.05)
    expect(alarms({ draw: past, toBucket, test: test_ }, 32)).toBeGreaterThan(0.6)
  })

  test('no harm and no limit: E₀ of a mean and of a ratio', () => {
    const e0 = { harm: 'up' as const, scale: 0.05 }
    expect(alarms({ draw: skewed(1), toBucket: plain(0.9), test: e0 }, 33)).toBeLessThanOrEqual(0.05)
    expect(alarms({ draw: requests(0.1), toBucket: ratio(0), test: { ...e0, scale: 0.6 } }, 34)).toBeLessThanOrEqual(
      0.05,
    )
  })
})
