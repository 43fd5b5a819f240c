import { expect, test } from 'vitest'
import { elapsedMs } from '@/lib/kernel/time'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { type AnalysisConfig } from './config'
import { logEm } from './harm'
import { openStage, startEngine } from './stage'
import { type EngineState } from './state'
import { step } from './step'
import {
  aChoice,
  aConfig,
  aDefinition,
  after,
  aStage,
  bothArms,
  DAY,
  HOUR,
  random,
  S1,
  S2,
  S3,
  S4,
  verdictOf,
} from './test-builders'

/** People arrive one by one, their outcome with them: one tick each. `share` and rates in the order (exposed, control). */
type World = { perDay: number; days: number; share: number; rates: (day: number) => [number, number] }

function arrivals(world: World, config: AnalysisConfig, seed: number, start: EngineState): EngineState[] {
  const dice = random(seed)
  const states = [start]
  let state = start
  for (let i = 0; i < world.perDay * world.days; i += 1) {
    const day = i / world.perDay
    const isExposed = dice() < world.share
    const [pT, pC] = world.rates(day)
    const event = dice() < (isExposed ? pT : pC) ? 1 : 0
    const unit: Partial<CohortDelta> = { share: world.share * 100_000, nEnter: 1 }
    const counts =
      config.metrics[0]?.aggregation === 'proportion'
        ? { ...unit, booked: [1], bookedYes: [event] }
        : { ...unit, riskEnter: [1], firstEvents: [event] }
    const arms = bothArms(isExposed ? counts : {}, isExposed ? {} : counts)
    state = step(state, arms, after(day * DAY), config)
    states.push(state)
  }
  return states
}

const alarmAt = (states: readonly EngineState[], threshold: number): number =>
  states.findIndex(({ latched }) => latched.all >= Math.log(threshold))

const first = (declaredRate: number, changes = {}) => aChoice({ definition: aDefinition({ declaredRate, ...changes }) })
const oneMetric = (choice: ReturnType<typeof aChoice>) => aConfig([choice], [S1], [{ weight: 1 }])

test('nothing is wrong: 40 rollouts of two days, a look at every arrival, false alarms stay within 5 %', () => {
  const config = oneMetric(first(0.05))
  const world: World = { perDay: 1200, days: 2, share: 0.25, rates: () => [0.05, 0.05] }
  const alarms = Array.from({ length: 40 }, (_, seed) =>
    alarmAt(arrivals(world, config, seed + 1, startEngine(config, aStage({ share: 25_000 }))), 20),
  ).filter((at) => at >= 0).length
  // 5 % of 40 are 2; more than 5 has a chance below 1.4 % at exactly 5 %, and the process is well below.
  expect(alarms).toBeLessThanOrEqual(5)
})

test('at the limit itself E_m does not alarm more often than 5 %', () => {
  const choice = first(0.05, { harmLimit: { kind: 'relative', value: 0.5 } })
  const config = oneMetric(choice)
  const world: World = { perDay: 1200, days: 2, share: 0.25, rates: () => [0.075, 0.05] }
  const alarms = Array.from({ length: 40 }, (_, seed) =>
    alarmAt(arrivals(world, config, 900 + seed, startEngine(config, aStage({ share: 25_000 }))), 20),
  ).filter((at) => at >= 0).length
  expect(alarms).toBeLessThanOrEqual(5)
})

test.each([
  { name: 'errors 1 → 2 %', kind: 'first-event' as const, limit: 817 },
  { name: 'errors 1 → 2 % as a proportion', kind: 'proportion' as const, limit: 817 },
])('finds $name within 1.7 times the Wald limit on average', ({ kind, limit }) => {
  const config = oneMetric(first(0.01, { aggregation: kind }))
  const world: World = { perDay: 10_000, days: 6, share: 0.05, rates: () => [0.02, 0.01] }
  const exposed = Array.from({ length: 8 }, (_, seed) => {
    const dice = random(4000 + seed)
    let state = startEngine(config, aStage())
    for (let i = 0; i < world.perDay * world.days && state.latched.all < Math.log(20); i += 1) {
      const isExposed = dice() < world.share
      const event = dice() < (isExposed ? 0.02 : 0.01) ? 1 : 0
      const outcome =
        kind === 'proportion' ? { booked: [1], bookedYes: [event] } : { riskEnter: [1], firstEvents: [event] }
      const unit = { nEnter: 1, ...outcome }
      const arms = bothArms(isExposed ? unit : {}, isExposed ? {} : unit)
      state = step(state, arms, after((i / world.perDay) * DAY), config)
    }
    return state.units.exposed
  })
  const mean = exposed.reduce((sum, n) => sum + n, 0) / exposed.length
  expect(mean).toBeLessThan(1.7 * limit)
})

/**
 * The same people come back in every stage and their outcomes persist: in each stage the fast reading would count them
 * again. The engine counts the coin of a person once, at the share under which it was still open.
 */
