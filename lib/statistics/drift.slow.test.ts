import { expect, test } from 'vitest'
import { cusumBaseline, type CusumState, DRIFT_RATIOS } from './cusum'
import { calibrateThreshold, replayDrift } from './drift'
import { type Tally } from './seasonal'
import { dice, poisson } from './testing'

const WEEK = 168
const WEEK_MINUTES = 60 * WEEK

test('with a forecast that is right, a threshold of A minutes alarms at most once in A minutes', () => {
  const roll = dice(2_028)
  const threshold = 2_000
  const minutes = 400_000
  let [state, alarms]: [CusumState | null, number] = [null, 0]
  for (let i = 0; i < minutes; i += 1) {
    const expected = 3 + 2 * Math.sin(i / 230)
    const step = cusumBaseline(state, { y: poisson(roll, expected), expected, dispersion: 1 }, DRIFT_RATIOS, threshold)
    if (step.alarm) alarms += 1
    state = step.alarm ? null : step.state
  }
  // 200 alarms are allowed; overshoot makes them fewer.
  expect(alarms).toBeLessThanOrEqual(minutes / threshold)
  expect(alarms).toBeGreaterThan(20)
})

/** Traffic with days, weeks and unrest that no factor knows: the log of the rate wanders. */
function quiet(seed: number, weeks: number): { hours: Tally[]; minutes: Tally[] } {
  const roll = dice(seed)
  const hours: Tally[] = []
  const minutes: Tally[] = []
  let unrest = 0
  for (let at = 0; at < weeks * WEEK_MINUTES; at += 1) {
    unrest = 0.999 * unrest + 0.002 * (roll() + roll() + roll() - 1.5)
    const hour = Math.floor(at / 60)
    const n = 400 + 300 * Math.sin((2 * Math.PI * hour) / 24)
    const y = poisson(roll, 0.02 * n * Math.exp(unrest))
    const last = hours.at(-1)
    if (last?.at === hour) {
      last.y += y
      last.n += n
    } else {
      hours.push({ at: hour, y, n })
    }
    minutes.push({ at, y, n })
  }
  return { hours: hours.slice(0, (weeks - 4) * WEEK), minutes: minutes.slice((weeks - 4) * WEEK_MINUTES) }
}

test('28 days replayed: a threshold is found that keeps false alarms to one a week', () => {
  const history = quiet(5, 10)
  const thresholds = [1e3, 1e4, 1e5, 1e6, 1e8]
  const replay = replayDrift(history, thresholds)
  if (!replay.ready) throw new Error('ten weeks are enough')
  const { perWeek } = replay
  expect(perWeek.toSorted((a, b) => b - a)).toEqual(perWeek)
  const measured = thresholds.map((threshold, i) => ({ threshold, perWeek: perWeek[i] ?? Infinity }))
  const chosen = calibrateThreshold(measured, 1)
  expect(chosen).not.toBeNull()
  // On days that it has not seen the chosen threshold stays in that order of magnitude.
  const fresh = replayDrift(quiet(6, 10), [chosen ?? 1e8])
  expect(fresh.ready && fresh.perWeek[0]).toBeLessThanOrEqual(2)
})
