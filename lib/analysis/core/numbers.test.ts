import { describe, expect, test } from 'vitest'
import { quantileExceedance } from '@/lib/statistics/exceedance'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { drawBands } from './band'
import { type AnalysisConfig, type MetricChoice } from './config'
import { tailOf } from './freeze-tail'
import { applyTick } from './replay'
import { openStage, startEngine } from './stage'
import { type EngineState } from './state'
import { step } from './step'
import { tailGrids } from './tail'
import { aChoice, aConfig, aDefinition, aDelta, after, aStage, S1, S2, verdictOf } from './test-builders'

const withStart = (omega: number, logE: number): number => Math.log(1 - omega + omega * Math.exp(logE))

const number = (changes: Parameters<typeof aDefinition>[0], more: Partial<MetricChoice> = {}) =>
  aChoice({ definition: aDefinition({ aggregation: 'mean', declaredRate: null, ...changes }), ...more })

/** Yes and no as numbers around the usual level. */
function yesNo(people: number, yes: number, centre: number): number[] {
  const y = yes - people * centre
  const yy = yes * (1 - centre) ** 2 + (people - yes) * centre ** 2
  return [people, y, yy, Math.max(1 - centre, centre), 0, 0, 0, 0, 0, 0, 0]
}
/** The same as a ratio whose denominator is one for everybody. */
const overOne = ([n = 0, y = 0, yy = 0, most = 0]: number[]): number[] => [n, y, yy, most, n, n, y, 0, 0, 0, 0]

type Row = { share: number; arm: CohortDelta['arm']; people: number; yes: number }
const EXAMPLE: Row[] = [
  { share: 5000, arm: 'exposed', people: 500, yes: 38 },
  { share: 5000, arm: 'control', people: 9500, yes: 950 },
  { share: 25_000, arm: 'exposed', people: 1000, yes: 85 },
  { share: 25_000, arm: 'control', people: 3000, yes: 310 },
]
const rows = (of: readonly Row[], as = (moments: number[]) => moments): CohortDelta[] =>
  of.map(({ people, yes, ...cohort }) => aDelta({ ...cohort, moments: as(yesNo(people, yes, 0.1)) }))

/** The score example of statistics.md §8: level .1, σ0² = .09, MDE .01, harm is a fall. */
const example = (limit: number | null, changes: object = {}) =>
  aConfig(
    [number({ direction: 'higher', mde: { kind: 'absolute', value: 0.01 }, window: null }, { limit })],
    [S1],
    [{ weight: 1, centre: 0.1, baseline: 0.1, spread: { sigma2: 0.09, meanD: 1, units: 2000 }, ...changes }],
  )
const run = (config: AnalysisConfig, tick: CohortDelta[]): EngineState =>
  step(startEngine(config, aStage()), tick, after(1000), config)

describe('means as a score martingale', () => {
  test('the worked example, with the start of a rollout of one stage', () => {
    const state = run(example(null), rows(EXAMPLE))
    expect(state.metrics[0]?.e0.logE).toBeCloseTo(withStart(0.9, 1.896249582), 8)
    const limited = run(example(0.005), rows(EXAMPLE)).metrics[0]
    // The variance of unlike arms is a little larger here than that of the example, which leaves it unchanged.
    expect(limited?.em?.logE).toBeCloseTo(withStart(0.9, 1.131521629), 1)
    expect(limited?.e0.logE).toBeCloseTo(withStart(0.9, 1.896249582), 8)
    const [evidence] = verdictOf(drawBands(state, example(null)), example(null)).metrics
    expect(evidence?.difference.estimate).toBeCloseTo(-0.02053061224, 10)
    expect(evidence).toMatchObject({ form: 'mean', exposed: { units: 1500 }, baseline: { units: 12_500 } })
    expect(evidence?.exposed.rate).toBeCloseTo(123 / 1500, 10)
  })
  test('a ratio over one each is a mean', () => {
    const mean = run(example(null), rows(EXAMPLE))
    const config = example(null, { aggregation: 'ratio', centre: 0, slope: 0.1 })
    const ratio = run(config, rows(EXAMPLE, overOne))
    expect(ratio.metrics[0]?.e0.logE).toBeCloseTo(mean.metrics[0]?.e0.logE ?? 0, 10)
    expect(verdictOf(ratio, config).metrics[0]?.exposed.rate).toBeCloseTo(123 / 1500, 10)
  })
  test('people whose coin was known before are no evidence', () => {
    const state = run(
      example(null),
      rows(EXAMPLE).map((row) => Object.assign(row, { coin: 'known' as const })),
    )
    expect(state.metrics[0]).toMatchObject({ e0: { logE: 0 }, units: { exposed: 0 } })
  })
  test('a stage start counts from itself, the rollout start goes on', () => {
    const config = aConfig(
      [number({})],
      [S1, S2],
      [{ weight: 1, centre: 0.1, baseline: 0.1, spread: { sigma2: 0.09, meanD: 1, units: 2000 } }],
    )
    const first = step(startEngine(config, aStage()), rows(EXAMPLE.slice(0, 2)), after(1000), config)
    const second = openStage(first, config, aStage({ id: S2, share: 25_000, position: 1, at: after(2000) }))
    expect(second.metrics[0]?.e0).toEqual(first.metrics[0]?.e0)
    const rise = rows([
      { share: 25_000, arm: 'exposed', people: 1000, yes: 190 },
      { share: 25_000, arm: 'control', people: 3000, yes: 300 },
    ]).map((row) => Object.assign(row, { stageId: S2 }))
    const state = step(second, rise, after(3000), config)
    expect(verdictOf(state, config).metrics[0]).toMatchObject({ since: after(2000), exposed: { units: 1000 } })
    expect(verdictOf(state, config).code).toBe('harmful')
  })
})

