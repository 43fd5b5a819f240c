import { expect, test } from 'vitest'
import { MemoryStore } from './memory-store'
import { type EvidenceRecord } from './model'
import { type CohortDelta, type PlanMetric } from './schema'
import { aMetric, aPlan, bought, did, exposed, ROLLOUT, S1, S25, S5, stageOf, totals } from './test-builders'

type Expected = Pick<CohortDelta, 'stageId' | 'coin' | 'arm'> & Partial<CohortDelta>
const MINUTE = 60_000
const scenarios: { title: string; records: EvidenceRecord[]; metrics?: PlanMetric[]; want: Expected[] }[] = [
  {
    title: 'one of each arm enters with a fresh coin; an error counts once',
    records: [
      exposed('a', 'on'),
      exposed('b', 'control'),
      did('a', 'error', { timeMs: 10 }),
      did('a', 'error', { timeMs: 20 }),
      did('b', 'other', { timeMs: 20 }),
    ],
    want: [
      { stageId: S5, coin: 0, arm: 'control', nEnter: 1, riskEnter: [1] },
      {
        stageId: S5,
        coin: 0,
        arm: 'exposed',
        nEnter: 1,
        riskEnter: [1],
        firstEvents: [1],
        events: [2],
        lagMsSum: 2000,
        lagCount: 2,
      },
    ],
  },
  {
    title: 'repeated exposures, other variants, other flags and evaluations without a variant change nothing',
    records: [
      exposed('a', 'control'),
      exposed('a', 'control', { timeMs: 500 }),
      exposed('b', 'off'),
      exposed('c', 'on', { flag: 'other' }),
      exposed('d', 'on', { variant: null }),
    ],
    want: [{ stageId: S5, coin: 0, arm: 'control', nEnter: 1, riskEnter: [1] }],
  },
  {
    title: 'what happened before the exposure does not count, what arrived before it does',
    records: [
      did('a', 'error', { timeMs: 99, arrivedMs: 1000 }),
      did('b', 'error', { timeMs: 100, arrivedMs: 1000 }),
      did('c', 'error', { timeMs: 700_000, arrivedMs: 1000 }),
      exposed('a', 'on', { timeMs: 100, arrivedMs: 2000 }),
      exposed('b', 'on', { timeMs: 100, arrivedMs: 1000 + 10 * MINUTE }),
      exposed('c', 'on', { timeMs: 100, arrivedMs: 1001 + 10 * MINUTE }),
    ],
    want: [
      {
        stageId: S5,
        coin: 0,
        arm: 'exposed',
        nEnter: 3,
        riskEnter: [3],
        firstEvents: [1],
        events: [1],
        lagMsSum: 900,
        lagCount: 1,
      },
    ],
  },
  {
    title:
      'a mover from control to exposed leaves its stratum, enters that of its stage and class, and has a fresh coin',
    records: [exposed('a', 'control'), exposed('a', 'on', { timeMs: MINUTE, revision: 2 })],
    want: [
      { stageId: S25, coin: 5000, arm: 'exposed', nEnter: 1, riskEnter: [1] },
      { stageId: S5, coin: 0, arm: 'control', nEnter: 1, riskEnter: [1], riskExit: [1] },
    ],
  },
  {
    title: 'who stays control moves likewise, and an event counts where it is at risk now',
    records: [
      exposed('a', 'control'),
      exposed('a', 'control', { timeMs: MINUTE, revision: 2 }),
      did('a', 'error', { timeMs: 2 * MINUTE }),
      exposed('b', 'control'),
      did('b', 'error', { timeMs: 2 * MINUTE }),
    ],
    want: [
      {
        stageId: S25,
        coin: 5000,
        arm: 'control',
        nEnter: 1,
        riskEnter: [1],
        firstEvents: [1],
        events: [1],
        lagMsSum: 1000,
        lagCount: 1,
      },
      {
        stageId: S5,
        coin: 0,
        arm: 'control',
        nEnter: 2,
        riskEnter: [2],
        riskExit: [1],
        firstEvents: [1],
        events: [1],
        lagMsSum: 1000,
        lagCount: 1,
      },
    ],
  },
  {
    title: 'an event in control removes for good: the mover is not at risk again',
    records: [
      exposed('a', 'control'),
      did('a', 'error', { timeMs: 5 }),
      exposed('a', 'on', { timeMs: MINUTE, revision: 2 }),
      did('a', 'error', { timeMs: MINUTE + 5 }),
    ],
    want: [
      { stageId: S25, coin: 5000, arm: 'exposed', nEnter: 1, events: [1], lagMsSum: 1000, lagCount: 1 },
      {
        stageId: S5,
        coin: 0,
        arm: 'control',
        nEnter: 1,
        riskEnter: [1],
        firstEvents: [1],
        events: [1],
        lagMsSum: 1000,
        lagCount: 1,
      },
    ],
  },
  {
    title: 'exposed before: no fresh coin in the next stage, but at risk beside those who come back as it does',
    records: [
      exposed('a', 'on'),
      exposed('a', 'on', { timeMs: MINUTE, revision: 2 }),
      did('a', 'error', { timeMs: 2 * MINUTE }),
    ],
    want: [
      { stageId: S25, coin: 'known', arm: 'exposed', nEnter: 1, events: [1], lagMsSum: 1000, lagCount: 1 },
      { stageId: S25, coin: 5000, arm: 'exposed', riskEnter: [1], firstEvents: [1] },
      { stageId: S5, coin: 0, arm: 'exposed', nEnter: 1, riskEnter: [1], riskExit: [1] },
    ],
  },
  {
    title: 'resumed at a smaller share: who was exposed and is control now is in no risk set, and is not crossed',
    records: [
      exposed('a', 'on'),
      exposed('a', 'control', { timeMs: MINUTE, revision: 3 }),
      did('a', 'error', { timeMs: 2 * MINUTE }),
    ],
    want: [
      { stageId: S1, coin: 'known', arm: 'control', nEnter: 1, events: [1], lagMsSum: 1000, lagCount: 1 },
      { stageId: S5, coin: 0, arm: 'exposed', nEnter: 1, riskEnter: [1], riskExit: [1] },
    ],
  },
  {
    title: 'resumed at a smaller share: who keeps the arm is at risk in the class of the larger share that was met',
    records: [
      exposed('a', 'on'),
      exposed('b', 'control'),
      exposed('a', 'on', { timeMs: MINUTE, revision: 3 }),
      exposed('b', 'control', { timeMs: MINUTE, revision: 3 }),
    ],
    want: [
      { stageId: S1, coin: 'known', arm: 'exposed', nEnter: 1 },
      { stageId: S1, coin: 'known', arm: 'control', nEnter: 1 },
      { stageId: S1, coin: 5000, arm: 'exposed', riskEnter: [1] },
      { stageId: S1, coin: 5000, arm: 'control', riskEnter: [1] },
      { stageId: S5, coin: 0, arm: 'exposed', nEnter: 1, riskEnter: [1], riskExit: [1] },
      { stageId: S5, coin: 0, arm: 'control', nEnter: 1, riskEnter: [1], riskExit: [1] },
    ],
  },
  {
    title: 'exposed at 5 % and control at 25 % cannot be: crossed, in no comparison',
    records: [
      exposed('a', 'on'),
      exposed('a', 'control', { timeMs: MINUTE, revision: 2 }),
      did('a', 'error', { timeMs: 2 * MINUTE }),
    ],
    want: [
      { stageId: S25, coin: 'known', arm: 'control', nEnter: 1, nCrossed: 1 },
      {
        stageId: S5,
        coin: 0,
        arm: 'exposed',
        nEnter: 1,
        riskEnter: [1],
        firstEvents: [1],
        events: [1],
        lagMsSum: 1000,
        lagCount: 1,
      },
    ],
  },
  {
    title: 'both arms of one stage: crossed, counted once, the first arm stays',
    records: [exposed('a', 'control'), exposed('a', 'on', { timeMs: 1 }), exposed('a', 'on', { timeMs: 2 })],
    want: [{ stageId: S5, coin: 0, arm: 'control', nEnter: 1, nCrossed: 1, riskEnter: [1] }],
  },
  {
    title: 'an arm that the hash did not give is crossed at first sight',
    records: [
      exposed('a', 'on', { expectedArm: 'control' }),
      exposed('b', 'on', { expectedArm: 'exposed' }),
      did('a', 'error', { timeMs: 5 }),
    ],
    want: [
      { stageId: S5, coin: 0, arm: 'exposed', nEnter: 1, riskEnter: [1] },
      { stageId: S5, coin: 'known', arm: 'exposed', nEnter: 1, nCrossed: 1 },
    ],
  },
  {
    title: 'without a revision the time decides the stage',
    records: [exposed('a', 'control', { timeMs: 3_600_000, revision: null })],
    want: [{ stageId: S25, coin: 0, arm: 'control', nEnter: 1, riskEnter: [1] }],
  },
  {
    title: 'a late record of an older stage changes nobody’s stage and arm, but the class: it was met before',
    records: [
      exposed('a', 'on', { timeMs: 2 * MINUTE, revision: 2 }),
      exposed('a', 'control', { timeMs: MINUTE, revision: 1, arrivedMs: 4 * MINUTE }),
    ],
    want: [
      { stageId: S25, coin: 0, arm: 'exposed', nEnter: 1, riskEnter: [1], riskExit: [1] },
      { stageId: S25, coin: 5000, arm: 'exposed', riskEnter: [1] },
      { stageId: S5, coin: 'known', arm: 'control', nEnter: 1 },
    ],
  },
  {
    title: 'an event of an earlier stage that arrives after the move takes the unit out without blaming either arm',
    records: [
      exposed('a', 'control'),
      exposed('b', 'control'),
      exposed('a', 'on', { timeMs: MINUTE, revision: 2 }),
      exposed('b', 'control', { timeMs: MINUTE, revision: 2 }),
      did('a', 'error', { timeMs: 5, arrivedMs: 2 * MINUTE }),
      did('b', 'error', { timeMs: 5, arrivedMs: 2 * MINUTE }),
      did('a', 'error', { timeMs: 2 * MINUTE }),
    ],
    want: [
      {
        stageId: S25,
        coin: 5000,
        arm: 'exposed',
        nEnter: 1,
        riskEnter: [1],
        riskExit: [1],
        events: [1],
        lagMsSum: 1000,
        lagCount: 1,
      },
      { stageId: S25, coin: 5000, arm: 'control', nEnter: 1, riskEnter: [1], riskExit: [1] },
      {
        stageId: S5,
        coin: 0,
        arm: 'control',
        nEnter: 2,
        riskEnter: [2],
        riskExit: [2],
        events: [2],
        lagMsSum: 2 * (2 * MINUTE - 5),
        lagCount: 2,
      },
    ],
  },
  {
    title: 'a proportion is booked at the event, once per stage, only inside the window',
    metrics: [bought()],
    records: [
      exposed('a', 'on'),
      did('a', 'buy', { timeMs: 5 * MINUTE }),
      did('a', 'buy', { timeMs: 5 * MINUTE }),
      exposed('b', 'on'),
      did('b', 'buy', { timeMs: 5 * MINUTE + 1 }),
    ],
    want: [
      {
        stageId: S5,
        coin: 0,
        arm: 'exposed',
        nEnter: 2,
        booked: [1],
        bookedYes: [1],
        events: [3],
        lagMsSum: 3000,
        lagCount: 3,
      },
    ],
  },
  {
    title: 'only the attribute’s values and the least value count',
    metrics: [aMetric({ event: 'done', where: { attribute: 'ok', values: [false, 'no'] } }), aMetric({ atLeast: 500 })],
    records: [
      exposed('a', 'on'),
      did('a', 'done', { attributes: { ok: true } }),
      did('a', 'done', {}),
      did('a', 'done', { attributes: { ok: 'no' } }),
      did('a', 'error', { value: 499 }),
      did('a', 'error', { value: null }),
      did('a', 'error', { value: 500 }),
    ],
    want: [
      {
        stageId: S5,
        coin: 0,
        arm: 'exposed',
        nEnter: 1,
        riskEnter: [1, 1],
        firstEvents: [1, 1],
        events: [1, 1],
        lagMsSum: 2000,
        lagCount: 2,
      },
    ],
  },
]

