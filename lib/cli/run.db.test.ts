import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { createWorkspace } from '@/lib/governance/server/setup'
import { run } from './run'

let house: TestHouse
beforeEach(async () => {
  house = await aHouse()
  await house.member('Ana', 'engineer')
})
afterEach(() => house.close())

const soundings = (...args: string[]) => run(args, { DATABASE_URL: house.runtime.database.url })
const tamper = () =>
  house.runtime.database.db.execute(sql`update audit_entry set actor_name = 'Nobody' where position = 1`)
const secondWorkspace = () =>
  house.runtime.database.db.transaction((tx) =>
    createWorkspace(tx, { name: 'Second', slug: 'second' }, house.runtime.now()),
  )

test('an unbroken chain is a yes', async () => {
  const { code, text } = await soundings('audit', 'verify')
  expect(text).toMatch(/^test: unbroken, [1-9]\d* entr/)
  expect(code).toBe(0)
})

test('a changed row is a no that names its position, and the other workspace stays a yes', async () => {
  await tamper()
  await secondWorkspace()
  const { code, text } = await soundings('audit', 'verify')
  expect(code).toBe(1)
  expect(text).toContain('test: BROKEN at position 1')
  expect(text).toContain('second: unbroken')
  expect((await soundings('audit', 'verify', '--workspace=second')).code).toBe(0)
})

test('as JSON', async () => {
  await tamper()
  const { code, text } = await soundings('audit', 'verify', '--json')
  expect({ code, chains: JSON.parse(text) }).toEqual({
    code: 1,
    chains: [{ workspace: 'test', ok: false, entries: 0, brokenAt: 1 }],
  })
})

test('unknown workspaces and decisions are wrong usage, with what to do next', async () => {
  const workspace = await soundings('audit', 'verify', '--workspace=nobody')
  expect(workspace).toEqual({ code: 2, text: 'There is no workspace nobody.\nKnown are: test.' })
  const decision = await soundings('replay', 'DEC-99')
  expect(decision.code).toBe(2)
  expect(decision.text).toContain('There is no decision DEC-99 here.')
})

test('migrating twice is a yes', async () => {
  expect((await soundings('migrate')).code).toBe(0)
})
