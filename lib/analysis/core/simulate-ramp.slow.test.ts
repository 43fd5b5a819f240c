import { describe, expect, test } from 'vitest'
import { instant, toMs } from '@/lib/kernel/time'
import { MemoryStore } from '@/lib/telemetry/core/memory-store'
import { type EvidenceRecord, type StageOf } from '@/lib/telemetry/core/model'
import { aMetric, aPlan, did, exposed } from '@/lib/telemetry/core/test-builders'
import { openStage, startEngine } from './stage'
import { type EngineState } from './state'
import { step } from './step'
import { aChoice, aConfig, aDefinition, aStage, random, ROLLOUT, S1, S2, S3, S4, T0 } from './test-builders'

/** People come one after the other and go through the very functions of ingest and engine, second by second. */
type World = {
  /** Exposed shares of the stages, in thousandths of a percent. */
  ramp: readonly number[]
  seconds: number
  perSecond: number
  /** How many people there are, who come again and again; null: everybody comes once. */
  people: number | null
  /** Chance of an event within seconds of a visit. */
  rate: (arm: 'exposed' | 'control', stage: number, person: number) => number
}
type Seen = { e0: number; all: number; exposed: number[] }

const IDS = [S1, S2, S3, S4]
const LOG_20 = Math.log(20)
const plan = aPlan([aMetric()])
const visits = ({ seconds, perSecond, ramp }: World): number => seconds * perSecond * ramp.length

/** Everything that is sent, by second of arrival: a visit, and its event one to three seconds later. */
function history(world: World, dice: () => number): EvidenceRecord[][] {
  const bySecond: EvidenceRecord[][] = Array.from({ length: world.seconds * world.ramp.length + 4 }, () => [])
  const buckets: number[] = []
  const send = (record: EvidenceRecord): void => {
    bySecond[Math.floor((record.timeMs - toMs(T0)) / 1000)]?.push({ ...record, arrivedMs: record.timeMs })
  }
  for (let visit = 0; visit < visits(world); visit += 1) {
    const person = world.people === null ? visit : Math.floor(dice() * world.people)
    const bucket = (buckets[person] ??= dice() * 100_000)
    const second = Math.floor(visit / world.perSecond)
    const stage = Math.floor(second / world.seconds)
    const arm = bucket < (world.ramp[stage] ?? 0) ? 'exposed' : 'control'
    const timeMs = toMs(T0) + 1000 * second
    const variant = arm === 'exposed' ? 'on' : 'control'
    send(exposed(`u${person}`, variant, { timeMs, revision: stage, expectedArm: arm }))
    if (dice() < world.rate(arm, stage, person)) {
      send(did(`u${person}`, 'error', { timeMs: timeMs + 1000 * Math.floor(1 + 3 * dice()) }))
    }
  }
  return bySecond
}

/** Plays a world until Ē reaches 20; what was seen by then, exposed people stage by stage. */
function play(world: World, seed: number): Seen {
  const config = aConfig(
    [aChoice({ critical: true, definition: aDefinition({ declaredRate: 0.05 }) })],
    IDS.slice(0, world.ramp.length),
  )
  const opening = (i: number) =>
    aStage({
      id: IDS[i] ?? S1,
      share: world.ramp[i] ?? 0,
      position: i,
      at: instant(toMs(T0) + 1000 * i * world.seconds),
    })
  const stageOf: StageOf = (_environment, _flag, revision) => {
    const { id, share } = opening(revision ?? 0)
    return { rolloutId: ROLLOUT, stageId: id, share, exposedVariant: 'on' }
  }
  const store = new MemoryStore()
  let state: EngineState = startEngine(config, opening(0))
  const seen: Seen = { e0: 0, all: 0, exposed: [] }
  for (const [second, records] of history(world, random(seed)).entries()) {
    const stage = Math.min(Math.floor(second / world.seconds), world.ramp.length - 1)
    if (state.stage.position < stage) state = openStage(state, config, opening(stage))
    const deltas = store.take([plan], stageOf, records).map(({ delta }) => delta)
    state = step(state, deltas, instant(toMs(T0) + 1000 * second), config)
    seen.e0 = Math.max(seen.e0, state.metrics[0]?.e0.logE ?? 0)
    seen.all = state.latched.all
    seen.exposed[stage] = state.units.exposed
    if (seen.all >= LOG_20) break
  }
  return seen
}

const RAMP = [1000, 5000, 25_000, 50_000]
const alarmsOf = (world: World, repetitions: number, firstSeed: number): { all: number; e0: number } => {
  const seen = Array.from({ length: repetitions }, (_, i) => play(world, firstSeed + i))
  return {
    all: seen.filter(({ all }) => all >= LOG_20).length,
    e0: seen.filter(({ e0 }) => e0 >= LOG_20).length,
  }
}

const someUnlucky: World['rate'] = (_arm, _stage, person) => (person % 5 === 0 ? 0.1 : 0.01)
const twice: World['rate'] = (arm) => (arm === 'exposed' ? 0.02 : 0.01)
const lateHarm: World['rate'] = (arm, stage) => (arm === 'exposed' && stage === 2 ? 0.15 : 0.05)

/** Not more than one in twenty. */
const TOLERATED = 10

describe('a ramp from 1 to 50 % over equal rates is no harm', () => {
  test('people who come once have their event at once, and then stay away', () => {
    const world: World = { ramp: RAMP, seconds: 20, perSecond: 30, people: null, rate: () => 0.2 }
    const alarms = alarmsOf(world, 200, 1000)
    expect(alarms.all).toBeLessThanOrEqual(TOLERATED)
    expect(alarms.e0).toBeLessThanOrEqual(TOLERATED)
  })
  test('the same people come again and again, some of them ten times as unlucky', () => {
    const world: World = { ramp: RAMP, seconds: 20, perSecond: 30, people: 600, rate: someUnlucky }
    const alarms = alarmsOf(world, 200, 2000)
    expect(alarms.all).toBeLessThanOrEqual(TOLERATED)
    expect(alarms.e0).toBeLessThanOrEqual(TOLERATED)
  })
})

test('harm that was there from the start is found within 1.7 times the Wald limit on average', () => {
  const world: World = { ramp: [5000], seconds: 1200, perSecond: 100, people: null, rate: twice }
  const seen = Array.from({ length: 8 }, (_, i) => play(world, 3000 + i))
  const mean = seen.reduce((sum, { exposed: [n = 0] }) => sum + n, 0) / seen.length
  expect(seen.filter(({ all }) => all < LOG_20)).toEqual([])
  expect(mean).toBeLessThan(1.7 * 817)
})

describe('harm that begins in the third stage of a ramp is found in that stage', () => {
  test.each([
    { who: 'people who come once', people: null },
    { who: 'people who have come since the first stage', people: 2000 },
  ])('$who', ({ people }) => {
    const world: World = { ramp: RAMP.slice(0, 3), seconds: 100, perSecond: 20, people, rate: lateHarm }
    const seen = Array.from({ length: 20 }, (_, i) => play(world, 4000 + i))
    expect(seen.filter(({ all, exposed: stages }) => all >= LOG_20 && stages.length === 3).length).toBeGreaterThan(17)
  })
})
