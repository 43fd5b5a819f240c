import { describe, expect, test } from 'vitest'
import { calibrateThreshold, replayDrift, settleDrift, startDrift, stepDrift } from './drift'
import { forecast, learn, seasonalBaseline, type Seasonal, type Tally } from './seasonal'
import { dice, poisson } from './testing'

const WEEK = 168
/** Days are busy, nights are not. */
const usual = (hour: number): number => (hour % 24 < 8 ? 30 : 300)
const weeksOf = (weeks: number, y: (hour: number) => number): Tally[] =>
  Array.from({ length: weeks * WEEK }, (_, at) => ({ at, y: y(at), n: 6_000 }))

function modelOf(hours: readonly Tally[]): Seasonal {
  const baseline = seasonalBaseline(hours)
  if (!baseline.ready) throw new Error('enough history')
  return baseline.model
}

describe('what is usual', () => {
  test('is the median of the last six same hours, so that one bad day does not count', () => {
    const model = modelOf(weeksOf(8, (hour) => (Math.floor(hour / WEEK) === 5 ? 9_000 : usual(hour))))
    expect(forecast(model, 9 * 60, 100)?.expected).toBeCloseTo(5, 12)
    expect(forecast(model, 3 * 60, 100)?.expected).toBeCloseTo(0.5, 12)
  })

  test('is the mean of the middle two of four', () => {
    const model = modelOf(weeksOf(4, (hour) => 60 * (1 + Math.floor(hour / WEEK))))
    expect(forecast(model, 0, 100)?.expected).toBeCloseTo(2.5, 12)
  })

  test('is never nothing: half an event over those weeks', () => {
    expect(forecast(modelOf(weeksOf(5, () => 0)), 0, 6_000)?.expected).toBeCloseTo(0.5 / 5, 12)
  })

  test('needs four weeks of each hour; an hour that nobody saw has no forecast', () => {
    expect(seasonalBaseline(weeksOf(3, usual))).toMatchObject({ ready: false, reason: 'history', have: 3, need: 4 })
    expect(seasonalBaseline([])).toMatchObject({ reason: 'history', have: 0 })
    const model = modelOf(weeksOf(5, usual).filter(({ at }) => at % WEEK !== 7))
    expect(forecast(model, 7 * 60, 100)).toBeNull()
    const drift = startDrift(model)
    expect(stepDrift(drift, { at: 7 * 60, y: 99, n: 1 }, 100)).toMatchObject({ state: drift, alarm: false })
  })
})

describe('what is learned', () => {
  test('the level follows with a time constant of one day', () => {
    let model = modelOf(weeksOf(5, usual))
    for (let minute = 0; minute < 1_440; minute += 1) {
      const expected = (forecast(model, minute, 100)?.expected ?? 0) / model.level
      model = learn(model, { at: minute, y: 2 * expected, n: 100 })
    }
    expect(model.level).toBeCloseTo(2 - Math.exp(-1), 6)
  })

  test('the dispersion is that of the last week, at least 1, and a week later forgotten', () => {
    let model = modelOf(weeksOf(5, usual))
    const day = (from: number, spread: number): void => {
      for (let minute = from; minute < from + 1_440; minute += 1) {
        const expected = forecast(model, minute, 100)?.expected ?? 0
        const swing = (minute % 2 === 0 ? 1 : -1) * Math.sqrt(spread * expected)
        model = learn(model, { at: minute, y: Math.max(0, expected + swing), n: 100 })
      }
    }
    day(9 * 60, 0.1)
    expect(forecast(model, 1_440 * 2, 100)?.dispersion).toBe(1)
    day(1_440 * 2, 4)
    expect(forecast(model, 1_440 * 3, 100)?.dispersion).toBeGreaterThan(1.3)
    for (let d = 3; d < 12; d += 1) day(1_440 * d, 0.1)
    expect(forecast(model, 1_440 * 12, 100)?.dispersion).toBe(1)
  })
})

test('an alarm freezes the model, ends by itself after the disturbance, and survives JSON', () => {
  const roll = dice(11)
  const model = modelOf(weeksOf(5, usual))
  let drift = startDrift(model)
  const seen: boolean[] = []
  for (let at = 9 * 60; at < 16 * 60; at += 1) {
    const isBad = at >= 10 * 60 && at < 11 * 60
    const step = stepDrift(drift, { at, y: poisson(roll, isBad ? 15 : 5), n: 100 }, 10_080)
    const isFrozen = JSON.stringify(step.state.model) === JSON.stringify(drift.model)
    expect(isFrozen).toBe(step.alarm)
    drift = JSON.parse(JSON.stringify(step.state))
    seen.push(step.alarm)
  }
  expect(seen.slice(0, 60)).not.toContain(true)
  expect(seen.slice(60, 75)).toContain(true)
  expect(seen.slice(90, 120)).not.toContain(false)
  expect(seen.at(-1)).toBe(false)
  expect(drift.model.level).toBeLessThan(1.3)
})

test('who settles an alarm lets the model learn from now on', () => {
  const alarmed = { ...startDrift(modelOf(weeksOf(5, usual))), alarmedAt: 600, detector: { cusum: [9], sr: [9] } }
  expect(settleDrift(alarmed)).toEqual(startDrift(alarmed.model))
})

test('the smallest threshold that is calm enough', () => {
  const measured = [
    { threshold: 1e3, perWeek: 3 },
    { threshold: 1e5, perWeek: 0.5 },
    { threshold: 1e4, perWeek: 0.9 },
  ]
  expect(calibrateThreshold(measured, 1)).toBe(1e4)
  expect(calibrateThreshold(measured, 0.1)).toBeNull()
})

test('a replay wants minutes in order, and enough history', () => {
  const minute = { at: 5, y: 1, n: 100 }
  expect(replayDrift({ hours: weeksOf(2, usual), minutes: [minute] }, [10])).toMatchObject({ reason: 'history' })
  expect(() => replayDrift({ hours: weeksOf(4, usual), minutes: [minute, minute] }, [10])).toThrow(
    expect.objectContaining({ code: 'ORDER', field: 'minutes.1.at' }),
  )
})
