import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryStore } from './memory-store'
import { type EvidenceRecord } from './model'
import { type Closing, naiveRecount, type Phase } from './naive-recount'
import { type Arm, type CohortDelta } from './schema'
import {
  aMetric,
  aPlan,
  bought,
  did,
  ENVIRONMENT,
  exposed,
  ROLLOUT,
  slow,
  spent,
  stageOf,
  totals,
} from './test-builders'

const METRICS = [
  aMetric(),
  bought(),
  aMetric({ event: 'buy', where: { attribute: 'plan', values: ['pro'] } }),
  bought({ event: 'error', atLeast: 5 }),
]
/** Buckets in thousandths of a percent: exposed from 1 %, from 25 %, never. */
const BUCKETS: Record<string, number> = { u1: 500, u2: 10_000, u3: 50_000 }
const unit = fc.constantFrom('u1', 'u2', 'u2', 'u3')
// Coarse moments make equal times, windows that just close and look-backs that just reach likely.
const moment = fc.integer({ min: 0, max: 24 }).map((n) => n * 60_000)
const when = { timeMs: moment, delayMs: fc.constantFrom(0, 60_000, 300_000) }
/** Mostly what the hash gives; sometimes the other arm, or none. Known to the receiver in half of the cases. */
const exposure = fc
  .record({
    unit,
    ...when,
    revision: fc.constantFrom(1, 1, 1, 2, 2, 2, 3, 4, null, 9),
    serves: fc.constantFrom('hash', 'hash', 'hash', 'hash', 'hash', 'hash', 'on', 'control', 'off'),
    hashKnown: fc.boolean(),
  })
  .map(({ serves, hashKnown, ...x }) => {
    const share = stageOf(ENVIRONMENT, 'checkout', x.revision, x.timeMs)?.share ?? 0
    const arm: Arm = (BUCKETS[x.unit] ?? 0) < share ? 'exposed' : 'control'
    const variant = serves === 'hash' ? (arm === 'exposed' ? 'on' : 'control') : serves
    return { record: exposed(x.unit, variant, { ...x, expectedArm: hashKnown ? arm : null }), delayMs: x.delayMs }
  })
const track = fc
  .record({
    unit,
    ...when,
    name: fc.constantFrom('error', 'error', 'buy', 'view'),
    value: fc.option(fc.integer({ min: 0, max: 9 })),
    attributes: fc.constantFrom({}, { plan: 'pro' }, { plan: 'free' }),
  })
  .map((x) => ({ record: did(x.unit, x.name, x), delayMs: x.delayMs }))
const history = fc
  .array(fc.oneof(exposure, track), { maxLength: 30 })
  .map((list) =>
    list
      .map(({ record, delayMs }) => arriving(record, record.timeMs + delayMs))
      .toSorted((a, b) => a.arrivedMs - b.arrivedMs),
  )

function arriving(record: EvidenceRecord, arrivedMs: number): EvidenceRecord {
  return { ...record, arrivedMs }
}
/** Cut points, as positions from 0 to 1. */
const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 })

function slices<T>(list: readonly T[], at: readonly number[]): T[][] {
  const bounds = [0, ...at.map((x) => Math.floor(x * list.length)).toSorted((a, b) => a - b), list.length]
  return bounds.slice(1).map((end, i) => list.slice(bounds[i] ?? 0, end))
}

/** The plan grows by two metrics at `growth`. */
function phasesOf(records: readonly EvidenceRecord[], growth: number): Phase[] {
  const [before = [], after = []] = slices(records, [growth])
  return [
    { plan: aPlan(METRICS.slice(0, 2)), records: before },
    { plan: aPlan(METRICS), records: after },
  ]
}

function take(phases: readonly Phase[], at: readonly number[]): { store: MemoryStore; deltas: CohortDelta[] } {
  const store = new MemoryStore()
  const deltas = phases.flatMap(({ plan, records }) =>
    slices(records, at).flatMap((batch) => store.take([plan], stageOf, batch).map(({ delta }) => delta)),
  )
  return { store, deltas }
}

test('sums of deltas are the exact recount from the raw records, however they were batched', () => {
  fc.assert(
    fc.property(history, fc.double({ min: 0, max: 1, noNaN: true }), cuts, (records, growth, at) => {
      const phases = phasesOf(records, growth)
      expect(totals(take(phases, at).deltas)).toEqual(totals(naiveRecount(phases, stageOf)))
    }),
    { numRuns: 3000 },
  )
})