const ZERO = {
  rolloutId: ROLLOUT,
  nEnter: 0,
  nCrossed: 0,
  riskEnter: [],
  riskExit: [],
  firstEvents: [],
  booked: [],
  bookedYes: [],
  events: [],
  lagMsSum: 0,
  lagCount: 0,
}
const shareOf = (stageId: string): number => (stageId === S5 ? 5000 : stageId === S25 ? 25_000 : 1000)
const key = (row: Expected): string => `${row.stageId} ${row.coin} ${row.arm}`
const sorted = (rows: Expected[]): Expected[] => rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))

test.each(scenarios)('$title', ({ records, metrics = [aMetric()], want }) => {
  const deltas = new MemoryStore().take([aPlan(metrics)], stageOf, records).map(({ delta }) => delta)
  const full = want.map((row) => ({ ...ZERO, share: shareOf(row.stageId), ...row }))
  expect(sorted(totals(deltas))).toEqual(sorted(full))
})

test('windows close for both arms by arrival, and nothing is booked after', () => {
  const plan = aPlan([bought()])
  const store = new MemoryStore()
  store.take([plan], stageOf, [exposed('a', 'on'), exposed('b', 'control'), exposed('c', 'on', { timeMs: 9000 })])
  store.take([plan], stageOf, [did('a', 'buy', { timeMs: 10 })])
  const zeros = store.close(plan, 0, 1000)
  expect(totals(zeros)).toMatchObject([{ arm: 'control', booked: [1], bookedYes: [] }])
  const late = store.take([plan], stageOf, [did('b', 'buy', { timeMs: 10, arrivedMs: 400_000 })])
  expect(totals(late.map(({ delta }) => delta))).toMatchObject([{ arm: 'control', booked: [], events: [1] }])
  expect(store.close(plan, 0, 1000)).toEqual([])
  expect(totals(store.close(plan, 0, 20_000))).toMatchObject([{ arm: 'exposed', booked: [1], bookedYes: [] }])
})

