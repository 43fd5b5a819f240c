import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analysisState, tickLog, verdictLog } from '@/drizzle/schema/analysis'
import { measurementPlan } from '@/drizzle/schema/telemetry'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { readDecisions } from '@/lib/rollouts/server/reads'
import { readCohortSeries } from './reads'
import { replayDecision, replayVerdict } from './replay-decision'
import { tick } from './tick'
import { type AnalysisHouse, anAnalysisHouse, insist } from './testing'

let house: AnalysisHouse
beforeAll(async () => {
  house = await anAnalysisHouse()
})
afterAll(() => house.close())

const FINE = [
  { people: 100, errors: 1, bought: 10 },
  { people: 300, errors: 3, bought: 30 },
] as const
const HARMFUL = [
  { people: 100, errors: 20, bought: 10 },
  { people: 300, errors: 3, bought: 30 },
] as const

async function started(flag: string, more: Record<string, unknown> = {}): Promise<RolloutView> {
  const draft = insist(await house.create(flag, more))
  const rollout = await house.decide(house.maria, 'start', draft)
  house.pass(1000)
  return rollout
}

/** One second: people come, the leader looks. */
async function second(flag: string, [exposed, control]: typeof FINE | typeof HARMFUL): Promise<void> {
  await house.meet(flag, exposed, control)
  house.pass(3000)
  await house.tick()
}

const decisionsOf = async (id: string) => insist(await readDecisions(house.runtime, house.maria, id))
const logOf = (id: string) =>
  house.runtime.database.db
    .select()
    .from(verdictLog)
    .where(and(eq(verdictLog.workspaceId, house.workspaceId), eq(verdictLog.rolloutId, id as `rol_${string}`)))
    .orderBy(verdictLog.seq)

describe('a bad release', () => {
  test('is rolled back by the policy, with the verdict as it was, and the decision replays bit for bit', async () => {
    const rollout = await started('bad')
    await second('bad', FINE)
    expect(await house.view(rollout.id)).toMatchObject({ state: 'running', verdict: { unitsExposed: 100 } })
    for (let i = 0; i < 4; i += 1) await second('bad', HARMFUL)
    const after = await house.view(rollout.id)
    expect(after).toMatchObject({ state: 'rolling-back', verdict: { code: 'harmful', drivers: ['errors'] } })
    const [decision] = await decisionsOf(rollout.id)
    expect(decision).toMatchObject({
      verb: 'roll-back',
      by: { kind: 'policy', name: 'Careful' },
      verdictCode: 'harmful',
    })
    const replayed = insist(
      await replayDecision(house.runtime, house.maria, { rollout: rollout.id, decision: decision?.id ?? '' }),
    )
    expect(replayed.differs).toEqual([])
    expect(replayed).toMatchObject({ same: true, stored: { code: 'harmful' } })
    expect((await logOf(rollout.id)).at(-1)?.code).toBe('harmful')
  })

  test('every verdict in the log replays, through stage changes and window closings', async () => {
    const rollout = await started('long')
    for (let i = 0; i < 3; i += 1) await second('long', FINE)
    house.pass(90_000)
    await house.tick()
    await house.decide(house.maria, 'advance', rollout, { note: 'Go on.' })
    house.pass(1000)
    for (let i = 0; i < 3; i += 1) await second('long', FINE)
    house.pass(90_000)
    await house.tick()
    await second('long', HARMFUL)
    await second('long', HARMFUL)
    const place = { workspaceId: house.workspaceId, rolloutId: rollout.id }
    const logged = await logOf(rollout.id)
    expect(new Set(logged.map(({ code }) => code)).size).toBeGreaterThan(1)
    for (const { verdict } of logged) {
      expect(insist(await replayVerdict(house.runtime.database.db, place, verdict))).toMatchObject({ same: true })
    }
    const last = logged.at(-1)?.verdict
    const bought = last?.metrics.find(({ key }) => key === 'bought')
    expect(bought?.exposed.units).toBeGreaterThan(0)
  })
})

