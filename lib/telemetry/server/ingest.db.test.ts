import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { instant } from '@/lib/kernel/time'
import { decodeEvents } from '../core/decode-events'
import { S25, S5, totals } from '../core/test-builders'
import { closeDueWindows } from './contract'
import { commitGroup } from './commit-batch'
import { ENVIRONMENT, openDoors, stages, type Sent, type TestDoors } from './testing'

let doors: TestDoors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())
beforeEach(async () => {
  await doors.ingest.rejections.flush(doors.house.runtime.database.sql)
  await doors.house.runtime.database.sql`
    truncate telemetry_event, ingest_seen, unit_stage, unit_metric, cohort_delta, window_cursor, ingest_rejection`
})

const ago = (s: number): string => instant(Date.now() - s * 1000)
const exposure = (unit: string, variant: string, s: number, revision = 1): object => {
  return { type: 'exposure', unit, flag: 'checkout', variant, revision, time: ago(s) }
}
const track = (unit: string, name: string, s: number, more: object = {}): object => {
  return { type: 'track', unit, name, time: ago(s), ...more }
}

test('rows, unit states and deltas are there when the answer comes', async () => {
  const answer = await doors.send({
    events: [
      track('early', 'error', 20),
      exposure('early', 'on', 30),
      exposure('b', 'control', 30),
      track('b', 'buy', 10),
      { type: 'nonsense' },
    ],
  })
  expect(answer).toMatchObject({ status: 200, body: { accepted: 4, rejected: [{ index: 4, code: 'unknown-type' }] } })
  expect([
    await doors.count('telemetry_event'),
    await doors.count('unit_stage'),
    await doors.count('unit_metric'),
  ]).toEqual([4, 2, 2])
  expect(totals(await doors.deltas())).toMatchObject([
    { stageId: S5, coin: 0, arm: 'control', nEnter: 1, riskEnter: [1], booked: [0, 1], bookedYes: [0, 1] },
    { stageId: S5, coin: 0, arm: 'exposed', nEnter: 1, riskEnter: [1], firstEvents: [1], booked: [] },
  ])
})

test('look-back, movers and crossings work over requests, as in one', async () => {
  await doors.send({ events: [track('late', 'error', 20), exposure('mover', 'control', 90)] })
  await doors.send({
    events: [exposure('late', 'on', 60), exposure('mover', 'on', 30, 2), exposure('late', 'control', 1)],
  })
  await doors.send({ events: [exposure('late', 'control', 1), exposure('wrong-arm', 'on', 1)] })
  expect(totals(await doors.deltas())).toMatchObject([
    { stageId: S5, coin: 0, arm: 'control', nEnter: 1, riskEnter: [1], riskExit: [1] },
    { stageId: S5, coin: 0, arm: 'exposed', nEnter: 1, riskEnter: [1], firstEvents: [1], nCrossed: 1 },
    { stageId: S5, coin: 'known', arm: 'exposed', nEnter: 1, nCrossed: 1 },
    { stageId: S25, coin: 5000, arm: 'exposed', nEnter: 1, riskEnter: [1] },
  ])
})

test('the clear unit id is in no table', async () => {
  await doors.send({
    events: [
      exposure('maria@example.com', 'on', 5),
      track('maria@example.com', 'error', 1, {
        attributes: { 'user.id': 'maria@example.com', 'user.email': 'x', plan: 'pro' },
      }),
    ],
  })
  const { sql } = doors.house.runtime.database
  const rows = await sql`select to_jsonb(t)::text as t from telemetry_event t`
  const units = await sql`select distinct length(unit) as n from telemetry_event`
  expect(rows.map((row) => String(row['t'])).join()).not.toMatch(/maria|email/)
  expect(rows.map((row) => String(row['t'])).join()).toContain('pro')
  expect(units).toMatchObject([{ n: 16 }])
})

test('the same body again changes nothing; the same ids in another body neither', async () => {
  const body = JSON.stringify({ events: [exposure('a', 'on', 9), track('a', 'error', 5), track('a', 'error', 5)] })
  for (let i = 0; i < 3; i += 1) expect(await doors.send(body)).toMatchObject({ status: 200, body: { accepted: 3 } })
  await Promise.all([1, 2, 3].map(() => doors.send(body)))
  await doors.send({ events: [track('a', 'error', 1, { id: 'x' })] })
  await doors.send({ events: [track('a', 'error', 2, { id: 'x' }), track('a', 'error', 2, { id: 'y' })] })
  expect(await doors.count('telemetry_event')).toBe(5)
  expect(totals(await doors.deltas())).toMatchObject([{ nEnter: 1, firstEvents: [1], events: [4] }])
})