test('one coin: returning people neither inflate the evidence nor the split', () => {
  const stages = [
    { id: S1, share: 1000 },
    { id: S2, share: 5000 },
    { id: S3, share: 25_000 },
    { id: S4, share: 50_000 },
  ]
  const choice = first(0.1, { aggregation: 'proportion' })
  const config = aConfig(
    [choice],
    stages.map(({ id }) => id),
    [{ weight: 1 }],
  )
  let alarms = 0
  let splits = 0
  for (let seed = 1; seed <= 40; seed += 1) {
    const dice = random(seed * 77)
    const people = Array.from({ length: 3000 }, () => ({ bucket: Math.floor(dice() * 100_000), yes: dice() < 0.1 }))
    let state = startEngine(config, aStage(stages[0]))
    for (const [i, { id, share }] of stages.entries()) {
      if (i > 0) state = openStage(state, config, aStage({ id, share, position: i, at: after(i * 1000) }))
      const before = stages[i - 1]?.share ?? 0
      const fresh = people.filter(({ bucket }) => bucket >= before)
      const arm = (isExposed: boolean): Partial<CohortDelta> => {
        const of = fresh.filter(({ bucket }) => bucket < share === isExposed)
        const yes = of.filter((person) => person.yes).length
        return { stageId: id, share, coin: before, nEnter: of.length, booked: [of.length], bookedYes: [yes] }
      }
      const known = { stageId: id, share, coin: 'known' as const, nEnter: people.length - fresh.length }
      state = step(state, [...bothArms(arm(true), arm(false)), ...bothArms(known, {})], after(i * 1000 + 1), config)
    }
    if (state.latched.all >= Math.log(20)) alarms += 1
    const counted = state.strata.reduce((sum, s) => sum + s.exposed + s.control, 0)
    if (counted > 4 * people.length) splits += 1
  }
  expect(alarms).toBeLessThanOrEqual(4)
  expect(splits).toBe(0)
})

test('a ramp over a falling baseline is no harm: strata are compared, never pooled', () => {
  const stages = [
    { id: S1, share: 1000, rate: 0.13 },
    { id: S2, share: 5000, rate: 0.12 },
    { id: S3, share: 25_000, rate: 0.11 },
    { id: S4, share: 50_000, rate: 0.1 },
  ]
  const choice = first(0.13, { direction: 'higher', aggregation: 'proportion', key: 'bought' })
  const config = aConfig(
    [choice],
    stages.map(({ id }) => id),
    [{ weight: 1 }],
  )
  let alarms = 0
  for (let seed = 1; seed <= 30; seed += 1) {
    const dice = random(seed * 31)
    let state = startEngine(config, aStage(stages[0]))
    for (const [i, { id, share, rate }] of stages.entries()) {
      if (i > 0) state = openStage(state, config, aStage({ id, share, position: i, at: after(i * DAY) }))
      for (let look = 0; look < 24; look += 1) {
        const counts = { exposed: [0, 0] as [number, number], control: [0, 0] as [number, number] }
        for (let person = 0; person < 200; person += 1) {
          const arm = dice() * 100_000 < share ? 'exposed' : 'control'
          counts[arm][0] += 1
          if (dice() < rate) counts[arm][1] += 1
        }
        const of = ([n, yes]: [number, number]) => ({ stageId: id, share, nEnter: n, booked: [n], bookedYes: [yes] })
        const at = after(i * DAY + look * 3_600_000 + 1)
        state = step(state, bothArms(of(counts.exposed), of(counts.control)), at, config)
      }
    }
    if (state.latched.all >= Math.log(20)) alarms += 1
  }
  expect(alarms).toBeLessThanOrEqual(4)
})

/**
 * Most people come once, and what happens to them happens on that visit. After a ramp the many of the small share are
 * still "at risk" although nothing will happen to them any more; only newcomers have events, half of them exposed.
 */
test('a ramp with people who come once is no harm: first events are judged among those who came in the same stage', () => {
  const config = aConfig([first(0.04)], [S1, S2], [{ weight: 1 }])
  let alarms = 0
  for (let seed = 1; seed <= 40; seed += 1) {
    const dice = random(seed * 13)
    let state = startEngine(config, aStage())
    for (const [i, { id, share, looks }] of [
      { id: S1, share: 5000, looks: 100 },
      { id: S2, share: 50_000, looks: 100 },
    ].entries()) {
      if (i > 0) state = openStage(state, config, aStage({ id, share, position: i, at: after(i * DAY) }))
      for (let look = 0; look < looks; look += 1) {
        const n = { exposed: 0, control: 0 }
        const d = { exposed: 0, control: 0 }
        for (let person = 0; person < 40; person += 1) {
          const arm = dice() * 100_000 < share ? 'exposed' : 'control'
          n[arm] += 1
          if (dice() < 0.04) d[arm] += 1
        }
        const of = (arm: 'exposed' | 'control') => ({
          stageId: id,
          share,
          nEnter: n[arm],
          riskEnter: [n[arm]],
          firstEvents: [d[arm]],
        })
        state = step(state, bothArms(of('exposed'), of('control')), after(i * DAY + look * 60_000), config)
      }
    }
    if (state.latched.all >= Math.log(20)) alarms += 1
  }
  expect(alarms).toBeLessThanOrEqual(5)
})

test('harm that begins after a clean week is found by a later start, which says since when', () => {
  const choice = first(0.02, { harmLimit: { kind: 'relative', value: 1 } })
  const config = aConfig([choice], [S1, S2], [{ weight: 1 }])
  const world: World = {
    perDay: 6000,
    days: 3,
    share: 0.25,
    rates: (day) => [day < 2 ? 0.02 : 0.1, 0.02],
  }
  const states = arrivals(world, config, 5, startEngine(config, aStage({ share: 25_000 })))
  const at = alarmAt(states, 100)
  expect(at).toBeGreaterThan(2 * world.perDay)
  expect(at).toBeLessThan(2.5 * world.perDay)
  const [metric] = verdictOf(states[at] ?? startEngine(config, aStage()), config).metrics
  expect(Math.abs(elapsedMs(after(2 * DAY), metric?.since ?? after(0)))).toBeLessThanOrEqual(3 * HOUR)
  expect(states.every(({ metrics }) => metrics.every((m) => Number.isFinite(logEm(m) + m.e0.logE)))).toBe(true)
})
