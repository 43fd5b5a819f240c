import { describe, expect, test } from 'vitest'
import { drawBands } from './band'
import { openStage, startEngine } from './stage'
import { step } from './step'
import { aChoice, aConfig, aDefinition, after, aStage, bothArms, rateOf, S1, S2, verdictOf } from './test-builders'

/** statistics.md §8, worked with 40 digits; here through the engine, so with the declared starts around them. */
const withStart = (omega: number, logE: number): number => Math.log(1 - omega + omega * Math.exp(logE))

describe('first events', () => {
  const ticks = [
    { enterT: 50, enterC: 950, dT: 2, dC: 9 },
    { enterT: 0, enterC: 0, dT: 1, dC: 7 },
    { enterT: 0, enterC: 0, dT: 3, dC: 8 },
  ]
  const run = (ratioLimit: number) => {
    const config = aConfig([aChoice()], undefined, [{ ratioLimit, proceedRatio: 2 }])
    return ticks.reduce(
      (state, t, i) =>
        step(
          state,
          bothArms(
            { riskEnter: [t.enterT], firstEvents: [t.dT] },
            // The example's second and third risk sets lost people without events, too: (48, 941), (47, 934).
            { riskEnter: [t.enterC], firstEvents: [t.dC] },
          ),
          after(i * 1000),
          config,
        ),
      startEngine(config, aStage()),
    )
  }
  test('E₀ of three ticks at ω = .5', () => {
    expect(run(1).metrics[0]?.e0.logE).toBeCloseTo(withStart(0.5, 2.835933824), 9)
  })
  test('E_m at R0 = 1.5', () => {
    expect(run(1.5).metrics[0]?.em?.logE).toBeCloseTo(withStart(0.5, 1.78514075), 9)
    expect(run(1.5).metrics[0]?.e0.logE).toBeCloseTo(withStart(0.5, 2.835933824), 9)
  })
})

describe('proportions', () => {
  const proportion = aChoice({
    definition: aDefinition({ aggregation: 'proportion' }),
    history: { units: 2000, events: 20 },
  })
  const config = aConfig([proportion], undefined, [{ ratioLimit: 1.25 }])
  const stage1 = step(
    startEngine(config, aStage()),
    bothArms({ nEnter: 500, booked: [500], bookedYes: [12] }, { nEnter: 9500, booked: [9500], bookedYes: [95] }),
    after(1000),
    config,
  )
  const stage2 = openStage(stage1, config, aStage({ id: S2, share: 25_000, position: 1, at: after(2000) }))
  const both = step(
    stage2,
    bothArms(
      { stageId: S2, share: 25_000, nEnter: 1000, booked: [1000], bookedYes: [19] },
      { stageId: S2, share: 25_000, nEnter: 3000, booked: [3000], bookedYes: [31] },
    ),
    after(3000),
    config,
  )
  test('E₀ after one epoch; θ of the next from history and control', () => {
    expect(stage1.metrics[0]?.e0.logE).toBeCloseTo(withStart(0.5, 2.486388736), 9)
    expect(rateOf(stage2)?.theta?.value).toBeCloseTo(115.5 / 11501, 12)
  })
  test('E_m with ω = .5 and .1, R0 = 1.25', () => {
    expect(stage1.metrics[0]?.em?.logE).toBeCloseTo(0.9080975148, 9)
    expect(both.metrics[0]?.em?.logE).toBeCloseTo(1.348140204, 9)
  })
  test('SRM adds over strata', () => {
    const even = aConfig([aChoice()])
    const first = step(startEngine(even, aStage()), bothArms({ nEnter: 540 }, { nEnter: 9460 }), after(1000), even)
    const next = openStage(first, even, aStage({ id: S2, share: 25_000, position: 1, at: after(2000) }))
    const arms = bothArms({ stageId: S2, share: 25_000, nEnter: 2650 }, { stageId: S2, share: 25_000, nEnter: 7350 })
    expect(verdictOf(step(next, arms, after(3000), even), even).srm.logE).toBeCloseTo(4.437316486, 9)
  })
})

test('the band: 217 of 434 events at a share of 25 %', () => {
  const weight = (0.75 * 3) / 11
  const choice = aChoice({ definition: aDefinition({ aggregation: 'proportion', declaredRate: 0.003 }) })
  const config = aConfig([choice], undefined, [{ ratioLimit: 2, proceedRatio: 2, weight, limit: 0.003 }])
  // The fourth of five stages: every later stage starts with ω = .1, as the example says.
  const started = startEngine(config, aStage({ share: 1000, id: S1 }))
  const stage = openStage(started, config, aStage({ id: S2, share: 25_000, position: 1 }))
  const stepped = step(
    stage,
    bothArms(
      { stageId: S2, share: 25_000, nEnter: 24_000, booked: [217], bookedYes: [217] },
      { stageId: S2, share: 25_000, nEnter: 72_000, booked: [217], bookedYes: [217] },
    ),
    after(1000),
    config,
  )
  const state = drawBands(stepped, config)
  const band = rateOf(state)?.band
  expect(band?.lower).toBeCloseTo(2.034228314, 8)
  expect(band?.upper).toBeCloseTo(4.068107993, 8)
  // Two starts have bet on these events, with .6 in all; the rest is still in reserve.
  const [metric] = verdictOf(state, config).metrics
  expect(metric?.logEm).toBeCloseTo(withStart(0.6, 7.592119707), 8)
  expect(metric?.difference.low).toBeCloseTo(0.003 * 1.034228314, 9)
  expect(metric?.difference.high).toBeCloseTo(0.003 * 3.068107993, 9)
})
