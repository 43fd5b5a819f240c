import { expect, onTestFinished, test } from 'vitest'
import { type IncomingRecord } from '../core/schema'
import { totals } from '../core/test-builders'
import { commitGroup, type Batch } from './commit-batch'
import { GROUP_LIMITS } from './group-commit'
import { aLine, ENVIRONMENT, openDoors, stages, type TestDoors } from './testing'

const body = (unit: string): string =>
  JSON.stringify({ events: [{ type: 'exposure', unit, flag: 'checkout', variant: 'on', revision: 1 }] })

async function doorsOnALine(): Promise<TestDoors & { line: Awaited<ReturnType<typeof aLine>> }> {
  const lines: Awaited<ReturnType<typeof aLine>>[] = []
  const databaseUrl = async (url: string): Promise<string> => {
    const line = await aLine(url)
    lines.push(line)
    return line.url
  }
  const doors = await openDoors({ databaseUrl })
  const [line] = lines
  if (!line) throw new Error('no line')
  onTestFinished(async () => {
    await doors.close()
    await line.cut()
  })
  return { ...doors, line }
}

/** Sends until it is taken, as a client that honours 503 does. */
async function sendUntilTaken(doors: TestDoors, text: string): Promise<number> {
  const until = Date.now() + 20_000
  while (Date.now() < until) {
    const { status } = await doors.send(text)
    if (status !== 503) return status
  }
  return 503
}

test('without Postgres: 503 with Retry-After, and after it is back each record is there once', async () => {
  const doors = await doorsOnALine()
  expect((await doors.send(body('a'))).status).toBe(200)
  await doors.line.cut()
  const refused = await doors.send(body('b'))
  expect(refused).toMatchObject({ status: 503, body: { code: 'storage' } })
  expect(refused.headers.get('retry-after')).toBe('5')
  await doors.line.mend()
  expect(await sendUntilTaken(doors, body('b'))).toBe(200)
  expect(await sendUntilTaken(doors, body('a'))).toBe(200)
  expect(await doors.count('telemetry_event')).toBe(2)
  expect(totals(await doors.deltas())).toMatchObject([{ nEnter: 2 }])
})

test('the line breaks while many send: what was acknowledged is there, once', async () => {
  const doors = await doorsOnALine()
  const units = Array.from({ length: 40 }, (_, i) => `u${i}`)
  const first = units.map(async (unit, i) => {
    if (i === 20) await doors.line.cut()
    return (await doors.send(body(unit))).status
  })
  const statuses = await Promise.all(first)
  expect(new Set(statuses)).toSatisfy((seen: Set<number>) =>
    [...seen].every((status) => status === 200 || status === 503),
  )
  const acknowledged = statuses.filter((status) => status === 200).length
  expect(await doors.count('unit_stage')).toBeGreaterThanOrEqual(acknowledged)
  await doors.line.mend()
  for (const unit of units) expect(await sendUntilTaken(doors, body(unit))).toBe(200)
  expect(await doors.count('telemetry_event')).toBe(40)
  expect(totals(await doors.deltas())).toMatchObject([{ nEnter: 40 }])
})

test('too much waiting is refused as busy', async () => {
  const doors = await openDoors({ limits: { ...GROUP_LIMITS, waitMs: 20, waitingRowsMax: 2 } })
  onTestFinished(() => doors.close())
  const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((unit) => doors.send(body(unit))))
  const busy = answers.filter(({ status }) => status === 429)
  expect(busy.length).toBeGreaterThan(0)
  expect(busy[0]).toMatchObject({ body: { code: 'busy' } })
  expect(busy[0]?.headers.get('retry-after')).toBe('1')
  expect(await doors.count('telemetry_event')).toBe(5 - busy.length)
})

test('one batch that cannot be stored does not keep its company out', async () => {
  const doors = await openDoors()
  onTestFinished(() => doors.close())
  const unitKey = new Uint8Array(32)
  const source = {
    workspaceId: doors.house.workspaceId,
    environmentId: ENVIRONMENT,
    keyId: 'k',
    unitKey,
    simulated: false,
  }
  const batch = (name: string): Batch => {
    const record: IncomingRecord = {
      kind: 'track',
      id: null,
      unit: 'u',
      timeMs: 0,
      flag: null,
      variant: null,
      revision: null,
      name,
      value: null,
      attributes: {},
      client: null,
    }
    return { source, records: [record], body: new TextEncoder().encode(name) }
  }
  const stored = await commitGroup(doors.runtime, stages, [batch('a'), batch('b\0'), batch('c')])
  expect(stored).toEqual([{ ok: true }, { ok: false, code: 'malformed' }, { ok: true }])
  expect(await doors.count('telemetry_event')).toBe(2)
})
