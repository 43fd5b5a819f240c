import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { instant } from '@/lib/kernel/time'
import { totals } from '../core/test-builders'
import { openDoors, type TestDoors } from './testing'
import { forgetOldAliases } from './unattributed'

let doors: TestDoors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())
let round = 0
beforeEach(async () => {
  round += 1
  await doors.house.runtime.database.sql`
    truncate telemetry_event, ingest_seen, unit_stage, unit_metric, cohort_delta, unit_alias, unattributed_event, ingest_rejection`
})

const traceOf = (n: number): string => `${round}f${n}`.padStart(32, 'a')
const text = (key: string, value: string) => ({ key, value: { stringValue: value } })

/** A log record; sent alone, so that each is a request of its own. */
async function log(eventName: string, traceId: string | null, ...attributes: ReturnType<typeof text>[]): Promise<void> {
  const record = { eventName, timeUnixNano: String(Date.now() * 1e6), ...(traceId ? { traceId } : {}), attributes }
  const answer = await fetch(`${doors.url}/otlp/v1/logs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${doors.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
  })
  expect([answer.status, await answer.json()]).toEqual([200, {}])
}
const exposure = (unit: string, traceId: string | null, ...more: ReturnType<typeof text>[]) =>
  log(
    'feature_flag.evaluation',
    traceId,
    text('feature_flag.key', 'checkout'),
    text('feature_flag.result.variant', 'on'),
    text('feature_flag.version', '1'),
    text('feature_flag.context.id', unit),
    ...more,
  )
const session = (id: string) => text('session.id', id)

const counted = async () => totals(await doors.deltas()).map(({ nEnter, firstEvents }) => [nEnter, firstEvents[0] ?? 0])
const unattributed = async (): Promise<number> => {
  await doors.ingest.rejections.flush(doors.runtime.database.sql)
  const [row] = await doors.runtime.database.sql`
    select coalesce(sum(count), 0)::int as n from ingest_rejection where door = 'attribution' and code = 'unattributed'`
  return Number(row?.['n'])
}

describe('an event without a unit finds the one of its trace or session', () => {
  test('that is known already', async () => {
    await exposure('a', traceOf(1))
    await log('error', traceOf(1))
    await exposure('b', null, session(`s${round}`))
    await log('error', null, session(`s${round}`))
    expect(await counted()).toEqual([[2, 2]])
    expect(await doors.count('unattributed_event')).toBe(0)
    expect(await unattributed()).toBe(0)
  })

  test('that becomes known later: exporters differ in their order', async () => {
    await exposure('a', null)
    await log('error', traceOf(1))
    expect([await doors.count('telemetry_event'), await doors.count('unattributed_event')]).toEqual([1, 1])
    expect(await unattributed()).toBe(1)
    expect(await counted()).toEqual([[1, 0]])
    await log('seen', traceOf(1), text('user.id', 'a'))
    expect(await counted()).toEqual([[1, 1]])
    expect([await doors.count('telemetry_event'), await doors.count('unattributed_event')]).toEqual([3, 0])
  })

  test('that its exposure brings, although it happened before it', async () => {
    await log('error', traceOf(1))
    await exposure('a', traceOf(1))
    // So it is the unit's, and no evidence.
    expect(await counted()).toEqual([[1, 0]])
    expect([await doors.count('telemetry_event'), await doors.count('unattributed_event')]).toEqual([2, 0])
  })

  test('through its session for a trace whose other records have no session', async () => {
    await exposure('a', null, session(`s${round}`))
    await log('error', traceOf(1))
    expect(await doors.count('unattributed_event')).toBe(1)
    await log('seen', traceOf(1), session(`s${round}`))
    expect(await doors.count('unattributed_event')).toBe(0)
    expect(await counted()).toEqual([[1, 1]])
  })
})

test('clients without OpenTelemetry have sessions too', async () => {
  const attributes = { 'session.id': `s${round}` }
  const exposed = { type: 'exposure', unit: 'a', flag: 'checkout', variant: 'on', revision: 1, attributes }
  expect(await doors.send({ events: [exposed] })).toMatchObject({ body: { accepted: 1 } })
  const sent = await doors.send({
    events: [
      { type: 'track', name: 'error', attributes },
      { type: 'track', name: 'error' },
    ],
  })
  expect(sent).toMatchObject({ body: { accepted: 1, rejected: [{ index: 1, code: 'no-unit' }] } })
  expect(await counted()).toEqual([[1, 1]])
})

test('a trace that served two units tells of none; a session is its last unit', async () => {
  await exposure('a', traceOf(1), session(`s${round}`))
  await exposure('b', traceOf(1), session(`s${round}`))
  await log('error', traceOf(1))
  expect(await doors.count('unattributed_event')).toBe(1)
  await log('error', null, session(`s${round}`))
  expect(await counted()).toEqual([[2, 1]])
  // Back again: what was stored last counts, not what was stored once.
  await exposure('a', null, session(`s${round}`))
  await log('error', null, session(`s${round}`))
  expect(await counted()).toEqual([[2, 2]])
})

test('what comes twice is taken once, also while it waits', async () => {
  for (const _ of [1, 2]) await log('error', traceOf(1), text('log.record.uid', `twice-${round}`))
  expect(await doors.count('unattributed_event')).toBe(1)
})

test('an event waits for ten minutes, then it is no evidence any more; aliases are kept for four days', async () => {
  const { sql } = doors.runtime.database
  await log('error', traceOf(1))
  await sql`update unattributed_event set arrived_at = arrived_at - interval '10 minutes 1 second'`
  await exposure('a', traceOf(1))
  expect(await doors.count('unattributed_event')).toBe(1)
  const now = Date.now()
  await forgetOldAliases(sql, instant(now))
  expect([await doors.count('unattributed_event'), await doors.count('unit_alias')]).toEqual([1, 1])
  await forgetOldAliases(sql, instant(now + 3_600_000))
  expect([await doors.count('unattributed_event'), await doors.count('unit_alias')]).toEqual([0, 1])
  await forgetOldAliases(sql, instant(now + 96 * 3_600_000 + 60_000))
  expect(await doors.count('unit_alias')).toBe(0)
})

test('neither session nor unit is stored in clear', async () => {
  await exposure('a-unit-in-clear', traceOf(1), session('a-session-in-clear'))
  const rows = await doors.runtime.database.sql`select to_jsonb(a)::text as t, length(alias) as n from unit_alias a`
  expect(rows.map((row) => row['n'])).toEqual([16, 16])
  expect(rows.map((row) => String(row['t'])).join(' ')).not.toMatch(/in-clear/)
})
