import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '@/lib/kernel/time'
import { aMetric, aPlan, bought, ROLLOUT, S5, totals } from '../core/test-builders'
import { type IncomingRecord } from '../core/schema'
import { commitGroup } from './commit-batch'
import { closeDueWindows, putMeasurementPlan } from './contract'
import { ENVIRONMENT, openDoors, stages, type TestDoors } from './testing'

let doors: TestDoors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

const NOW_MS = Date.now()
const at = (s: number): number => NOW_MS - s * 1000
const record = (unit: string, s: number, more: Partial<IncomingRecord>): IncomingRecord => ({
  kind: 'track',
  id: null,
  unit,
  timeMs: at(s),
  flag: null,
  variant: null,
  revision: null,
  name: null,
  value: null,
  attributes: {},
  client: null,
  ...more,
})
const met = (unit: string, variant: string, s = 90): IncomingRecord =>
  record(unit, s, { kind: 'exposure', flag: 'checkout', variant, revision: 1 })
const did = (unit: string, name: string): IncomingRecord => record(unit, 80, { name })

test('metrics close together or each in its time, and who is booked already is not booked again', async () => {
  const { runtime, house } = doors
  const { workspaceId } = house
  const metrics = [
    aMetric(),
    bought({ windowMs: 60_000 }),
    bought({ event: 'view', windowMs: 60_000 }),
    bought({ event: 'view', windowMs: 300_000 }),
  ]
  await runtime.database.db.transaction((tx) => putMeasurementPlan(tx, workspaceId, aPlan(metrics), instant(NOW_MS)))
  const records = [
    ...['a', 'b', 'c', 'wrong'].map((unit) => met(unit, 'on')),
    ...['d', 'e'].map((unit) => met(unit, 'control')),
    met('late', 'on', 10),
    did('a', 'buy'),
    did('a', 'view'),
    did('b', 'view'),
    did('d', 'buy'),
    did('e', 'error'),
  ]
  const source = { workspaceId, environmentId: ENVIRONMENT, keyId: 'k', unitKey: new Uint8Array(32), simulated: true }
  const body = new TextEncoder().encode('close')
  expect(await commitGroup(runtime, stages, [{ source, records, body }])).toEqual([{ ok: true }])
  const { length: before } = await doors.deltas()
  const close = async (s: number, stageChanged = false) => {
    const now = instant(NOW_MS + s * 1000)
    const closed = await closeDueWindows(runtime.database.sql, workspaceId, ROLLOUT, now, stageChanged ? now : null)
    return { closed, deltas: totals((await doors.deltas()).slice(before)) }
  }
  const row = { stageId: S5, coin: 0, nEnter: 0, riskEnter: [], bookedYes: [] }
  // Three exposed and two controls are due; of their ten outcomes four are known: a and d bought, a and b viewed.
  expect(await close(0)).toMatchObject({
    closed: 6,
    deltas: [
      { ...row, arm: 'control', booked: [0, 1, 2] },
      { ...row, arm: 'exposed', booked: [0, 2, 1] },
    ],
  })
  expect(await close(0)).toMatchObject({ closed: 0 })
  expect(await close(1, true)).toMatchObject({
    closed: 6,
    deltas: [
      { ...row, arm: 'control', booked: [0, 1, 2, 2] },
      { ...row, arm: 'exposed', booked: [0, 3, 2, 2] },
    ],
  })
  expect(await close(900, true)).toMatchObject({ closed: 0 })
})
