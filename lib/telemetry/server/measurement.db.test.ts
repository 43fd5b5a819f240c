import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '@/lib/kernel/time'
import { aMetric, aPlan, bought, ROLLOUT, totals } from '../core/test-builders'
import { type IncomingRecord } from '../core/schema'
import { commitGroup } from './commit-batch'
import { endMeasurement, listMeasurementPlans, putMeasurementPlan, readDeltas, readMeasurementPlan } from './contract'
import { dropOldDays, ensurePartitions, forgetOldKeys } from './partitions'
import { ENVIRONMENT, openDoors, stages, type TestDoors } from './testing'

let doors: TestDoors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())
const NOW = instant(Date.now())

test('a plan may be extended, not rearranged; an ended one is measured no more', async () => {
  const { db } = doors.runtime.database
  const workspaceId = doors.house.workspaceId
  const put = (plan: ReturnType<typeof aPlan>): Promise<void> =>
    db.transaction((tx) => putMeasurementPlan(tx, workspaceId, plan, NOW))
  const rolloutId = 'rol_000000000002'
  const third = aMetric({ metricId: 'met_000000000003' })
  await put({ ...aPlan([aMetric()]), rolloutId })
  await put({ ...aPlan([aMetric(), third]), rolloutId })
  await expect(put({ ...aPlan([third, aMetric()]), rolloutId })).rejects.toThrow('moves or removes metrics')
  expect((await readMeasurementPlan(db, workspaceId, rolloutId))?.plan.metrics).toHaveLength(2)
  await db.transaction((tx) => endMeasurement(tx, workspaceId, rolloutId, NOW))
  expect((await listMeasurementPlans(db)).map(({ plan }) => plan.rolloutId)).toEqual([ROLLOUT])
  expect(await readMeasurementPlan(db, workspaceId, rolloutId)).toMatchObject({ endedAt: NOW })
})

test('deltas come in commit order, from a position, up to a position, and never from below an open transaction', async () => {
  const { db, sql } = doors.runtime.database
  const read = (options?: Parameters<typeof readDeltas>[3]): ReturnType<typeof readDeltas> =>
    readDeltas(db, doors.house.workspaceId, ROLLOUT, options)
  const send = (unit: string): Promise<unknown> =>
    doors.send({ events: [{ type: 'exposure', unit, flag: 'checkout', variant: 'on', revision: 1 }] })
  await send('a')
  await send('b')
  const [first, second] = await read()
  expect((await read({ after: first?.position ?? '' })).map((row) => row.position)).toEqual([second?.position])
  expect((await read({ upTo: first?.position ?? '' })).map((row) => row.position)).toEqual([first?.position])
  expect(await read({ limit: 1 })).toHaveLength(1)
  // An older transaction that is still open may yet commit rows before these.
  await sql.begin(async (tx) => {
    await tx`select pg_current_xact_id()`
    await send('c')
    expect(await read()).toHaveLength(2)
  })
  expect(await read()).toHaveLength(3)
})

test('under a simulated clock records arrive when they happened, and each second is a bucket of its own', async () => {
  const { runtime, house } = doors
  const rolloutId = 'rol_000000000003'
  const served = { rolloutId, stageId: 'stg_000000000009', share: 5000, exposedVariant: 'on' } as const
  await runtime.database.db.transaction((tx) =>
    putMeasurementPlan(tx, house.workspaceId, { ...aPlan([aMetric({ event: 'past' }), bought()]), rolloutId }, NOW),
  )
  const none = {
    id: null,
    flag: null,
    variant: null,
    revision: null,
    name: null,
    value: null,
    attributes: {},
    client: null,
  }
  const records: IncomingRecord[] = [
    { ...none, kind: 'track', unit: 'p', name: 'past', timeMs: 90_500 },
    { ...none, kind: 'exposure', unit: 'p', flag: 'old', variant: 'on', revision: 1, timeMs: 5000 },
  ]
  const source = {
    workspaceId: house.workspaceId,
    environmentId: ENVIRONMENT,
    keyId: 'seed',
    unitKey: new Uint8Array(32),
    simulated: true,
  }
  const lookup = { ...stages, load: async () => () => served }
  expect(await commitGroup(runtime, lookup, [{ source, records, body: new Uint8Array([1]) }])).toEqual([{ ok: true }])
  const rows = await readDeltas(runtime.database.db, house.workspaceId, rolloutId)
  expect(rows.map((row) => row.arrivedAt)).toEqual([instant(5000), instant(90_500)])
  expect(totals(rows.map((row) => row.delta))).toMatchObject([{ nEnter: 1, riskEnter: [1], firstEvents: [1] }])
})

