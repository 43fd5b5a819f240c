import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '@/lib/test/database'
import { type Database, openDatabase } from './database'
import { holdsLease, LEASE_MS, type Lease, releaseLease, takeLease } from './lease'

let clone: TestDatabase
let database: Database
beforeEach(async () => {
  clone = await cloneDatabase()
  database = openDatabase(clone.url)
})
afterEach(async () => {
  await database.close()
  await clone.drop()
})

const take = (holder: string) => takeLease(database.db, 'tick', holder)
const holds = (held: Lease) => database.db.transaction((tx) => holdsLease(tx, held))
const expire = () => database.db.execute(sql`update lease set expires_at = clock_timestamp() - interval '1 second'`)

async function taken(holder: string): Promise<Lease> {
  const held = await take(holder)
  if (!held) throw new Error(`${holder} did not get the lease`)
  return held
}

test('one of many gets it; renewing keeps the epoch', async () => {
  const got = await Promise.all(['a', 'b', 'c', 'd'].map(take))
  const winners = got.filter((held) => held !== null)
  expect(winners).toHaveLength(1)
  const [first] = winners
  if (!first) throw new Error('nobody leads')
  expect(first.epoch).toBe(1)
  const renewed = await taken(first.holder)
  expect(renewed.epoch).toBe(1)
  expect(Date.parse(renewed.expiresAt)).toBeGreaterThanOrEqual(Date.parse(first.expiresAt))
  expect(Date.parse(renewed.expiresAt) - Date.now()).toBeLessThanOrEqual(LEASE_MS + 1000)
})

test('when it ran out another takes it, in a new epoch that fences the old holder', async () => {
  const old = await taken('a')
  expect(await holds(old)).toBe(true)
  await expire()
  expect(await holds(old)).toBe(false)
  const next = await taken('b')
  expect(next.epoch).toBe(2)
  expect([await holds(old), await holds(next), await take('a')]).toEqual([false, true, null])
})

test('a holder that overslept gets a new epoch: what it began before is fenced off', async () => {
  const before = await taken('a')
  await expire()
  const after = await taken('a')
  expect(after.epoch).toBe(before.epoch + 1)
  expect([await holds(before), await holds(after)]).toEqual([false, true])
})

test('a released lease is free at once; releasing an old epoch takes nothing from the next', async () => {
  const old = await taken('a')
  await releaseLease(database.db, old)
  const next = await taken('b')
  await releaseLease(database.db, old)
  expect(await holds(next)).toBe(true)
})

test('nobody takes over between the check and the commit', async () => {
  const held = await taken('a')
  let rival: Promise<Lease | null> = Promise.resolve(null)
  const order: string[] = []
  await database.db.transaction(async (tx) => {
    expect(await holdsLease(tx, held)).toBe(true)
    // Makes the lease look expired to a rival as soon as it can write the row, which is after this commit.
    rival = database.db
      .transaction(async (other) => {
        await other.execute(sql`update lease set expires_at = clock_timestamp() - interval '1 second'`)
        order.push('rival')
      })
      .then(() => take('b'))
    await tx.execute(sql`select 1`)
    order.push('decided')
  })
  expect(await rival).toMatchObject({ holder: 'b', epoch: 2 })
  expect(order).toEqual(['decided', 'rival'])
})
