import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoors, type TestDoors } from './testing'

let doors: TestDoors
beforeAll(async () => {
  // So slow that nothing is paid back while the test runs: 20 rows are saved up.
  doors = await openDoors({ rowsPerS: 2 })
})
afterAll(() => doors.close())

const events = (n: number) => ({
  events: Array.from({ length: n }, (_, i) => ({ type: 'track', unit: `u${i}`, name: 'seen' })),
})
const otlp = (signal: string, contentType = 'application/json') =>
  fetch(`${doors.url}/otlp/v1/${signal}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${doors.key}`, 'content-type': contentType },
    body: contentType === 'application/json' ? '{}' : new Uint8Array(),
  })

test('a key that sent more than it may is told when to come again, at every door, and that is counted', async () => {
  expect(await doors.send(events(100))).toMatchObject({ status: 200, body: { accepted: 100 } })
  const refused = await doors.send(events(1))
  expect(refused).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(40)
  for (const signal of ['logs', 'traces', 'metrics']) {
    const answer = await otlp(signal)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([429, 'application/json'])
    expect(await answer.json()).toEqual({
      code: 8,
      message: 'rate-limited: this key sends more than it may; wait and go on',
    })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(40)
  }
  const answer = await otlp('logs', 'application/x-protobuf')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([429, 'application/x-protobuf'])

  const { sql } = doors.runtime.database
  await doors.ingest.rejections.flush(sql)
  expect(await sql`select door, count::int from ingest_rejection where code = 'rate-limited' order by door`).toEqual([
    { door: 'events', count: 1 },
    { door: 'otlp.logs', count: 2 },
    { door: 'otlp.metrics', count: 1 },
    { door: 'otlp.traces', count: 1 },
  ])
  expect(await doors.count('telemetry_event')).toBe(100)
})

test('a stranger’s key is refused as before, and costs nobody anything', async () => {
  const answer = await doors.send(events(1), { headers: { authorization: 'Bearer nobody' } })
  expect(answer).toMatchObject({ status: 401, body: { code: 'unknown-key' } })
})