/** Whole centres and slopes keep every sum exact, so that equal means equal. */
const numbers = (afterMs: number | null) => [
  spent({}, { centre: 3, cap: 12 }),
  slow([2, 4, 6], { measure: { kind: 'tail', size: 3, thresholds: [2, 4, 6], afterMs } }),
  spent(
    { aggregation: 'ratio', event: 'error' },
    { per: { event: 'view', where: null, atLeast: null }, slope: 2, cap: 7 },
  ),
  aMetric(),
  spent({ event: 'view', windowMs: 600_000 }, { of: 'first', centre: 4 }),
  slow([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { event: 'buy', windowMs: null }),
  bought(),
]

test('sums of means, ratios and exceedances are the exact recount, however batched and whenever windows closed', () => {
  const afterMs = fc.constantFrom(null, 300_000, 900_000)
  fc.assert(
    fc.property(history, afterMs, fc.double({ min: 0, max: 1, noNaN: true }), cuts, (records, after, growth, at) => {
      const metrics = numbers(after)
      const [before = [], later = []] = slices(records, [growth])
      const phases = [
        { plan: aPlan(metrics.slice(0, 4)), records: before },
        { plan: aPlan(metrics), records: later },
      ]
      const { deltas, closings } = takeAndClose(phases, at)
      expect(totals(deltas)).toEqual(totals(naiveRecount(phases, stageOf, closings)))
    }),
    { numRuns: 1500 },
  )
})

/** After every batch the windows that are over by the clock of its last record close. */
function takeAndClose(phases: readonly Phase[], at: readonly number[]): { deltas: CohortDelta[]; closings: Closing[] } {
  const store = new MemoryStore()
  const deltas: CohortDelta[] = []
  const closings: Closing[] = []
  let taken = 0
  let nowMs = 0
  for (const { plan, records } of phases) {
    for (const batch of [...slices(records, at), []]) {
      for (const { delta } of store.take([plan], stageOf, batch)) deltas.push(delta)
      taken += batch.length
      nowMs = batch.at(-1)?.arrivedMs ?? nowMs
      for (const [metric, { measure, windowMs }] of plan.metrics.entries()) {
        if (measure?.kind !== 'value') continue
        const throughMs = nowMs - (windowMs ?? 0)
        closings.push({ metric, records: taken, throughMs })
        deltas.push(...store.close(plan, metric, throughMs))
      }
    }
  }
  return { deltas, closings }
}

test('exposures sent again change nothing, whenever', () => {
  fc.assert(
    fc.property(history, cuts, (records, at) => {
      const { store } = take(phasesOf(records, 0), at)
      const again = records.filter((record) => record.kind === 'exposure')
      expect(store.take([aPlan(METRICS)], stageOf, again)).toEqual([])
    }),
  )
})

test('no risk set ever holds fewer than nobody, and an arm never has more outcomes than units', () => {
  fc.assert(
    fc.property(history, fc.double({ min: 0, max: 1, noNaN: true }), (records, growth) => {
      const { store, deltas } = take(phasesOf(records, growth), [])
      const risk = new Map<string, number>()
      for (const { stageId, coin, arm, ...delta } of deltas) {
        for (const [m] of METRICS.entries()) {
          const set = `${stageId} ${coin} ${arm} ${m}`
          const more = (delta.riskEnter[m] ?? 0) - (delta.riskExit[m] ?? 0) - (delta.firstEvents[m] ?? 0)
          const left = (risk.get(set) ?? 0) + more
          expect(left).toBeGreaterThanOrEqual(0)
          risk.set(set, left)
        }
      }
      // Nobody is at risk of one thing in two strata.
      const held = [...risk.values()].reduce((sum, n) => sum + n, 0)
      expect(held).toBeLessThanOrEqual(store.units(ROLLOUT).length * METRICS.length)
      for (const delta of totals(deltas)) {
        for (const [m, booked] of delta.booked.entries()) {
          expect(delta.bookedYes[m] ?? 0).toBe(booked)
          expect(booked).toBeLessThanOrEqual(delta.nEnter)
        }
      }
    }),
  )
})

test('within one stage, with one exposure per unit, order does not matter', () => {
  const one = fc.uniqueArray(exposure, { selector: ({ record }) => record.unit, maxLength: 3 })
  fc.assert(
    fc.property(one, fc.array(track, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (exposures, events, dice) => {
      // All arrive within the look-back, so only the order differs.
      const records = [
        ...exposures.map(({ record }) => arriving({ ...record, revision: 1, expectedArm: null }, 1_440_000)),
        ...events.map(({ record }) => arriving(record, 1_440_000)),
      ]
      const shuffled = records
        .map((record) => ({ record, n: dice.next().value ?? 0 }))
        .toSorted((a, b) => a.n - b.n)
        .map(({ record }) => record)
      expect(countedAtOnce(shuffled)).toEqual(countedAtOnce(records))
    }),
  )
})

function countedAtOnce(records: readonly EvidenceRecord[]): CohortDelta[] {
  const deltas = new MemoryStore().take([aPlan(METRICS)], stageOf, records)
  return totals(deltas.map(({ delta }) => delta))
}
