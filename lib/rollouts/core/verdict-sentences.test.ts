import { expect, test } from 'vitest'
import { type Instant, instant } from '@/lib/kernel/time'
import {
  closeness,
  differenceSentence,
  guardrailsWorstFirst,
  harmOf,
  levelsSentence,
  peopleSentence,
  resolutionSentence,
} from './evidence-sentences'
import { type MetricEvidence, type Verdict, VerdictCode } from './schema'
import { type VerdictFacts, verdictText } from './verdict-sentences'
import { verdictWord } from './verdict-words'

const at = (iso: string): Instant => instant(Date.parse(iso))
const now = at('2026-12-17T02:26:00Z')

function aMetric(change: Partial<MetricEvidence> = {}): MetricEvidence {
  return {
    key: 'payment_errors',
    name: 'Payment errors',
    unit: 'payments',
    direction: 'lower',
    role: 'guardrail',
    code: 'harmful',
    weight: 1,
    exposed: { units: 24_100, events: 217, rate: 0.009 },
    baseline: { units: 72_300, events: 217, rate: 0.003 },
    difference: { estimate: 0.006, low: 0.003, high: 0.009 },
    limit: 0.003,
    ratioLimit: 2,
    baselineFrozen: 0.003,
    baselineMoved: false,
    logE0: 5,
    logEm: 4,
    logProceed: 0,
    since: at('2026-12-17T02:02:00Z'),
    resolution: 0.002,
    ...change,
  }
}

function aVerdict(change: Partial<Verdict> = {}): Verdict {
  return {
    code: 'harmful',
    since: at('2026-12-17T02:12:00Z'),
    at: now,
    logE: 4,
    logG: 4,
    drivers: ['payment_errors'],
    alsoHolds: [],
    cause: null,
    metrics: [aMetric()],
    srm: { logE: 0, exposed: 21_300, baseline: 63_900, expectedShare: 0.25, level: 'ok' },
    data: { lastEventAt: at('2026-12-17T02:04:00Z'), ageS: 1320, crossed: 0.012 },
    eta: { unitsHave: 1940, unitsNeed: 5200, perHour: 1100, hours: { p10: 2, p50: 3, p90: 5 } },
    unitsExposed: 21_300,
    unitsBaseline: 63_900,
    enough: true,
    watermark: '1',
    inputHash: 'h',
    ...change,
  }
}

const facts = (change: Partial<VerdictFacts> = {}): VerdictFacts => ({
  verdict: aVerdict(),
  state: 'paused',
  weight: 25,
  next: { weight: 50, when: 'after Resume, gates, approval' },
  peopleExposed: 21_300,
  now,
  startedAt: at('2026-12-15T13:00:00Z'),
  propagation: null,
  ...change,
})

const told = (change: Partial<Verdict>, more: Partial<VerdictFacts> = {}) =>
  verdictText(facts({ verdict: aVerdict(change), state: 'running', ...more }), 'Europe/Berlin')

test('harmful says what, how much, for whom, for how long, and what stays', () => {
  expect(verdictText(facts(), 'Europe/Berlin')).toEqual({
    mark: 'triangle-alert',
    tone: 'bad',
    word: 'Harmful',
    sentence:
      'Payment errors: about 6 more per 1,000 payments for people on the new version than at baseline (3 to 9); the limit is 3. It has lasted 14 min.',
    why: 'Payment errors: 0.9% exposed, 0.3% baseline. It isn\u2019t an outside cause: the baseline is steady.',
    next: 'The share stays at 25%. 21,300 people still have it.',
  })
})

test('harm found among people who are no longer compared is told as found, not as no difference', () => {
  const unknown = aMetric({ difference: { estimate: 0, low: null, high: null } })
  expect(told({ metrics: [unknown] }).sentence).toBe(
    'Payment errors: harm past the limit was found. How it is for the people compared since is not known yet. It has lasted 14 min.',
  )
})

