import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findEnvironment } from '@/lib/flags/server/environments'
import { instant, toMs } from '@/lib/kernel/time'
import { putMeasurementPlan } from '@/lib/telemetry/server/contract'
import { aVerdict } from '../core/a-rollout'
import { readRecovery } from './read-recovery'
import { findRollout } from './rollout-rows'
import { aRolloutHouse, type RolloutHouse } from './testing'

let house: RolloutHouse
beforeAll(async () => {
  house = await aRolloutHouse()
})
afterAll(() => house.close())

test('after a roll back the driver is counted before and now, also when the comparison is over', async () => {
  const { runtime, workspaceId, maria } = house
  const { db } = runtime.database
  const draft = await house.create('recovers')
  const started = await house.decide(maria, 'start', draft)
  if (!started.ok) throw new Error(started.message)
  await house.decide(maria, 'roll-back', started.value)
  const row = await findRollout(db, workspaceId, draft.id)
  const env = await findEnvironment(db, workspaceId, 'production')
  if (!row?.published || !env) throw new Error('nothing was published')
  const stopMs = toMs(row.published.at)
  const metric = {
    metricId: 'met_000000000001',
    key: 'errors',
    version: 1,
    aggregation: 'first-event',
    event: 'it.failed',
    where: null,
    atLeast: null,
    windowMs: null,
  } as const
  const plan = {
    rolloutId: draft.id,
    environmentId: env.id,
    flagKey: 'recovers',
    version: 1,
    exposedVariant: 'on',
    baselineVariant: 'control',
    metrics: [metric],
  } as const
  await db.transaction((tx) =>
    putMeasurementPlan(tx, workspaceId, { ...plan, metrics: [...plan.metrics] }, runtime.now()),
  )
  const happened = async (atMs: number, n: number) => {
    await db.execute(sql`
      insert into telemetry_event (workspace_id, environment_id, arrived_at, occurred_at, kind, unit, name)
      select ${workspaceId}, ${env.id}, ${instant(atMs)}, ${instant(atMs)}, 'track', '\\x00', 'it.failed' from generate_series(1, ${n})`)
  }
  await happened(stopMs - 30_000, 40)
  await happened(stopMs - 90_000, 7) // too long before to be compared
  await happened(stopMs + 100_000, 2)
  const harmful = { ...row, rollout: { ...row.rollout, verdict: { ...aVerdict('harmful'), drivers: ['errors'] } } }
  const recovery = await readRecovery(db, harmful, instant(stopMs + 120_000))
  expect(recovery).toMatchObject({ metric: 'errors', before: 40, now: 2 })
  expect(await readRecovery(db, harmful, instant(stopMs + 2 * 3_600_000))).toBeNull()
  // What is over was counted once; what is going on is counted at every look.
  await happened(stopMs - 20_000, 5)
  await happened(stopMs + 110_000, 3)
  expect(await readRecovery(db, harmful, instant(stopMs + 120_001))).toMatchObject({ before: 40, now: 5 })
  // In the decision itself nothing is counted: its answer is not kept waiting.
  expect(await readRecovery(db, harmful, row.published.at)).toBeNull()
})
