import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiKey, membership, user, workspace } from '@/drizzle/schema/governance'
import { verifyAudit } from '@/lib/platform/audit'
import { newId } from '@/lib/platform/new-id'
import { openDatabase } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { cloneDatabase, type TestDatabase } from '@/lib/test/database'
import { pino } from 'pino'
import { instant } from '@/lib/kernel/time'
import { authenticateKey } from './authenticate-key'
import { firstRun, setupCode } from './first-run'
import { ensureFirstStart, type FirstStart, type FirstStartParts } from './setup'
import { signInWithPassword } from './sign-in'

const now = () => instant(Date.parse('2026-03-05T10:00:00.000Z'))
const failing = () => Promise.reject(new Error('no policy'))

let clone: TestDatabase
let runtime: Runtime
beforeEach(async () => {
  clone = await cloneDatabase()
  runtime = { database: openDatabase(clone.url), now, handlers: [], log: pino({ level: 'silent' }) }
})
afterEach(async () => {
  await runtime.database.close()
  await clone.drop()
})

const parts: FirstStartParts = { createEnvironment: async () => ({ id: newId('env') }) }
const start = (wishes: FirstStart = {}, with_: FirstStartParts = parts) => ensureFirstStart(runtime, wishes, with_)

async function firstStart(wishes: FirstStart = {}) {
  const answer = await start(wishes)
  if (!answer.created) throw new Error('the database was not empty')
  return answer
}

const rowCounts = async () => {
  const { db } = runtime.database
  return Promise.all([workspace, user, membership, apiKey].map(async (table) => (await db.select().from(table)).length))
}

test('an empty database becomes usable: the admin signs in and every key opens its door', async () => {
  const { workspaceId, admin, environments, keys } = await firstStart()
  const from = { address: '127.0.0.1', userAgent: '' }
  expect(await signInWithPassword(runtime, admin, from)).toMatchObject({
    ok: true,
    value: { person: { id: admin.id, role: 'admin', workspaceId } },
  })
  expect(Object.keys(environments)).toEqual(['development', 'staging', 'production'])
  const open = (key: string) =>
    authenticateKey(runtime, { header: (name) => (name === 'x-api-key' ? key : null) }, [
      'client',
      'server',
      'ci',
      'hook',
      'admin',
    ])
  for (const { id, client, server } of Object.values(environments)) {
    expect(await open(client)).toMatchObject({ ok: true, key: { scope: 'client', environmentId: id, workspaceId } })
    expect(await open(server)).toMatchObject({ ok: true, key: { scope: 'server', environmentId: id } })
  }
  expect(await open(keys.ci)).toMatchObject({ ok: true, key: { scope: 'ci', environmentId: null } })
  expect(await open(keys.hook)).toMatchObject({ ok: true, key: { scope: 'hook' } })
  expect(await open(keys.admin)).toMatchObject({ ok: true, actor: { kind: 'person', id: admin.id, role: 'admin' } })
  expect(await verifyAudit(runtime.database.db, workspaceId)).toMatchObject({ ok: true })
})

test('a second start, or one at the same moment, changes nothing', async () => {
  const answers = await Promise.all([start(), start(), start()])
  expect(answers.filter((answer) => answer.created)).toHaveLength(1)
  const before = await rowCounts()
  expect(before).toEqual([1, 1, 1, 9])
  expect(await start({ adminPassword: 'another password' })).toEqual({ created: false })
  expect(await rowCounts()).toEqual(before)
})

test('given names are used, made up passwords differ', async () => {
  const { admin } = await firstStart({
    adminEmail: 'Ops@Example.com',
    adminPassword: 'a long enough one',
    workspaceName: 'Harbor Travel',
  })
  expect(admin.password).toBe('a long enough one')
  const rows = await runtime.database.db.select().from(workspace)
  expect(rows).toMatchObject([{ slug: 'harbor-travel', name: 'Harbor Travel' }])
  expect(await runtime.database.db.select().from(user)).toMatchObject([{ email: 'ops@example.com' }])
})

test('a fault on the way leaves nothing behind', async () => {
  await expect(start({}, { ...parts, finish: failing })).rejects.toThrow('no policy')
  await expect(start({ adminPassword: 'short' })).rejects.toThrow('at least 12')
  expect(await rowCounts()).toEqual([0, 0, 0, 0])
})

test('a first run has sample data made only when it is asked to', async () => {
  const { db, sql } = runtime.database
  const code = await setupCode(db)
  const person = { code, name: 'Ada', email: 'ada@x.example', password: 'a long enough one', workspace: 'Own' }
  const queued = async () => [...(await sql`select payload from graphile_worker._private_jobs`)]
  const made = await firstRun(runtime, { ...person, environment: 'Live', sample: true }, parts)
  if (!made.ok) throw new Error(made.message)
  expect(await db.select({ sample: workspace.sample }).from(workspace)).toMatchObject([{ sample: { state: 'making' } }])
  expect(await queued()).toEqual([{ payload: { workspaceId: made.value.workspaceId } }])
})

test('a first run that does not ask has none', async () => {
  const { db } = runtime.database
  const code = await setupCode(db)
  const person = { code, name: 'Ada', email: 'ada@x.example', password: 'a long enough one', workspace: 'Own' }
  expect(await firstRun(runtime, { ...person, environment: 'Live' }, parts)).toMatchObject({ ok: true })
  expect(await db.select({ sample: workspace.sample }).from(workspace)).toEqual([{ sample: null }])
})
