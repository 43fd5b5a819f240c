import { describe, expect, test } from 'vitest'
import { type VerdictCode } from '@/lib/rollouts/core/schema'
import { type AnalysisConfig } from './config'
import { evaluate, remember } from './evaluate'
import { overrule } from './harm'
import { startEngine } from './stage'
import { type EngineState } from './state'
import { step } from './step'
import {
  rateOf,
  aChoice,
  aConfig,
  aDefinition,
  after,
  aStage,
  bothArms,
  HOUR,
  S1,
  S2,
  someFacts,
  verdictOf,
} from './test-builders'

const limit = { kind: 'absolute' as const, value: 0.005 }
const errors = aChoice({ definition: aDefinition({ harmLimit: limit }) })
const bought = aChoice({
  definition: aDefinition({
    key: 'bought',
    name: 'Bought',
    aggregation: 'proportion',
    direction: 'higher',
    declaredRate: 0.1,
  }),
})
const config = aConfig([errors, bought], [S1, S2])

type Counts = { n: number; errors: number; bought: number }
/** One tick in which people of both arms arrive and have their outcomes. */
function met(state: EngineState, exposed: Counts, control: Counts, extra = {}, using: AnalysisConfig = config) {
  const of = (c: Counts) => ({
    nEnter: c.n,
    riskEnter: [c.n, 0],
    firstEvents: [c.errors, 0],
    booked: [0, c.n],
    bookedYes: [0, c.bought],
  })
  return step(state, bothArms({ ...of(exposed), ...extra }, of(control)), after(1000), using)
}
const start = startEngine(config, aStage())
const fine = met(start, { n: 500, errors: 5, bought: 50 }, { n: 9500, errors: 95, bought: 950 })
const harmful = met(start, { n: 500, errors: 30, bought: 50 }, { n: 9500, errors: 95, bought: 950 })

describe('the table, row by row', () => {
  test('1 a hard limit leads at once, on five events, while the baseline keeps to it', () => {
    const strict = aConfig([aChoice({ definition: aDefinition({ hardLimit: 0.03 }) }), bought], [S1, S2])
    const few = met(start, { n: 50, errors: 4, bought: 5 }, { n: 950, errors: 9, bought: 95 }, {}, strict)
    const five = met(start, { n: 50, errors: 5, bought: 5 }, { n: 950, errors: 9, bought: 95 }, {}, strict)
    const both = met(start, { n: 50, errors: 5, bought: 5 }, { n: 950, errors: 95, bought: 95 }, {}, strict)
    expect(verdictOf(few, strict).code).not.toBe('harmful')
    expect(verdictOf(five, strict)).toMatchObject({ code: 'harmful', drivers: ['errors'] })
    expect(verdictOf(both, strict).code).not.toBe('harmful')
  })
  test('1 before 2: first events accuse although the comparison is broken', () => {
    const verdict = verdictOf(harmful, config, { redefined: ['bought'] })
    expect(verdict).toMatchObject({ code: 'harmful', drivers: ['errors'], cause: 'redefined' })
    expect(verdict.alsoHolds).toContain('comparison-broken')
  })
  test('2 before 3: a proportion does not accuse while the comparison is broken', () => {
    const loss = met(start, { n: 500, errors: 5, bought: 5 }, { n: 9500, errors: 95, bought: 950 })
    expect(verdictOf(loss, config)).toMatchObject({ code: 'harmful', drivers: ['bought'] })
    expect(verdictOf(loss, config, { redefined: ['errors'] }).code).toBe('comparison-broken')
  })
  test.each<[string, string, (s: EngineState) => EngineState, Partial<Parameters<typeof verdictOf>[2]>]>([
    [
      'an uneven split',
      'uneven-split',
      (s) => met(s, { n: 900, errors: 9, bought: 90 }, { n: 9100, errors: 91, bought: 910 }),
      {},
    ],
    [
      'people in the wrong arm',
      'cross-exposure',
      (s) => met(s, { n: 500, errors: 5, bought: 50 }, { n: 9500, errors: 95, bought: 950 }, { nCrossed: 150 }),
      {},
    ],
    [
      'a gap in the data',
      'old-data',
      (s) => met(s, { n: 500, errors: 5, bought: 50 }, { n: 9500, errors: 95, bought: 950 }),
      { now: after(2 * HOUR) },
    ],
    ['a metric redefined', 'redefined', () => fine, { redefined: ['errors'] }],
    [
      'reports that come later from one arm',
      'uneven-lag',
      (s) =>
        step(
          met(s, { n: 500, errors: 5, bought: 50 }, { n: 9500, errors: 95, bought: 950 }),
          bothArms({ lagMsSum: 9e6, lagCount: 300 }, { lagMsSum: 3e5, lagCount: 300 }),
          after(2000),
          config,
        ),
      {},
    ],
  ])('2 comparison-broken by %s', (_, cause, arrange, facts) => {
    expect(verdictOf(arrange(start), config, facts)).toMatchObject({ code: 'comparison-broken', cause })
  })
  test('3 harmful latches: evidence that fades later does not take it back', () => {
    let state = harmful
    for (let i = 0; i < 30; i += 1) {
      state = met(state, { n: 500, errors: 0, bought: 50 }, { n: 9500, errors: 95, bought: 950 })
    }
    const verdict = verdictOf(state, config)
    expect(verdict.metrics[0]?.logEm).toBeLessThan(Math.log(20))
    expect(verdict).toMatchObject({ code: 'harmful', drivers: ['errors'] })
  })
  test('6 close to the limit: some harm is certain, harm past the limit is not', () => {
    const state = met(start, { n: 5000, errors: 72, bought: 500 }, { n: 95_000, errors: 950, bought: 9500 })
    expect(verdictOf(state, config)).toMatchObject({ code: 'close-to-limit', drivers: ['errors'] })
  })
  test('7 neutral: neither harm nor gain of that size; 8 harm ruled out: a gain is still possible', () => {
    const one = aConfig([errors], [S1, S2])
    const share = aStage({ share: 50_000 })
    const at = (exposed: number) =>
      verdictOf(
        step(
          startEngine(one, share),
          bothArms(
            { share: 50_000, nEnter: 20_000, riskEnter: [20_000], firstEvents: [exposed] },
            { share: 50_000, nEnter: 20_000, riskEnter: [20_000], firstEvents: [200] },
          ),
          after(1000),
          one,
        ),
        one,
      )
    expect(at(200)).toMatchObject({ code: 'neutral' })
    expect(at(200).alsoHolds).toContain('harm-ruled-out')
    expect(at(130)).toMatchObject({ code: 'harm-ruled-out' })
  })
  test('8 is said at 20 and taken back below 10', () => {
    const one = aConfig([errors], [S1, S2])
    const at = (logE: number, code: VerdictCode): VerdictCode => {
      const state = startEngine(one, aStage())
      const [metric] = state.metrics.map((_, k) => rateOf(state, k))
      const metrics = metric ? [{ ...metric, proceed: { logR: [], reserve: null, logE } }] : []
      return verdictOf({ ...state, metrics, word: { ...state.word, code } }, one).code
    }
    expect(at(Math.log(19), 'safe-so-far')).toBe('safe-so-far')
    expect(at(Math.log(21), 'safe-so-far')).toBe('harm-ruled-out')
    expect(at(Math.log(11), 'harm-ruled-out')).toBe('harm-ruled-out')
    expect(at(Math.log(9), 'harm-ruled-out')).toBe('safe-so-far')
  })
  test('9 cannot tell: the longest dwell is over', () => {
    const late = step(fine, bothArms({ events: [1, 0] }, {}), after(15 * 24 * HOUR), config)
    expect(verdictOf(late, config).code).toBe('cannot-tell')
  })
  test('10 too early: with the people still needed, and hours', () => {
    const verdict = verdictOf(met(start, { n: 50, errors: 0, bought: 5 }, { n: 950, errors: 9, bought: 95 }), config, {
      minUnits: null,
    })
    expect(verdict).toMatchObject({ code: 'too-early', enough: false })
    expect(verdict.eta?.unitsHave).toBe(50)
    expect(verdict.eta?.unitsNeed).toBeGreaterThan(50)
    const { p10 = 0, p50 = 0, p90 = 0 } = verdict.eta?.hours ?? {}
    expect(0 < p10 && p10 < p50 && p50 < p90).toBe(true)
  })
  test('10 above 5 % a stage has seen a whole day first', () => {
    const wide = startEngine(config, aStage({ share: 25_000 }))
    expect(verdictOf(wide, config, { now: after(23 * HOUR) }).code).toBe('too-early')
    expect(verdictOf(wide, config, { now: after(24 * HOUR) }).code).toBe('safe-so-far')
  })
  test('11 safe so far: nothing else to say', () => {
    const verdict = verdictOf(fine, config)
    expect(verdict).toMatchObject({ code: 'safe-so-far', alsoHolds: [], enough: true, unitsExposed: 500 })
    expect(verdict.metrics.map(({ code }) => code)).toEqual(['safe-so-far', 'safe-so-far'])
  })
})

