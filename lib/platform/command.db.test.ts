import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { auditEntry, counter } from '@/drizzle/schema/platform'
import { type Actor, anonymous, type Person } from '@/lib/kernel/actor'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { command, runCommand, type CommandContext, type RunOptions } from './command'
import { holdsLease, takeLease } from './lease'

/** The plainest thing that can be changed: a counter of the workspace, by its name. */
type Add = { kind: string; by: number }
const Add = z.strictObject({ kind: z.string(), by: z.int() })
type Extra = (context: CommandContext, input: Add) => Promise<Refusal | null>

const addWith = (extra: Extra) =>
  command<Add, number>({
    name: 'counter.add',
    permission: 'flag.edit',
    input: Add,
    async run(context, input) {
      const value = await bump(context, input.kind, input.by)
      const refused = await extra(context, input)
      if (refused) return refused
      return {
        ok: true,
        value,
        object: { kind: 'counter', id: input.kind },
        detail: { by: input.by },
        jobs: [{ task: 'counter.tell', payload: { kind: input.kind } }],
      }
    },
  })

async function bump({ tx, actor }: CommandContext, kind: string, by: number): Promise<number> {
  const [row] = await tx
    .insert(counter)
    .values({ workspaceId: actor.workspaceId, kind, value: by })
    .onConflictDoUpdate({ target: [counter.workspaceId, counter.kind], set: { value: sql`${counter.value} + ${by}` } })
    .returning()
  return row?.value ?? 0
}

const add = addWith(() => Promise.resolve(null))

let house: TestHouse
let ana: Person
beforeEach(async () => {
  house = await aHouse()
  ana = await house.member('Ana', 'engineer')
})
afterEach(() => house.close())

const run = (input: unknown, options: RunOptions = {}, who: { verb?: typeof add; actor?: Actor } = {}) =>
  runCommand(house.runtime, who.verb ?? add, input, who.actor ?? ana, options)

const closed = () => Promise.resolve(refuse('lost-lease', 'Somebody else leads.'))

const valueOf = async (kind: string) => {
  const rows = await house.runtime.database.db.select().from(counter).where(eq(counter.kind, kind))
  return rows[0]?.value ?? null
}
const audited = async () => {
  const rows = await house.runtime.database.db.select().from(auditEntry).where(eq(auditEntry.verb, 'counter.add'))
  return rows.map(({ outcome }) => outcome)
}
const jobCount = async () => {
  const rows = await house.runtime.database.sql`select count(*)::int as n from graphile_worker.jobs`
  return Number(rows[0]?.['n'])
}

test('a yes writes the change, its audit row and its job together', async () => {
  expect(await run({ kind: 'a', by: 2 })).toEqual({ ok: true, value: 2 })
  expect([await valueOf('a'), await audited(), await jobCount()]).toEqual([2, ['done'], 1])
  const [row] = await house.runtime.database.db.select().from(auditEntry).where(eq(auditEntry.verb, 'counter.add'))
  expect(row).toMatchObject({
    actorKind: 'person',
    actorId: ana.id,
    actorName: 'Ana',
    objectKind: 'counter',
    objectId: 'a',
    detail: { by: 2 },
    at: house.runtime.now(),
  })
})

test('a refusal after a write leaves none of it, and is audited', async () => {
  const verb = addWith(() => Promise.resolve(refuse('full', 'No more.', { remedy: 'Wait.' })))
  expect(await run({ kind: 'a', by: 1 }, {}, { verb })).toEqual(refuse('full', 'No more.', { remedy: 'Wait.' }))
  expect([await valueOf('a'), await audited(), await jobCount()]).toEqual([null, ['full'], 0])
})

test('a fault leaves nothing behind, not even its audit row, and its key can be used again', async () => {
  const verb = addWith(() => Promise.reject(new Error('boom')))
  const input = { kind: 'a', by: 1 }
  await expect(run(input, { idempotencyKey: 'k' }, { verb })).rejects.toThrow('boom')
  expect([await valueOf('a'), await audited(), await jobCount()]).toEqual([null, [], 0])
  expect(await run(input, { idempotencyKey: 'k' })).toEqual({ ok: true, value: 1 })
})

test('without the permission: forbidden, audited, and the input is not even looked at', async () => {
  const olu = await house.member('Olu', 'viewer')
  expect(await run({ nonsense: true }, {}, { actor: olu })).toMatchObject({ ok: false, code: 'forbidden' })
  expect([await valueOf('a'), await audited()]).toEqual([null, ['forbidden']])
})