test('a metric appended later counts from the next stage on, in both arms', () => {
  const store = new MemoryStore()
  const [first, both] = [aPlan([aMetric()]), aPlan([aMetric(), aMetric({ event: 'crash' })])]
  store.take([first], stageOf, [exposed('a', 'on'), exposed('b', 'control')])
  const between = store.take([both], stageOf, [did('a', 'crash', { timeMs: 10 })])
  expect(totals(between.map(({ delta }) => delta))).toMatchObject([{ firstEvents: [], events: [0, 1] }])
  const next = store.take([both], stageOf, [
    exposed('a', 'on', { timeMs: MINUTE, revision: 2 }),
    exposed('b', 'control', { timeMs: MINUTE, revision: 2 }),
    did('b', 'crash', { timeMs: 2 * MINUTE }),
  ])
  expect(totals(next.map(({ delta }) => delta))).toMatchObject([
    { arm: 'control', coin: 0, riskEnter: [], riskExit: [1] },
    { arm: 'exposed', coin: 0, riskEnter: [], riskExit: [1] },
    { arm: 'control', coin: 5000, riskEnter: [1, 1], firstEvents: [0, 1] },
    { arm: 'exposed', coin: 5000, riskEnter: [1, 1], firstEvents: [] },
    { arm: 'exposed', coin: 'known', riskEnter: [], firstEvents: [] },
  ])
})

test('a bucket never spans more than a second of arrival', () => {
  const deltas = new MemoryStore().take([aPlan()], stageOf, [
    exposed('a', 'on', { arrivedMs: 5100 }),
    exposed('b', 'on', { arrivedMs: 5900 }),
    exposed('c', 'on', { arrivedMs: 6000 }),
  ])
  expect(deltas.map(({ arrivedMs, delta }) => [arrivedMs, delta.nEnter])).toEqual([
    [5100, 2],
    [6000, 1],
  ])
})
