import { afterAll, beforeAll, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { instant } from '@/lib/kernel/time'
import { type ClientRow } from './clients'
import { storeClients } from './clients-seen'
import { createEnvironment, type EnvironmentRow } from './environments'
import { readPropagation } from './propagation'

const START = Date.parse('2026-03-05T10:00:00.000Z')
const at = (s: number) => instant(START + s * 1000)

let house: TestHouse
let env: EnvironmentRow
beforeAll(async () => {
  house = await aHouse()
  const input = {
    workspaceId: house.workspaceId,
    key: 'production',
    name: 'Production',
    position: 0,
    fourEyes: 'off',
  } as const
  env = await house.runtime.database.db.transaction((tx) => createEnvironment(tx, input, at(0)))
})
afterAll(() => house.close())

const row = (clientId: string, revision: number, s: number): ClientRow => ({
  workspaceId: house.workspaceId,
  environmentId: env.id,
  clientId,
  kind: 'stream',
  service: 'web',
  serviceVersion: '1',
  revision,
  revisionAt: at(s),
  seenAt: at(s),
})
const store = (...rows: ClientRow[]) => storeClients(house.runtime.database, rows)

test('the meter counts who shows the revision, times who had to change, and names who has not', async () => {
  await store(row('fast', 1, 0), row('slow', 1, 0), row('late', 1, 10), row('gone', 1, -3600))
  const published = { revision: 2, at: at(20) }
  const { db } = house.runtime.database
  expect(await readPropagation(db, env, published, at(21))).toMatchObject({
    seen: 3,
    confirmed: 0,
    silent: 1,
    p95S: null,
    done: false,
  })
  await store(row('fast', 2, 21), row('slow', 2, 24))
  // A client that comes for the first time has nothing to take over: it must not slow the measured time.
  await store(row('newcomer', 2, 50))
  const now = await readPropagation(db, env, published, at(51))
  expect(now).toMatchObject({ seen: 4, confirmed: 3, done: false })
  expect(now.p95S).toBeCloseTo(3.85, 2)
  expect(now.unconfirmed.map((client) => client.id)).toEqual(['late'])
})

test('after the time limit it is done, and who has not confirmed is still named', async () => {
  const late = await readPropagation(
    house.runtime.database.db,
    env,
    { revision: 2, at: at(20) },
    at(20 + env.confirmWithinS),
  )
  expect(late).toMatchObject({ done: true, unconfirmed: [{ id: 'late' }] })
})

test('a late report of an older revision takes nothing back', async () => {
  await store(row('fast', 1, 60))
  const now = await readPropagation(house.runtime.database.db, env, { revision: 2, at: at(20) }, at(61))
  expect(now.confirmed).toBe(3)
})
