import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { globalLogE } from './harm'
import { applyTick, type LoggedTick, replay } from './replay'
import { splitRange } from './split-range'
import { startEngine } from './stage'
import { step } from './step'
import { aChoice, aConfig, aDefinition, aDelta, after, aStage, bothArms, S1, S2, verdictOf } from './test-builders'

const row = (ms: number) => ({ arrivedAt: after(ms), delta: aDelta({ nEnter: ms }) })

describe('a consumed range', () => {
  test('on time is one bucket, although it crosses a second', () => {
    expect(splitRange([row(900), row(1500)])).toEqual([{ at: after(1500), rows: [row(900).delta, row(1500).delta] }])
  })
  test('late is split by second of arrival, in order, none longer than a second', () => {
    const buckets = splitRange([row(2100), row(100), row(1100), row(900)])
    expect(buckets.map(({ at }) => at)).toEqual([after(900), after(1100), after(2100)])
  })
  test('empty is nothing', () => {
    expect(splitRange([])).toEqual([])
  })
})

const config = aConfig(
  [
    aChoice({ definition: aDefinition({ harmLimit: { kind: 'absolute', value: 0.01 } }) }),
    aChoice({
      definition: aDefinition({ key: 'bought', aggregation: 'proportion', direction: 'higher', declaredRate: 0.3 }),
    }),
    aChoice({
      definition: aDefinition({ key: 'spent', aggregation: 'mean', harmLimit: { kind: 'relative', value: 0.1 } }),
    }),
    aChoice({
      definition: aDefinition({ key: 'slow', aggregation: 'quantile', harmLimit: { kind: 'absolute', value: 50 } }),
      values: Array.from({ length: 400 }, (_, i) => i + 1),
    }),
    aChoice({ definition: aDefinition({ key: 'failing', aggregation: 'ratio', direction: 'higher' }) }),
  ],
  [S1, S2],
)

/** People with one number each; the denominators are often nothing at all. */
function people(n: number, y: number): number[] {
  const of = Math.max(0, n) * 20
  return [of, of * y, of * (y * y + 4), Math.abs(y) + 9, of * (y % 3), of * 9, of * y, of, of * 2, of * y, of * 2]
}

/** Deltas as ingest could write them, and some that it should not: the engine must hold out. */
const delta = record({
  stage: boolean(),
  coin: constantFrom<CohortDelta['coin']>(0, 5000, 'known'),
  arm: constantFrom<CohortDelta['arm']>('exposed', 'control'),
  counts: array(integer({ min: -2, max: 40 }), { minLength: 7, maxLength: 7 }),
  ms: integer({ min: 0, max: 2500 }),
}).map(({ stage, coin, arm, counts: [n = 0, enter = 0, exit = 0, d = 0, booked = 0, yes = 0, crossed = 0], ms }) => ({
  ms,
  delta: aDelta({
    ...(stage ? { stageId: S1, share: 5000 } : { stageId: S2, share: 25_000 }),
    coin,
    arm,
    nEnter: n,
    nCrossed: Math.max(0, crossed - 35),
    riskEnter: [enter, 0],
    riskExit: [exit, 0],
    firstEvents: [Math.round(d / 10), 0],
    booked: [0, booked],
    bookedYes: [0, yes],
    moments: [...people(n, enter), ...people(booked, exit)],
    tails: [n, booked, yes, d, exit, exit, yes, d, exit, exit, 0].map((count) => Math.max(-1, count)),
  }),
}))
const ticks = array(array(delta, { maxLength: 6 }), { maxLength: 12 }).map((list): LoggedTick[] =>
  list.map((rows, i) => ({
    changes:
      i === 5 ? [{ kind: 'stage', stage: aStage({ id: S2, share: 25_000, position: 1, at: after(i * 9e6) }) }] : [],
    rows: rows.map(({ ms, delta: d }) => ({ arrivedAt: after(i * 9e6 + ms), delta: d })),
  })),
)

test('replay reaches the same verdict, bit for bit, through the stored form of the state', () => {
  assert(
    property(ticks, (logged) => {
      const start = startEngine(config, aStage())
      const live = logged.reduce((state, tick) => applyTick(JSON.parse(JSON.stringify(state)), config, tick), start)
      const again = replay(start, config, logged)
      expect(JSON.stringify(again)).toBe(JSON.stringify(live))
      expect(verdictOf(again, config)).toEqual(verdictOf(live, config))
    }),
    { numRuns: 60 },
  )
})

test('whatever comes in, evidence is a number and the running maximum never falls', () => {
  assert(
    property(ticks, (logged) => {
      let state = startEngine(config, aStage())
      for (const tick of logged) {
        const before = state.latched.all
        state = applyTick(state, config, tick)
        expect(Number.isFinite(globalLogE(state, config))).toBe(true)
        expect(state.latched.all).toBeGreaterThanOrEqual(before)
        expect(JSON.stringify(verdictOf(state, config))).not.toMatch(/"log(E|G|E0|Em|Proceed)":null/)
      }
    }),
    { numRuns: 60 },
  )
})

const run = (counts: number[]) =>
  counts.reduce(
    (state, d, i) =>
      step(
        state,
        bothArms({ riskEnter: [i === 0 ? 100 : 0], firstEvents: [d] }, { riskEnter: [i === 0 ? 100 : 0] }),
        after(i * 1000),
        config,
      ),
    startEngine(config, aStage()),
  )

test('a correction that takes back more than its tick holds is settled by the next', () => {
  expect(run([0, -1, 3]).metrics[0]?.events).toEqual({ exposed: 2, control: 0 })
  expect(run([0, -1, 3]).debts).toEqual({})
})

test('the order of rows inside a tick changes nothing', () => {
  const rows = [
    aDelta({ nEnter: 3, riskEnter: [3, 0], firstEvents: [1, 0], booked: [0, 2], bookedYes: [0, 1] }),
    aDelta({ arm: 'control', nEnter: 60, riskEnter: [60, 0], firstEvents: [2, 0], booked: [0, 50], bookedYes: [0, 9] }),
    aDelta({ stageId: S2, share: 25_000, nEnter: 5, booked: [0, 5], bookedYes: [0, 2] }),
  ]
  const start = startEngine(config, aStage())
  const one = step(start, rows, after(1000), config)
  expect(step(start, rows.toReversed(), after(1000), config)).toEqual(one)
})