test('nobody is asked to sign in, and no chain is written', async () => {
  expect(await run({ kind: 'a', by: 1 }, {}, { actor: anonymous })).toMatchObject({ code: 'not-signed-in' })
  expect(await audited()).toEqual([])
})

test.each([
  [{ kind: 'a', by: 1.5 }, 'by'],
  [{ kind: 'a', by: 1, more: 1 }, ''],
  [{ by: 1 }, 'kind'],
  [null, ''],
  ['text', ''],
])('input %j is refused at %j and audited', async (input, field) => {
  expect(await run(input)).toMatchObject({ ok: false, code: 'invalid-input', field })
  expect(await audited()).toEqual(['invalid-input'])
})

test('the same key with the same body gets the first answer, yes or no, and is done once', async () => {
  const first = await run({ kind: 'a', by: 2 }, { idempotencyKey: 'k' })
  expect(await run({ by: 2, kind: 'a' }, { idempotencyKey: 'k' })).toEqual(first)
  const refused = await run({ kind: 'b' }, { idempotencyKey: 'k2' })
  expect(await run({ kind: 'b' }, { idempotencyKey: 'k2' })).toEqual(refused)
  expect([await valueOf('a'), await audited(), await jobCount()]).toEqual([2, ['done', 'invalid-input'], 1])
})

test('the same key with another body is refused', async () => {
  await run({ kind: 'a', by: 2 }, { idempotencyKey: 'k' })
  const other = await run({ kind: 'a', by: 3 }, { idempotencyKey: 'k' })
  expect(other).toMatchObject({ ok: false, code: 'idempotency-key-reused' })
  expect(await valueOf('a')).toBe(2)
})

test("another person's same key is another key", async () => {
  const sam = await house.member('Sam', 'engineer')
  await run({ kind: 'a', by: 2 }, { idempotencyKey: 'k' })
  expect(await run({ kind: 'a', by: 3 }, { idempotencyKey: 'k' }, { actor: sam })).toEqual({ ok: true, value: 5 })
})

test('eight requests with one key at the same moment: done once, all told the same', async () => {
  const asked = Array.from({ length: 8 }, () => run({ kind: 'a', by: 1 }, { idempotencyKey: 'k' }))
  expect(await Promise.all(asked)).toEqual(asked.map(() => ({ ok: true, value: 1 })))
  expect([await valueOf('a'), await audited(), await jobCount()]).toEqual([1, ['done'], 1])
})

test('a fence that says no stops the command before it runs', async () => {
  expect(await run({ kind: 'a', by: 1 }, { fence: closed })).toMatchObject({ code: 'lost-lease' })
  expect([await valueOf('a'), await audited()]).toEqual([null, ['lost-lease']])
})

test('a leader that was replaced while it slept cannot act', async () => {
  const { db } = house.runtime.database
  const held = await takeLease(db, 'tick', 'old')
  if (!held) throw new Error('a free lease was not given')
  const fence: NonNullable<RunOptions['fence']> = async (tx) =>
    (await holdsLease(tx, held)) ? null : refuse('lost-lease', 'Somebody else leads.')
  expect(await run({ kind: 'a', by: 1 }, { fence })).toMatchObject({ ok: true })
  await db.execute(sql`update lease set expires_at = clock_timestamp() - interval '1 second'`)
  await takeLease(db, 'tick', 'new')
  expect(await run({ kind: 'a', by: 1 }, { fence })).toMatchObject({ code: 'lost-lease' })
  expect(await valueOf('a')).toBe(1)
})

test('two that deadlock both end: the one that Postgres ended runs again', async () => {
  await run({ kind: 'a', by: 0 })
  await run({ kind: 'b', by: 0 })
  const other: Record<string, string> = { a: 'b', b: 'a' }
  const attempts: string[] = []
  const waiting: (() => void)[] = []
  const verb = addWith(async (context, { kind }) => {
    attempts.push(kind)
    // The first two meet here, each holding the row that the other wants.
    if (attempts.length === 1) await new Promise<void>((resolve) => waiting.push(resolve))
    for (const go of waiting) go()
    await bump(context, other[kind] ?? '', 10)
    return null
  })
  const outcomes = await Promise.all(['a', 'b'].map((kind) => run({ kind, by: 1 }, {}, { verb })))
  expect(outcomes).toMatchObject([{ ok: true }, { ok: true }])
  expect(attempts).toHaveLength(3)
  expect([await valueOf('a'), await valueOf('b')]).toEqual([11, 11])
})
