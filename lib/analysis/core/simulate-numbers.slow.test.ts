import { describe, expect, test } from 'vitest'
import { momentsOf, noMoments, plusMoments } from '@/lib/telemetry/core/layout'
import { type Moments } from '@/lib/telemetry/core/model'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { type AnalysisConfig, isTail, isValue } from './config'
import { countedThresholds } from './freeze-tail'
import { openStage, startEngine } from './stage'
import { type EngineState } from './state'
import { step } from './step'
import { aChoice, aConfig, aDefinition, aDelta, after, aStage, random, S1, S2 } from './test-builders'

/** One person: number, denominator, and the number they had before. */
type Person = { y: number; d: number; x: number }
type Draw = (dice: () => number, isExposed: boolean) => Person

const normal = (dice: () => number): number => Math.sqrt(-2 * Math.log(1 - dice())) * Math.cos(2 * Math.PI * dice())
const HISTORY = 2000

/** Numbers of before Start from the same law, so that level, spread and thresholds are as good as real ones. */
function configOf(draw: Draw, changes: Parameters<typeof aDefinition>[0], stages = [S1]): AnalysisConfig {
  const dice = random(99)
  const past = Array.from({ length: HISTORY }, () => draw(dice, false))
  const definition = aDefinition({ declaredRate: null, aggregation: 'mean', ...changes })
  return aConfig([aChoice({ definition, people: past, values: past.map(({ y }) => y) })], stages, [{ weight: 1 }])
}

/** Looks of so many people each, through the very functions that read deltas; stops at an alarm. */
function peopleToAlarm(config: AnalysisConfig, draw: Draw, seed: number, o: Run): number | null {
  const dice = random(seed)
  let state: EngineState = startEngine(config, aStage({ share: o.shares[0] ?? 25_000 }))
  let exposed = 0
  for (let look = 0; look < o.looks; look += 1) {
    const part = Math.floor((look * o.shares.length) / o.looks)
    const share = o.shares[part] ?? 25_000
    const id = part === 0 ? S1 : S2
    if (id !== state.stage.id) state = openStage(state, config, aStage({ id, share, position: part, at: after(look) }))
    const arms = { exposed: [] as Person[], control: [] as Person[] }
    for (let n = 0; n < o.each; n += 1) {
      const isExposed = dice() * 100_000 < share
      arms[isExposed ? 'exposed' : 'control'].push(draw(dice, isExposed))
    }
    exposed += arms.exposed.length
    const rows = (['exposed', 'control'] as const).map((arm) =>
      aDelta({ stageId: id, share, arm, nEnter: arms[arm].length, ...numbersOf(config, arms[arm]) }),
    )
    state = step(state, rows, after((look + 1) * 1000), config)
    if (state.latched.all >= Math.log(20)) return exposed
  }
  return null
}
type Run = { shares: number[]; looks: number; each: number }

function numbersOf({ metrics: [own] }: AnalysisConfig, people: readonly Person[]): Partial<CohortDelta> {
  if (own && isTail(own) && own.frozen) {
    const above = countedThresholds(own.frozen).map((c) => people.filter(({ y }) => y > c).length)
    return { tails: [people.length, ...above] }
  }
  if (!own || !isValue(own)) return {}
  const cap = own.cap ?? Infinity
  const sums = people.reduce<Moments>((sum, { y, d, x }) => {
    const [now, before] = [Math.min(y, cap), Math.min(x, cap)]
    const left = now - own.centre - own.slope * d
    return plusMoments(sum, momentsOf(left, own.aggregation === 'ratio' ? d : 0, before))
  }, noMoments)
  const { n, y, yy, most, d, dd, yd, x, xx, yx, dx } = sums
  return { moments: [n, y, yy, most, d, dd, yd, x, xx, yx, dx] }
}

/** Everybody has a habit that shows before and after; what is spent is heavy-tailed. */
const spending =
  (effect = 1, shift = 0): Draw =>
  (dice, isExposed) => {
    const habit = normal(dice)
    const amount = () => Math.exp(3 + 0.8 * habit + 0.5 * normal(dice))
    return { y: amount() * (isExposed ? effect : 1) + (isExposed ? shift : 0), d: 0, x: amount() }
  }
/** Requests of people who differ, and how many of them fail. */
const failing =
  (effect = 1, busier = 1): Draw =>
  (dice, isExposed) => {
    const d = 1 + Math.floor(-Math.log(1 - dice()) * 8 * (isExposed ? busier : 1))
    const rate = 0.05 * Math.exp(0.5 * normal(dice)) * (isExposed ? effect : 1)
    let y = 0
    for (let i = 0; i < d; i += 1) if (dice() < rate) y += 1
    return { y, d, x: 0 }
  }