/** So many people around a level; the largest among them. */
const fill = (n: number, y: number, spread: number, most = Math.abs(y) + spread): number[] => {
  return [n, n * y, n * (y * y + spread * spread), most, 0, 0, 0, 0, 0, 0, 0]
}
const both = (exposed: number[], control: number[]) => [
  aDelta({ arm: 'exposed', moments: exposed }),
  aDelta({ arm: 'control', moments: control }),
]

describe('numbers that nobody can judge are said to be so', () => {
  const fresh = aConfig([number({ harmLimit: { kind: 'relative', value: 0.1 } })], [S1])
  const words = (...ticks: CohortDelta[][]) => {
    const end = ticks.reduce((s, t, i) => step(s, t, after(1000 * i), fresh), startEngine(fresh, aStage()))
    return verdictOf(drawBands(end, fresh), fresh).metrics[0]
  }
  test('without history the level is learnt from the first control people, who are not counted', () => {
    expect(words(both(fill(50, 9, 1), fill(99, 5, 1)))).toMatchObject({ waiting: 'level', logEm: 0, limit: null })
    const learnt = words(both(fill(50, 9, 1), fill(120, 5, 1)))
    expect(learnt).toMatchObject({ waiting: 'people', logEm: 0, baselineFrozen: 5, limit: 0.5 })
    const harmed = words(both(fill(50, 9, 1), fill(120, 5, 1)), both(fill(150, 9, 1), fill(2850, 5, 1)))
    expect(harmed?.waiting).toBeUndefined()
    expect(harmed?.logEm).toBeGreaterThan(20)
    expect(harmed?.difference.estimate).toBeCloseTo(4, 0)
  })
  test('everybody the same, or nothing at all: no spread, no bet', () => {
    expect(words(both(fill(500, 0, 0), fill(5000, 0, 0)))).toMatchObject({ waiting: 'level', logEm: 0 })
    expect(words(both(fill(500, 7, 0), fill(5000, 7, 0)))).toMatchObject({ waiting: 'level', logEm: 0 })
  })
  test('one person who makes up a tenth of everything silences the metric', () => {
    const whale = [200, 1e9, 1e18, 1e9, 0, 0, 0, 0, 0, 0, 0]
    const said = words(both(fill(9, 5, 1), fill(200, 5, 1)), both(whale, fill(3000, 5, 1)))
    expect(said).toMatchObject({ waiting: 'one-person', logEm: 0, logE0: 0, difference: { low: null, high: null } })
  })
  test('where one arm loses values, those who are left are not compared, and what was found before stays', () => {
    const firsts = aConfig([number({ of: 'first' })], [S1], [{ weight: 1 }])
    const from = step(startEngine(firsts, aStage()), both(fill(20, 5, 1), fill(380, 5, 1)), after(0), firsts)
    const even = step(from, both(fill(200, 9, 1), fill(3800, 5, 1)), after(1000), firsts)
    expect(even.metrics[0]?.e0.logE).toBeGreaterThan(20)
    const lost = step(even, both(fill(200, 9, 1), fill(7600, 5, 1)), after(2000), firsts)
    expect(lost.metrics[0]).toMatchObject({ e0: { logE: 0 }, supEm: even.metrics[0]?.e0.logE })
    expect(verdictOf(lost, firsts).metrics[0]).toMatchObject({ waiting: 'uneven', logEm: 0, code: 'harmful' })
    const fewer = step(from, both(fill(100, 5, 1), fill(7600, 5, 1)), after(2000), firsts)
    expect(verdictOf(fewer, firsts).metrics[0]).toMatchObject({ waiting: 'uneven', code: 'comparison-broken' })
  })
  test('a usual level below zero bears no relative limit', () => {
    const said = words(both(fill(9, 5, 1), fill(200, -5, 1)), both(fill(200, -5, 1), fill(3000, -5, 1)))
    expect(said).toMatchObject({ logEm: 0 })
  })
})

const counts = (n: number, ...above: number[]) => [n, ...above, ...above.map((s) => Math.floor(s * 0.7))]

