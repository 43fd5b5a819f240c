import { writeFileSync, mkdtempSync, utimesSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, boolean, integer, property, subarray } from 'fast-check'
import { expect, test } from 'vitest'
import { dice } from '../dice'
import { metrics } from '../harbor'
import { rollouts, type SampleRollout } from '../story'
import { ACT, appearedAt, hasBegun } from './act'
import { chanceOf, outcomes, type Served, type World } from './outcomes'
import { arrivals, nextVisit } from './people'
import { heard, reachable, type Reach } from './reach'

const rolloutOf = (flag: string): SampleRollout => {
  const found = rollouts.find((rollout) => rollout.flag === flag)
  if (!found) throw new Error(`the story has no ${flag}`)
  return found
}
const USUAL: World = { burns: true, acting: false }
const ACTING: World = { burns: true, acting: true }
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

test('twenty people a second arrive in a Poisson flow: mean and variance agree', () => {
  const random = dice(7)
  const counts = times(20_000, () => arrivals(random, 20, 50))
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length
  expect(mean).toBeCloseTo(1, 1)
  expect(variance).toBeCloseTo(1, 1)
})

test('a laptop that slept does not wake to a flood', () => {
  const random = dice(1)
  expect(Math.max(...times(200, () => arrivals(random, 20, 3_600_000)))).toBeLessThan(60)
  expect(arrivals(random, 20, -5)).toBe(0)
})

test('each visit meets one to three different flags; the flag of the act at least six a second, no other below two', () => {
  const random = dice(3)
  const visits = times(20_000, () => nextVisit(random))
  for (const { meets } of visits) {
    expect(meets.length).toBeGreaterThanOrEqual(1)
    expect(meets.length).toBeLessThanOrEqual(3)
    expect(new Set(meets).size).toBe(meets.length)
  }
  const perSecond = (flag: string) =>
    (20 * visits.filter(({ meets }) => meets.some((rollout) => rollout.flag === flag)).length) / visits.length
  expect(perSecond(ACT.flag)).toBeGreaterThan(6)
  for (const { flag } of rollouts) expect(perSecond(flag)).toBeGreaterThan(2)
})

test('the old app is held by the part of the people that the story says, and only where it loses something', () => {
  const random = dice(5)
  const visits = times(20_000, () => nextVisit(random))
  const losing = visits.filter(({ meets }) => meets.some((rollout) => rollout.lostBaseline !== undefined))
  expect(visits.filter(({ oldApp }) => oldApp).every((visit) => losing.includes(visit))).toBe(true)
  expect(losing.filter(({ oldApp }) => oldApp).length / losing.length).toBeCloseTo(0.28, 1)
})

test.each(rollouts)('$flag obeys what is served: off gives the baseline, on the exposed rate', (rollout) => {
  for (const [metric, rate] of Object.entries(rollout.rates)) {
    expect(chanceOf(metric, [{ rollout, exposed: false }], USUAL)).toBeCloseTo(rate.baseline, 12)
    expect(chanceOf(metric, [{ rollout, exposed: true }], USUAL)).toBeCloseTo(rate.exposed, 12)
  }
})

test('on the quiet evening nothing has broken yet, and what was always so is so', () => {
  const quiet: World = { burns: false, acting: false }
  for (const rollout of rollouts) {
    for (const [metric, rate] of Object.entries(rollout.rates)) {
      const chance = chanceOf(metric, [{ rollout, exposed: true }], quiet)
      expect(chance).toBeCloseTo(rate.since === undefined ? rate.exposed : rate.baseline, 12)
    }
  }
  expect(rollouts.flatMap(({ rates }) => Object.values(rates)).some(({ since }) => since !== undefined)).toBe(true)
})

test('the act hurts those who are served the new seat map, and nobody else', () => {
  const seatMap = rolloutOf(ACT.flag)
  const other: Served = { rollout: rolloutOf('checkout-v2'), exposed: true }
  expect(chanceOf(ACT.metric, [{ rollout: seatMap, exposed: true }, other], ACTING)).toBeCloseTo(ACT.rate, 12)
  expect(chanceOf(ACT.metric, [{ rollout: seatMap, exposed: false }, other], ACTING)).toBe(0.005)
  expect(chanceOf(ACT.metric, [{ rollout: seatMap, exposed: true }, other], USUAL)).toBe(0.005)
  expect(chanceOf(ACT.metric, [other], ACTING)).toBe(0)
  for (const { key } of metrics) {
    if (key === ACT.metric) continue
    const served = [{ rollout: seatMap, exposed: true }, other]
    expect(chanceOf(key, served, ACTING)).toBe(chanceOf(key, served, USUAL))
  }
})

test('what happens to a person happens after they met the flags, at most once each, and within the window', () => {
  const windowMs = 600_000
  assert(
    property(integer(), subarray([...rollouts]), boolean(), boolean(), (seed, met, exposed, acting) => {
      const happened = outcomes(
        met.map((rollout) => ({ rollout, exposed })),
        { burns: true, acting },
        dice(seed),
      )
      expect(new Set(happened.map(({ event }) => event)).size).toBe(happened.length)
      const known = metrics.filter(({ key }) => met.some((rollout) => key in rollout.rates)).map(({ event }) => event)
      for (const { event, afterMs } of happened) {
        expect(known).toContain(event)
        expect(afterMs).toBeGreaterThan(0)
        expect(afterMs).toBeLessThan(windowMs / 10)
      }
    }),
  )
})

test('the act begins forty seconds after the first look, counted by the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soundings-act-'))
  try {
    const file = join(folder, 'act')
    expect(hasBegun(appearedAt(file), Date.now())).toBe(false)
    expect(appearedAt(null)).toBeNull()
    writeFileSync(file, '')
    utimesSync(file, 1_800_000_000, 1_800_000_000)
    expect(hasBegun(appearedAt(file), 1_800_000_039_999)).toBe(false)
    expect(hasBegun(appearedAt(file), 1_800_000_040_000)).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a silent server is asked ever less often, and at once again when it answers', () => {
  let reach: Reach = reachable
  let nowMs = 1000
  const waits: number[] = []
  for (let i = 0; i < 8; i += 1) {
    reach = heard(reach, false, nowMs)
    waits.push(reach.quietUntilMs - nowMs)
    expect(heard(reach, false, nowMs + 1)).toEqual(reach)
    nowMs = reach.quietUntilMs
  }
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000, 4000])
  expect(heard(reach, true, nowMs)).toEqual(reachable)
})