const latency =
  (effect = 1): Draw =>
  (dice, isExposed) => ({ y: 200 * Math.exp(0.5 * normal(dice)) * (isExposed ? effect : 1), d: 0, x: 0 })

const alarms = (config: AnalysisConfig, draw: Draw, run: Run, times: number, seed = 1): number =>
  Array.from({ length: times }, (_, i) => peopleToAlarm(config, draw, seed + i * 7, run)).filter((at) => at !== null)
    .length
const meanTo = (config: AnalysisConfig, draw: Draw, run: Run, times: number): number => {
  const found = Array.from({ length: times }, (_, i) => peopleToAlarm(config, draw, 500 + i * 7, run))
  expect(found).not.toContain(null)
  return found.reduce<number>((sum, at) => sum + (at ?? 0), 0) / times
}

/** 60 looks; 5 % of 60 are 3, and more than 7 has a chance of 1.5 % at exactly 5 %. */
const RUN: Run = { shares: [25_000], looks: 60, each: 60 }
const RAMP: Run = { shares: [5000, 50_000], looks: 60, each: 60 }
const TIMES = 60
const MOST = 7

describe('nothing is wrong: looks all the time, false alarms stay within 5 %', () => {
  test.each([
    ['mean, heavy-tailed, by the past', spending(), { aggregation: 'mean' as const }],
    ['ratio', failing(), { aggregation: 'ratio' as const }],
    ['95th percentile', latency(), { aggregation: 'quantile' as const, level: 0.95 }],
  ])('%s, one stage and a ramp', (_, draw, changes) => {
    expect(alarms(configOf(draw, changes), draw, RUN, TIMES)).toBeLessThanOrEqual(MOST)
    expect(alarms(configOf(draw, changes, [S1, S2]), draw, RAMP, TIMES, 3)).toBeLessThanOrEqual(MOST)
  })
  test('without a past: the level is learnt from the first control people', () => {
    const config = aConfig(
      [aChoice({ definition: aDefinition({ aggregation: 'mean', declaredRate: null }) })],
      [S1],
      [{ weight: 1 }],
    )
    expect(alarms(config, spending(), RUN, TIMES, 11)).toBeLessThanOrEqual(MOST)
  })
})

describe('at the limit itself E_m does not alarm more often than 5 %', () => {
  test.each([
    [
      'mean, so many units',
      spending(1, 3),
      { aggregation: 'mean' as const, harmLimit: { kind: 'absolute' as const, value: 3 } },
    ],
    [
      'mean, a part',
      spending(1.15),
      { aggregation: 'mean' as const, harmLimit: { kind: 'relative' as const, value: 0.15 } },
    ],
    [
      'ratio, a part, by people who do more',
      failing(1.3, 1.2),
      { aggregation: 'ratio' as const, harmLimit: { kind: 'relative' as const, value: 0.3 } },
    ],
    [
      '95th percentile, stretched by a part',
      latency(1.2),
      { aggregation: 'quantile' as const, level: 0.95, harmLimit: { kind: 'relative' as const, value: 0.2 } },
    ],
  ])('%s', (_, draw, changes) => {
    expect(alarms(configOf(draw, changes), draw, RUN, TIMES, 5)).toBeLessThanOrEqual(MOST)
  })
})

describe('harm is found', () => {
  const FAST: Run = { shares: [5000], looks: 600, each: 100 }
  test('p95 of all requests a fifth slower: within 150 exposed people on average', () => {
    const draw = latency(1.2)
    expect(meanTo(configOf(latency(), { aggregation: 'quantile', level: 0.95 }), draw, FAST, 40)).toBeLessThanOrEqual(
      150,
    )
  })
  test('a mean that rises by 15 %, sooner where the past tells who spends much', () => {
    const [usual, harmful] = [spending(), spending(1.15)]
    const forgets: Draw = (dice, isExposed) => ({ ...harmful(dice, isExposed), x: 0 })
    const config = configOf(usual, { mde: { kind: 'relative', value: 0.15 } })
    const withPast = meanTo(config, harmful, FAST, 12)
    const without = meanTo(config, forgets, FAST, 12)
    expect(withPast).toBeLessThan(without)
    expect(withPast).toBeLessThan(1500)
  })
  test('a ratio of failures that rises by half', () => {
    const config = configOf(failing(), { aggregation: 'ratio', mde: { kind: 'relative', value: 0.5 } })
    expect(meanTo(config, failing(1.5), FAST, 12)).toBeLessThan(1000)
  })
})