test('once nobody has it, harm lasted until it was last concluded, however late one looks', () => {
  const later = { now: at('2026-12-19T02:26:00Z'), state: 'rolled-back' as const }
  expect(verdictText(facts(later), 'UTC').sentence).toMatch(/It lasted 14 min\.$/)
})

test('a fall of something good is told as fewer, with the band turned', () => {
  const completion = aMetric({
    name: 'Completion',
    unit: 'checkouts',
    direction: 'higher',
    difference: { estimate: -0.006, low: -0.009, high: -0.003 },
  })
  expect(told({ metrics: [completion], drivers: [] }).sentence).toContain('about 6 fewer per 1,000 checkouts')
  expect(told({ metrics: [completion], drivers: [] }).sentence).toContain('(3 to 9)')
  expect(harmOf(completion)).toEqual({ estimate: 0.006, low: 0.003, high: 0.009 })
})

test('a planned slice is named', () => {
  const text = told({ code: 'harmful-for-segment', drivers: ['payment_errors@iOS 7.2'] })
  expect(text.word).toBe('Harmful for iOS 7.2')
  expect(text.sentence).toMatch(/^Fine overall, but not for people on iOS 7\.2\. Payment errors: about 6 more/)
})

test('close to the limit could still be fine', () => {
  const p95 = aMetric({ name: 'p95', unit: 'ms', limit: 100, difference: { estimate: 40, low: -30, high: 110 } })
  expect(told({ code: 'close-to-limit', metrics: [p95], drivers: [] }).sentence).toBe(
    'p95: about 40 ms more for people on the new version than at baseline (\u221230 to 110); the limit is 100. Could still be fine.',
  )
})

test.each([
  ['uneven-split', '25% of the people compared got the new version instead of 29%.'],
  ['cross-exposure', '1.2% of people met both versions.'],
  ['old-data', 'The last event is from 03:04 (22 min old).'],
  ['uneven-lag', 'Data of the two cohorts arrives unevenly'],
  ['redefined', 'A metric was redefined while this runs'],
  [null, 'can\u2019t be compared now, at 25%'],
])('a broken comparison names its cause: %s', (cause, words) => {
  const srm = { logE: 9, exposed: 21_300, baseline: 63_900, expectedShare: 0.29, level: 'alarm' as const }
  const text = told({ code: 'comparison-broken', cause, srm })
  expect(text.sentence).toContain(words)
  expect(text.next).toMatch(/^Nothing advances until it is fixed\. The share stays at 25%/)
})

test('harm ruled out names the limit, the other guardrails and the next stage', () => {
  const metrics = [aMetric(), ...['a', 'b'].map((key) => aMetric({ key, code: 'harm-ruled-out' }))]
  const text = told({ code: 'harm-ruled-out', metrics }, { next: { weight: 50, when: 'when product approves' } })
  expect(text.sentence).toBe(
    'Harm past the limit (3 per 1,000 payments) is ruled out, and so is harm past the limits of the other 2 guardrails.',
  )
  expect(text.next).toBe('Next: 50% when product approves.')
})

test('safe so far says what could still hide and how long it takes', () => {
  const text = told({
    code: 'safe-so-far',
    metrics: [aMetric({ difference: { estimate: 0, low: -0.004, high: 0.005 } })],
  })
  expect(text.sentence).toBe('No harm found; harm of up to 5 per 1,000 payments isn\u2019t ruled out yet.')
  expect(text.next).toBe('About 3 h to go (2 to 5). Staying at 25%.')
})

test('too early counts people', () => {
  expect(told({ code: 'too-early' }).sentence).toBe('1,940 of about 5,200 people so far. Nothing looks wrong yet.')
})

test('a comparison that will not finish says so instead of a date', () => {
  const eta = { unitsHave: 40, unitsNeed: 5200, perHour: 12, hours: { p10: 300, p50: 430, p90: 600 } }
  expect(told({ code: 'too-early', eta }).next).toMatch(/^At 12 people\/h this won\u2019t finish soon\./)
})

