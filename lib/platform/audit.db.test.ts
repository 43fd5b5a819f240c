import { and, eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { auditEntry } from '@/drizzle/schema/platform'
import { type WorkspaceId } from '@/lib/kernel/id'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { appendAudit, verifyAudit } from './audit'

let house: TestHouse
beforeEach(async () => {
  house = await aHouse()
})
afterEach(() => house.close())

const append = (n: number, workspaceId: WorkspaceId = house.workspaceId) =>
  house.runtime.database.db.transaction((tx) =>
    appendAudit(tx, {
      workspaceId,
      at: house.runtime.now(),
      actorKind: 'system',
      actorId: 'system',
      actorName: 'Soundings',
      verb: 'test.verb',
      objectKind: 'test',
      objectId: String(n),
      outcome: 'done',
      detail: { n, text: 'Ünïcode 🚢', nested: { z: 1, a: [1.5, null, true] } },
      requestId: 'request',
    }),
  )
const verify = () => verifyAudit(house.runtime.database.db, house.workspaceId)
const at = (position: number) => and(eq(auditEntry.workspaceId, house.workspaceId), eq(auditEntry.position, position))

test('many writers at once make one unbroken chain', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, n) => append(n)))
  expect(await verify()).toEqual({ ok: true, entries: 31 }) // with the row of the workspace's creation
})

test('each workspace has a chain of its own', async () => {
  await Promise.all([append(1), append(2, 'wsp_0123456789ab'), append(3), append(4, 'wsp_0123456789ab')])
  expect(await verify()).toEqual({ ok: true, entries: 3 })
  expect(await verifyAudit(house.runtime.database.db, 'wsp_0123456789ab')).toEqual({ ok: true, entries: 2 })
})

test.each([
  ['words changed', sql`update audit_entry set actor_name = 'Nobody' where position = 3`],
  ['detail changed', sql`update audit_entry set detail = jsonb_set(detail, '{n}', '99') where position = 3`],
  ['moment changed', sql`update audit_entry set at = at + interval '1 ms' where position = 3`],
  ['outcome changed', sql`update audit_entry set outcome = 'forbidden' where position = 3`],
  ['row removed', sql`delete from audit_entry where position = 3`],
  ['own hash changed', sql`update audit_entry set hash = prev_hash where position = 3`],
])('%s: the chain is broken there', async (_, tamper) => {
  for (let n = 1; n <= 5; n += 1) await append(n)
  await house.runtime.database.db.execute(tamper)
  expect(await verify()).toEqual({ ok: false, entries: 2, brokenAt: 3 })
})

test('two rows that changed places are found', async () => {
  for (let n = 1; n <= 5; n += 1) await append(n)
  const { db } = house.runtime.database
  await db.update(auditEntry).set({ position: 99 }).where(at(3))
  await db.update(auditEntry).set({ position: 3 }).where(at(4))
  await db.update(auditEntry).set({ position: 4 }).where(at(99))
  expect(await verify()).toMatchObject({ ok: false, brokenAt: 3 })
})

test('long chains are verified page by page', async () => {
  await house.runtime.database.db.transaction(async (tx) => {
    for (let n = 0; n < 1100; n += 1) {
      const row = { verb: 'test.verb', objectKind: 'test', outcome: 'done', requestId: 'r', detail: {} } as const
      const who = { actorKind: 'system', actorId: 'system', actorName: 'Soundings' }
      const entry = { ...row, ...who, workspaceId: house.workspaceId, at: house.runtime.now(), objectId: String(n) }
      await appendAudit(tx, entry)
    }
  })
  expect(await verify()).toEqual({ ok: true, entries: 1101 })
})