describe('quantiles', () => {
  const values = Array.from({ length: 2000 }, (_, i) => i + 1)
  const slow = aConfig(
    [number({ aggregation: 'quantile', level: 0.95, harmLimit: { kind: 'relative', value: 0.2 } }, { values })],
    [S1],
    [{ weight: 1 }],
  )
  const tick = [
    aDelta({ arm: 'exposed', tails: counts(500, 300, 180, 90, 60, 12) }),
    aDelta({ arm: 'control', tails: counts(9500, 4750, 2375, 950, 475, 95) }),
  ]
  test('thresholds and stretched ones are the frozen quantiles', () => {
    const frozen = tailOf(values, 0.95, { kind: 'absolute', value: 380 })
    expect(frozen?.thresholds).toEqual([1000, 1500, 1800, 1900, 1980])
    expect(frozen?.stretched?.thresholds).toEqual([1200, 1800, 2160, 2280, 2376])
    expect(frozen?.stretched?.ratios[0]).toBeCloseTo(1000.5 / 800.5, 12)
    expect(tailOf(values.slice(0, 199), 0.95, null)).toBeNull()
    const one = tailOf(
      values.map(() => 3),
      0.95,
      { kind: 'absolute', value: 1 },
    )
    expect(one?.stretched?.ratios).toEqual([1, 1, 1, 1, 1])
    const zero = tailOf(
      values.map(() => 0),
      0.95,
      { kind: 'absolute', value: 1 },
    )
    expect(zero?.stretched?.thresholds).toEqual([0, 0, 0, 0, 0])
  })
  test('the engine is the mean of five exceedances with the start around it', () => {
    const state = run(slow, tick)
    const [first, last] = [tick[0]?.tails ?? [], tick[1]?.tails ?? []]
    const by = (from: number, theta: number[]) =>
      theta.map((baseline, j) => ({
        nT: 500,
        sT: first[1 + from + j] ?? 0,
        nC: 9500,
        sC: last[1 + from + j] ?? 0,
        share: 0.05,
        baseline,
      }))
    const usual = [0.5, 0.25, 0.1, 0.05, 0.01].map((b) => (Math.round(((b * 2000 + 0.5) / 2001) * 2000) + 0.5) / 2001)
    const plain = quantileExceedance(null, by(0, usual), tailGrids).logE
    expect(state.metrics[0]?.e0.logE).toBeCloseTo(withStart(0.9, plain), 9)
    const ratios = tailOf(values, 0.95, { kind: 'relative', value: 0.2 })?.stretched?.ratios ?? []
    const past = quantileExceedance(null, by(5, usual), tailGrids, ratios).logE
    expect(state.metrics[0]?.em?.logE).toBeCloseTo(withStart(0.9, past), 9)
  })
  test('people read the quantile of both arms, the limit in milliseconds, and the share above the usual one', () => {
    const [said] = verdictOf(drawBands(run(slow, tick), slow), slow).metrics
    expect(said).toMatchObject({ form: 'quantile', limit: 380, baselineFrozen: 1900, exposed: { units: 500 } })
    expect(said?.tail).toMatchObject({ level: 0.95, threshold: 1900, exposed: 0.12, baseline: 0.05 })
    expect(said?.tail?.ratio.estimate).toBeCloseTo(2.4, 1)
    expect(said?.exposed.rate).toBeCloseTo(1943.5, 0)
    expect(said?.baseline.rate).toBeCloseTo(1900, 6)
    const { low, high } = said?.difference ?? {}
    expect(low).toBeLessThan(said?.difference.estimate ?? 0)
    expect(high).toBeGreaterThan(said?.difference.estimate ?? 0)
  })
  test('people without a value in one arm alone are not compared', () => {
    const lost = [aDelta({ arm: 'exposed', tails: counts(200, 100, 50, 20, 10, 2) }), tick[1] ?? aDelta()]
    const state = openStage(run(slow, lost), slow, aStage({ id: S2, share: 25_000, position: 1, at: after(2000) }))
    expect(verdictOf(state, slow).metrics[0]).toMatchObject({
      waiting: 'uneven',
      code: 'comparison-broken',
      logEm: 0,
      logE0: 0,
    })
  })
  test('thresholds from the first control people come as a change that replays', () => {
    const late = aConfig([number({ aggregation: 'quantile', level: 0.95 })], [S1], [{ weight: 1 }])
    const plain = tick.map(({ arm, tails = [] }) => aDelta({ arm, tails: tails.slice(0, 6) }))
    const none = run(late, plain)
    expect(verdictOf(none, late).metrics[0]).toMatchObject({ waiting: 'level', logE0: 0, limit: null })
    const frozen = tailOf(values, 0.95, null)
    if (!frozen) throw new Error('too few values')
    const change = { kind: 'thresholds' as const, metric: 'errors', frozen, at: after(2000) }
    const changed = applyTick(none, late, { changes: [change], rows: [] })
    const state = step(changed, plain, after(3000), late)
    expect(state.metrics[0]?.e0.logE).toBeGreaterThan(1)
    expect(applyTick(state, late, { changes: [change], rows: [] }).metrics).toEqual(drawBands(state, late).metrics)
  })
})