test('a person who goes on against an alarm is heard: the same evidence does not pause again', async () => {
  const rollout = await started('overruled')
  await second('overruled', FINE)
  // Small steps: the evidence passes 20 before it passes 100.
  for (let i = 0; i < 40 && (await house.view(rollout.id)).state === 'running'; i += 1) {
    await house.meet('overruled', { people: 40, errors: 2, bought: 4 }, { people: 120, errors: 1, bought: 12 })
    house.pass(3000)
    await house.tick()
  }
  expect(await house.view(rollout.id)).toMatchObject({ state: 'paused', latched: true })
  await house.decide(house.maria, 'resume', rollout, { note: 'Known, and fixed since.' })
  house.pass(3000)
  await house.tick()
  house.pass(6000)
  await house.tick()
  const after = await house.view(rollout.id)
  expect(after.state).not.toBe('paused')
  expect(after.verdict?.code).not.toBe('harmful')
  const errors = after.verdict?.metrics.find(({ key }) => key === 'errors')
  expect(errors?.weight).toBeCloseTo((0.95 * 3) / 4 / 10, 12)
})

test('without news the tick writes nothing, and looks again after five seconds', async () => {
  const rollout = await started('quiet')
  await second('quiet', FINE)
  const ticks = async () => {
    const rows = await house.runtime.database.db.select().from(tickLog).where(eq(tickLog.rolloutId, rollout.id))
    return rows.length
  }
  const before = await ticks()
  house.pass(1000)
  await house.tick()
  expect(await ticks()).toBe(before)
  house.pass(5000)
  await house.tick()
  expect(await ticks()).toBe(before + 1)
})

test('a leader that lost its lease changes nothing', async () => {
  const rollout = await started('fenced')
  const old = await house.lease()
  await house.meet('fenced', ...HARMFUL)
  house.pass(3000)
  await tick(house.runtime, { ...old, epoch: old.epoch - 1 }, house.runtime.now())
  expect((await house.view(rollout.id)).verdict).toBeNull()
  await house.tick()
  expect((await house.view(rollout.id)).verdict).not.toBeNull()
})

test('a process that begins afresh goes on from the stored state and the ticks logged after it', async () => {
  const rollout = await started('restarted')
  for (let i = 0; i < 3; i += 1) await second('restarted', FINE)
  const [stored] = await house.runtime.database.db
    .select()
    .from(analysisState)
    .where(eq(analysisState.rolloutId, rollout.id))
  expect(stored?.state.engine.units.exposed).toBeLessThan(300)
  await house.meet('restarted', ...FINE)
  house.pass(3000)
  const fresh = { ...house.runtime, database: { ...house.runtime.database } }
  await tick(fresh, await house.lease(), house.runtime.now())
  expect((await house.view(rollout.id)).verdict).toMatchObject({ unitsExposed: 400, unitsBaseline: 1200 })
})

test('the chart gets points with bands', async () => {
  const rollout = await started('chart')
  for (let i = 0; i < 4; i += 1) {
    house.pass(10_000)
    await second('chart', FINE)
  }
  const series = insist(await readCohortSeries(house.runtime, house.maria, rollout.id, { metric: 'errors' }))
  expect(series.points).toHaveLength(4)
  expect(series.points.at(-1)).toMatchObject({ exposedUnits: 400, baselineUnits: 1200, share: 25 })
  const { low, difference, high } = series.points.at(-1) ?? {}
  expect(low ?? 0).toBeLessThan(difference ?? 0)
  expect(high ?? 0).toBeGreaterThan(difference ?? 0)
  expect(await readCohortSeries(house.runtime, house.maria, rollout.id, { metric: 'nope' })).toMatchObject({
    ok: false,
  })
})

describe('analysis refuses at the door of a rollout', () => {
  test.each([
    ['unknown-metric', { guardrails: ['nope'] }],
    ['unknown-metric', { goals: ['nope'] }],
    ['unknown-policy', { policy: 'nope' }],
    ['limit-too-wide', { guardrails: [{ metric: 'bought', limit: 0.5 }] }],
  ])('%s', async (code, more) => {
    expect(await house.create(`refused-${code}`, more)).toMatchObject({ ok: false, code })
  })
})

test('the end of a rollout ends its measurement', async () => {
  const rollout = await started('ended')
  await second('ended', FINE)
  await house.decide(house.maria, 'stop', rollout)
  await house.decide(house.maria, 'roll-back', rollout)
  const { db } = house.runtime.database
  const [plan] = await db.select().from(measurementPlan).where(eq(measurementPlan.rolloutId, rollout.id))
  expect(plan?.endedAt).not.toBeNull()
  const [state] = await db.select().from(analysisState).where(eq(analysisState.rolloutId, rollout.id))
  expect(state?.config.metrics.map(({ key }) => key)).toEqual(['errors', 'bought'])
})