test('many at once: each acknowledged once, in few transactions', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      doors.send({ events: [exposure(`u${i}`, i % 2 ? 'on' : 'control', 5), track(`u${i}`, 'error', 1)] }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 60 }, () => 200))
  const [commits] = await doors.house.runtime.database.sql`select count(distinct txid)::int as n from cohort_delta`
  expect(Number(commits?.['n'])).toBeLessThan(30)
  expect(totals(await doors.deltas())).toMatchObject([
    { arm: 'control', nEnter: 30, firstEvents: [30] },
    { arm: 'exposed', nEnter: 30, firstEvents: [30] },
  ])
})

test('replicas that write the same people at once count them once', async () => {
  const source = {
    workspaceId: doors.house.workspaceId,
    environmentId: ENVIRONMENT,
    keyId: 'k',
    unitKey: new Uint8Array(32),
    simulated: false,
  }
  const clock = { nowMs: Date.now(), simulated: false }
  const replicas = Array.from({ length: 8 }, (_, i) => {
    const decoded = decodeEvents(
      { events: [exposure('x', 'on', 9), track('x', 'error', i), track('x', 'buy', i)] },
      clock,
    )
    const records = decoded.ok ? decoded.records : []
    return commitGroup(doors.runtime, stages, [{ source, records, body: new Uint8Array([i]) }])
  })
  expect((await Promise.all(replicas)).flat()).toEqual(replicas.map(() => ({ ok: true })))
  expect(totals(await doors.deltas())).toMatchObject([
    { nEnter: 1, riskEnter: [1], firstEvents: [1], booked: [0, 1], bookedYes: [0, 1], events: [8, 8] },
  ])
})

const gzip = (text: string): Sent => ({ body: gzipSync(text), headers: { 'content-encoding': 'gzip' } })
const bomb = `{"events":[],"x":"${'x'.repeat(2 ** 20)}"}`
test.each<[number, string, string, Sent]>([
  [401, 'unknown-key', '{}', { headers: { authorization: 'Bearer nobody' } }],
  [415, 'unsupported-media-type', '{}', { headers: { 'content-type': 'text/plain' } }],
  [415, 'unsupported-encoding', '{}', { headers: { 'content-encoding': 'br' } }],
  [413, 'body-too-large', bomb, {}],
  [413, 'inflated-too-large', '', gzip(bomb)],
  [400, 'malformed', '', { body: 'not gzip', headers: { 'content-encoding': 'gzip' } }],
  [400, 'malformed', '{', {}],
  [422, 'malformed', '{"events":1}', {}],
  [413, 'too-many-rows', JSON.stringify({ events: Array.from({ length: 1001 }, () => 1) }), {}],
])('%i %s is answered as a problem and counted', async (status, code, body, init) => {
  const answer = await doors.send(body, init)
  expect(answer).toMatchObject({ status, body: { status, code } })
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const { sql } = doors.house.runtime.database
  await doors.ingest.rejections.flush(sql)
  const counted = await sql`select workspace_id, door, code, count::int from ingest_rejection`
  const workspaceId = status === 401 ? '' : doors.house.workspaceId
  expect(counted).toEqual([{ workspace_id: workspaceId, door: 'events', code, count: 1 }])
})

test('gzip is taken, and the header names the client of an exposure', async () => {
  doors.clients.length = 0
  const text = JSON.stringify({ events: [exposure('a', 'on', 1, 2), exposure('b', 'off', 1, 1)] })
  const init = gzip(text)
  const answer = await doors.send('', { ...init, headers: { ...init.headers, 'x-soundings-client': 'browser-7' } })
  expect(answer).toMatchObject({ status: 200, body: { accepted: 2 } })
  expect(doors.clients).toMatchObject([{ clientId: 'browser-7', revision: 2 }])
})

test('zeros are booked when the window closes, and not twice', async () => {
  const { sql } = doors.house.runtime.database
  await doors.send({ events: [exposure('a', 'on', 5), exposure('b', 'control', 5), track('b', 'buy', 4)] })
  const close = (seconds: number, changed = false): Promise<number> => {
    const at = instant(Date.now() + seconds * 1000)
    return closeDueWindows(sql, doors.house.workspaceId, 'rol_000000000001', at, changed ? at : null)
  }
  expect([await close(200), await close(301), await close(400)]).toEqual([0, 1, 0])
  expect(totals(await doors.deltas())).toMatchObject([
    { arm: 'control', booked: [0, 1], bookedYes: [0, 1] },
    { arm: 'exposed', booked: [0, 1], bookedYes: [] },
  ])
  await doors.send({ events: [track('a', 'buy', 4)] })
  expect(totals(await doors.deltas())).toMatchObject([{}, { booked: [0, 1], bookedYes: [], events: [0, 1] }])
})
