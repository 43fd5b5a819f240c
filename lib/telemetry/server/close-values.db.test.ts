import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '@/lib/kernel/time'
import { MemoryStore } from '../core/memory-store'
import { type EvidenceRecord } from '../core/model'
import { PERSON_EVENTS_MAX } from '../core/person-value'
import { type CohortDelta, type IncomingRecord } from '../core/schema'
import { aMetric, aPlan, did, exposed, ROLLOUT, slow, spent, stageOf, totals } from '../core/test-builders'
import { commitGroup } from './commit-batch'
import { closeDueValues, putMeasurementPlan } from './contract'
import { ENVIRONMENT, openDoors, stages, type TestDoors } from './testing'

let doors: TestDoors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

const T0 = Date.UTC(2026, 0, 5)
const PLAN = aPlan([
  aMetric(),
  spent({ windowMs: 600_000 }, { cap: 40, centre: 5 }),
  slow([1, 2, 3, 4, 5]),
  spent(
    {
      aggregation: 'ratio',
      event: 'error',
      windowMs: 600_000,
      where: { attribute: 'kind', values: [5] },
    },
    { per: { event: 'view', where: null, atLeast: 0 }, slope: 2 },
  ),
  spent({ event: 'view', windowMs: 300_000 }, { of: 'first', centre: 4 }),
])

const random = (n: number): number => (n * 7919) % 6007
const now = (timeMs: number) => ({ timeMs, arrivedMs: timeMs })

/** People of both arms and all that they do in half an hour, some of them long before they meet the flag. */
function history(): EvidenceRecord[] {
  const records: EvidenceRecord[] = []
  for (let person = 0; person < 60; person += 1) {
    const at = (n: number): number => T0 + (random(person * 41 + n) % 1800) * 1000
    const share = person % 4 === 0 ? 'on' : 'control'
    records.push(exposed(`u${person}`, share, now(at(1))))
    if (person % 5 === 0) records.push(exposed(`u${person}`, 'on', { ...now(T0 + 1_200_000), revision: 2 }))
    for (let n = 2; n < 20; n += 1) {
      const name = ['buy', 'view', 'error'][n % 3] ?? ''
      const value = n % 7 === 0 ? null : (random(person + n * 13) % 30) - 6
      records.push(did(`u${person}`, name, { ...now(at(n)), value, attributes: { kind: n % 2 === 0 ? 5 : '5' } }))
    }
  }
  const storm = T0 + 60_000
  for (let n = 0; n < PERSON_EVENTS_MAX + 300; n += 1) {
    records.push(did('u1', 'buy', { timeMs: storm + n * 20, arrivedMs: storm + n * 20, value: 1e308 }))
  }
  return records.toSorted((a, b) => a.arrivedMs - b.arrivedMs)
}

const incoming = (record: EvidenceRecord): IncomingRecord => ({
  kind: record.kind,
  id: null,
  unit: record.unit,
  timeMs: record.timeMs,
  flag: record.kind === 'exposure' ? record.flag : null,
  variant: record.kind === 'exposure' ? record.variant : null,
  revision: record.kind === 'exposure' ? record.revision : null,
  name: record.kind === 'track' ? record.name : null,
  value: record.kind === 'track' ? record.value : null,
  attributes: { ...record.attributes },
  client: null,
})

test('what Postgres holds after ingest and closing is what the memory store holds', async () => {
  const { runtime, house } = doors
  const { workspaceId } = house
  await runtime.database.db.transaction((tx) => putMeasurementPlan(tx, workspaceId, PLAN, instant(T0)))
  const source = { workspaceId, environmentId: ENVIRONMENT, keyId: 'k', unitKey: new Uint8Array(32), simulated: true }
  const memory = new MemoryStore()
  const expected: CohortDelta[] = []
  const all = history()
  const cuts = [0, 500, 900, all.length]
  for (const [i, from] of cuts.slice(0, -1).entries()) {
    const batch = all.slice(from, cuts[i + 1])
    const body = new TextEncoder().encode(`batch ${i}`)
    const stored = await commitGroup(runtime, stages, [{ source, records: batch.map(incoming), body }])
    expect(stored).toEqual([{ ok: true }])
    expected.push(...memory.take([PLAN], stageOf, batch).map(({ delta }) => delta))
    const nowMs = batch.at(-1)?.timeMs ?? T0
    expect(await closeDueValues(runtime.database.sql, workspaceId, ROLLOUT, instant(nowMs), null)).toBe(true)
    for (const [metric, { measure, windowMs }] of PLAN.metrics.entries()) {
      if (measure?.kind === 'value') expected.push(...memory.close(PLAN, metric, nowMs - (windowMs ?? 0)))
    }
  }
  const counted = totals(await doors.deltas())
  expect(counted).toEqual(totals(expected))
  expect(counted.some(({ moments }) => (moments?.[0] ?? 0) > 5)).toBe(true)
  expect(counted.some(({ tails }) => (tails?.[0] ?? 0) > 5)).toBe(true)
  // The change of a stage closes who is left, and nobody twice.
  const end = instant(T0 + 1_800_000)
  const close = () => closeDueValues(runtime.database.sql, workspaceId, ROLLOUT, end, end)
  expect(await close()).toBe(true)
  const peopleOf = async () => {
    const rows = totals(await doors.deltas())
    return rows.reduce((sum, { moments }) => sum + (moments?.[0] ?? 0), 0)
  }
  const people = await peopleOf()
  expect(people).toBe(60 + 12)
  expect(await close()).toBe(true)
  expect(await peopleOf()).toBe(people)
})

test('a crowd is closed in several holds, nobody left behind a moment that many share', async () => {
  const { runtime, house } = doors
  const { workspaceId } = house
  const { sql } = runtime.database
  const rolloutId = 'rol_000000000007'
  const plan = { ...aPlan([spent({ windowMs: 60_000, event: 'nothing' })]), rolloutId } as const
  await runtime.database.db.transaction((tx) => putMeasurementPlan(tx, workspaceId, plan, instant(T0)))
  await sql`
    insert into unit_stage (workspace_id, rollout_id, unit, stage_id, arm, coin, share, entered_at, arrived_at, metrics, crossed)
    select ${workspaceId}, ${rolloutId}, decode(lpad(to_hex(n), 64, '0'), 'hex'), 'stg_000000000005', 'control', 0, 5000,
      at, at, 1, false
    from generate_series(1, 1700) as n, lateral (select ${instant(T0)}::timestamptz + (n / 800) * interval '1 s' as at) as t`
  expect(await closeDueValues(sql, workspaceId, rolloutId, instant(T0 + 3_600_000), null)).toBe(true)
  const [row] = await sql<{ people: number; rows: number }[]>`
    select sum(moments[1])::int as people, count(*)::int as rows from cohort_delta where rollout_id = ${rolloutId}`
  expect(row).toEqual({ people: 1700, rows: 3 })
})
