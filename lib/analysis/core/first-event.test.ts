import { describe, expect, test } from 'vitest'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { firstEventLogrank } from '@/lib/statistics/risk-sets'
import { gridsOf } from './process'
import { openStage, startEngine } from './stage'
import { type EngineState } from './state'
import { step } from './step'
import { aConfig, after, aStage, bothArms, rateConfigOf, rateOf, S1, S2, verdictOf } from './test-builders'

const config = aConfig(undefined, [S1, S2])
const metric = rateConfigOf(config)
const old = { stageId: S1, share: 5000, coin: 0 }
const back = { stageId: S2, share: 50_000, coin: 5000 }

const ticks = (state: EngineState, ...seen: CohortDelta[][]): EngineState =>
  seen.reduce((now, rows, i) => step(now, rows, after(60_000 + i * 1000), config), state)
const of = (risk: Partial<CohortDelta>, [exposed, control]: [Partial<CohortDelta>, Partial<CohortDelta>]) =>
  bothArms({ ...risk, ...exposed }, { ...risk, ...control })
const enter = (n: number): Partial<CohortDelta> => ({ riskEnter: [n] })
const happen = (n: number): Partial<CohortDelta> => ({ firstEvents: [n] })
const leave = (n: number): Partial<CohortDelta> => ({ riskExit: [n] })

const first = ticks(startEngine(config, aStage()), of(old, [enter(50), enter(950)]), of(old, [happen(2), happen(9)]))
const ramped = openStage(first, config, aStage({ id: S2, share: 50_000, position: 1, at: after(10_000) }))

describe('strata of first events', () => {
  test('each is judged by its own share at risk, and their logs add', () => {
    const both = ticks(ramped, [
      ...of(back, [enter(100), enter(90)]),
      ...of(back, [happen(7), happen(6)]),
      ...of(old, [happen(1), happen(20)]),
    ])
    // Growth since the rollout began is what the sets of a tick add to every bet.
    const grid = gridsOf({ harm: metric?.harm ?? 'up', mdeRatio: metric?.mdeRatio ?? 1 }).harm
    const sets = [
      { riskT: 48, riskC: 941, dT: 1, dC: 20 },
      { riskT: 100, riskC: 90, dT: 7, dC: 6 },
    ]
    const later = firstEventLogrank(null, sets, grid).state.logR
    const gained = rateOf(both)?.lead.growth?.logR.map((x, j) => x - (rateOf(ramped)?.lead.growth?.logR[j] ?? 0))
    expect(gained?.map((x) => x.toFixed(9))).toEqual(later.map((x) => x.toFixed(9)))
  })

  test('what is shown, the band and proceed-E are of those who entered the present stage', () => {
    const none = ticks(ramped, of(old, [happen(3), happen(3)]))
    expect(none.metrics[0]).toMatchObject({ units: { exposed: 0, control: 0 }, proceed: null, curve: { dT: 0, dC: 0 } })
    expect(none.metrics[0]?.e0).not.toEqual(ramped.metrics[0]?.e0)
    const some = ticks(none, [...of(back, [enter(100), enter(90)]), ...of(back, [happen(5), happen(9)])])
    expect(rateOf(some)?.curve).toMatchObject({ dT: 5, dC: 9 })
    expect(some.metrics[0]?.proceed).not.toBeNull()
    expect(verdictOf(some, config).metrics[0]).toMatchObject({
      exposed: { units: 100, events: 5, rate: 0.05 },
      baseline: { units: 90, events: 9, rate: 0.1 },
    })
  })

  test('who leaves is at risk no more, and a stratum without anybody is forgotten', () => {
    const moved = ticks(ramped, [...of(old, [leave(48), leave(900)]), ...of(back, [enter(48), enter(900)])])
    expect(rateOf(moved)?.risk).toEqual({
      [`${S1} 0`]: { exposed: 0, control: 41 },
      [`${S2} 5000`]: { exposed: 48, control: 900 },
    })
    const gone = ticks(moved, of(old, [{}, { ...leave(40), ...happen(1) }]))
    expect(Object.keys(rateOf(gone)?.risk ?? {})).toEqual([`${S2} 5000`])
    // Nobody was left to compare with.
    expect(gone.metrics[0]?.e0.logE).toBe(moved.metrics[0]?.e0.logE)
  })
})