test('since when a word leads survives the next verdict', () => {
  const first = verdictOf(fine, config, { now: after(5000) })
  const later = remember(fine, first)
  expect(verdictOf(later, config, { now: after(60_000) }).since).toBe(after(5000))
})

test('with everyone exposed the last word stands', () => {
  const said = remember(fine, { ...verdictOf(fine, config), code: 'harm-ruled-out' })
  const all = { ...said, stage: { ...said.stage, share: 100_000 }, units: { exposed: 10, control: 0 } }
  expect(verdictOf(all, config).code).toBe('harm-ruled-out')
})

test('an overruled alarm asks for ten times the evidence, and its e-value is kept', () => {
  const answered = overrule(harmful, config, ['errors'])
  expect(answered.metrics[0]?.e0.logE).toBe(harmful.metrics[0]?.e0.logE)
  const codeAt = (state: EngineState): VerdictCode => verdictOf(state, config).code
  const strong = verdictOf(harmful, config).logE - Math.log(20)
  expect(strong).toBeGreaterThan(0)
  const times = Math.ceil(strong / Math.log(10)) + 1
  const deaf = Array.from({ length: times }).reduce<EngineState>((s) => overrule(s, config, ['errors']), harmful)
  expect(codeAt(deaf)).not.toBe('harmful')
  const worse = met(deaf, { n: 500, errors: 60, bought: 50 }, { n: 9500, errors: 95, bought: 950 })
  expect(codeAt(worse)).toBe('harmful')
})

test('equal inputs give an equal verdict; the hash covers configuration, deltas and facts', () => {
  const texts: string[] = []
  const hash = (text: string): string => {
    texts.push(text)
    return text
  }
  const facts = someFacts()
  const twice = [evaluate(fine, config, facts, hash), evaluate(JSON.parse(JSON.stringify(fine)), config, facts, hash)]
  expect(twice[1]).toEqual(twice[0])
  expect(evaluate(fine, config, { ...facts, watermark: '2/2' }, hash).inputHash).not.toBe(twice[0]?.inputHash)
})