test('neutral, can\u2019t tell and outside cause have sentences of their own', () => {
  expect(told({ code: 'neutral' }).sentence).toBe(
    'No difference that matters: anything beyond ±3 per 1,000 payments is ruled out.',
  )
  expect(told({ code: 'cannot-tell' }).sentence).toContain('could be anywhere within (3 to 9) per 1,000')
  expect(told({ code: 'outside-cause' }).sentence).toBe(
    'Payment errors changed for everyone at 03:12, with and without the new version.',
  )
})

test('no two verdicts share a word or a mark', () => {
  const words = [...VerdictCode.options, null].map(verdictWord)
  expect(new Set(words.map((w) => w.word)).size).toBe(11)
  expect(new Set(words.map((w) => w.mark)).size).toBe(11)
})

test.each(VerdictCode.options)('%s speaks in every state, without a hole in the sentence', (code) => {
  const lead = aMetric({ difference: { estimate: null, low: null, high: null }, resolution: null })
  for (const state of ['running', 'holding', 'paused', 'stopped', 'rolling-back', 'rolled-back', 'finished'] as const) {
    for (const metrics of [[], [lead], [aMetric()]]) {
      const text = verdictText(facts({ state, verdict: aVerdict({ code, metrics, eta: null, drivers: [] }) }), 'UTC')
      expect(Object.values(text).join(' ')).not.toMatch(/undefined|null|NaN|Infinity|\.\./)
      expect(text.sentence.length).toBeGreaterThan(20)
      expect(text.next.length).toBeGreaterThan(10)
    }
  }
})

test('without a verdict: nobody has it, or nothing arrived', () => {
  expect(verdictText(facts({ verdict: null, state: 'draft', startedAt: null }), 'UTC').sentence).toBe(
    'Nobody has it yet.',
  )
  expect(verdictText(facts({ verdict: null, state: 'running' }), 'UTC').sentence).toContain('no exposure record')
})

test('guardrails are sorted by what decides, then by closeness to their limit', () => {
  const near = aMetric({ key: 'near', code: 'safe-so-far', difference: { estimate: 0.002, low: 0, high: 0.004 } })
  const far = aMetric({ key: 'far', code: 'safe-so-far', difference: { estimate: 0, low: -0.001, high: 0.001 } })
  const goal = aMetric({ key: 'goal', role: 'goal' })
  expect(guardrailsWorstFirst([far, goal, near, aMetric()]).map((m) => m.key)).toEqual([
    'payment_errors',
    'near',
    'far',
  ])
  expect(closeness(near)).toBeCloseTo(2 / 3)
})

test('sentences under a difference', () => {
  expect(differenceSentence(aMetric())).toBe(
    'Payment errors: about 6 more per 1,000 payments for exposed people than at baseline (3 to 9). The limit is 3.',
  )
  expect(peopleSentence(aMetric())).toBe('That is about 1 more in every 167 payments (333 to 111).')
  expect(peopleSentence(aMetric({ difference: { estimate: 0.001, low: -0.001, high: 0.003 } }))).toBeNull()
  expect(resolutionSentence(aMetric())).toBe(
    'With data so far a change of 2 per 1,000 or more would show; smaller ones could hide.',
  )
})

test('means and quantiles are told in their own unit, whatever it is called', () => {
  const spent = aMetric({
    name: 'Spent',
    unit: 'EUR',
    form: 'mean',
    limit: 2,
    difference: { estimate: -3.2, low: -5.1, high: -1.4 },
    exposed: { units: 900, events: 900, rate: 41.25 },
    baseline: { units: 2700, events: 2700, rate: 44.45 },
  })
  expect(differenceSentence(spent)).toBe(
    'Spent: about 3.2 EUR less for exposed people than at baseline (1.4 to 5.1). The limit is 2.',
  )
  expect(levelsSentence(spent)).toBe('41.3 EUR exposed, 44.5 EUR baseline')
  expect(peopleSentence(spent)).toBeNull()
  expect(resolutionSentence({ ...spent, waiting: 'people' })).toMatch(/^Nothing is concluded before 100 exposed people/)
})