test('partitions for today and three days more, as often as asked and by several at once', async () => {
  const { sql } = doors.runtime.database
  const day = instant(Date.parse('2031-05-04T23:59:00.000Z'))
  await Promise.all([ensurePartitions(sql, day), ensurePartitions(sql, day)])
  await ensurePartitions(sql, day)
  const made = await sql`select relname from pg_class where relname like 'telemetry_event_203105__' order by 1`
  expect(made.map((row) => String(row['relname']))).toEqual(
    ['04', '05', '06', '07'].map((d) => `telemetry_event_203105${d}`),
  )
  await sql`insert into telemetry_event (workspace_id, environment_id, arrived_at, occurred_at, kind, unit, name)
    values ('w', 'e', '2031-05-05T12:00:00Z', '2031-05-05T12:00:00Z', 'track', '\\x00', 'n'),
      ('w', 'e', '2031-05-09T12:00:00Z', '2031-05-09T12:00:00Z', 'track', '\\x00', 'n')`
  expect(
    await sql`select tableoid::regclass::text as t from telemetry_event where workspace_id = 'w' order by arrived_at`,
  ).toEqual([{ t: 'telemetry_event_20310505' }, { t: 'telemetry_event_default' }])
  // A day that began in the default partition stays there, and does not stop the days after it.
  await ensurePartitions(sql, instant(Date.parse('2031-05-09T13:00:00.000Z')))
  expect(
    await sql`select to_regclass('telemetry_event_20310509') as a, to_regclass('telemetry_event_20310510')::text as b`,
  ).toEqual([{ a: null, b: 'telemetry_event_20310510' }])
})

const since = (day: string) => instant(Date.parse(`2020-05-${day}T06:00:00.000Z`))

test('a day is dropped once nobody keeps it, and not while somebody reads it or has rows in it', async () => {
  const { sql } = doors.runtime.database
  const [brief, long, simulated] = ['wsp_00000000000a', 'wsp_00000000000b', 'wsp_00000000000c'] as const
  await ensurePartitions(sql, instant(Date.parse('2020-05-04T12:00:00.000Z')))
  const put = (workspaceId: string, day: string) => sql`
    insert into telemetry_event (workspace_id, environment_id, arrived_at, occurred_at, kind, unit, name)
    values (${workspaceId}, 'e', ${`2020-05-${day}T12:00:00Z`}, ${`2020-05-${day}T12:00:00Z`}, 'track', '\\x00', 'n')`
  for (const day of ['04', '05', '06', '07']) await put(brief, day)
  await put(long, '06')
  await put(simulated, '05')
  const keptSince = new Map([
    [brief, since('07')],
    [long, since('06')],
    [simulated, instant(0)],
  ] as const)
  const days = async () =>
    (await sql`select relname from pg_class where relname like 'telemetry_event_202005__' order by 1`).map((row) =>
      String(row['relname']).slice(-2),
    )
  const held = await sql.reserve()
  await held`begin`
  await held`select 1 from telemetry_event_20200504`
  expect(await dropOldDays(sql, keptSince)).toEqual([])
  await held`commit`
  held.release()
  expect(await dropOldDays(sql, keptSince)).toEqual(['2020-05-04'])
  expect(await days()).toEqual(['05', '06', '07'])
  expect(await dropOldDays(sql, new Map([...keptSince, [simulated, since('06')]]))).toEqual(['2020-05-05'])
  expect(await days()).toEqual(['06', '07'])
})

test('dedupe keys are kept for two days', async () => {
  const { sql } = doors.runtime.database
  const at = Date.parse('2031-05-04T12:00:00.000Z')
  await sql`insert into ingest_seen (workspace_id, key, arrived_at)
    values ('w', '\\x01', ${instant(at - 172_800_001)}), ('w', '\\x02', ${instant(at - 172_800_000)})`
  await forgetOldKeys(sql, instant(at))
  expect(await sql`select encode(key, 'hex') as key from ingest_seen where workspace_id = 'w'`).toEqual([{ key: '02' }])
})
