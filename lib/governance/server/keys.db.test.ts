import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiKey, membership } from '@/drizzle/schema/governance'
import { auditEntry, idempotencyKey } from '@/drizzle/schema/platform'
import { type Actor, type Person } from '@/lib/kernel/actor'
import { runCommand } from '@/lib/platform/command'
import { openDatabase } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { authenticateKey, keyringOf, warmKeys } from './authenticate-key'
import { createKey } from './create-key'
import { revokeKey } from './revoke-key'
import { aHouse, type TestHouse } from './testing'

const ENVIRONMENT = 'env_0123456789ab'
const hasEnvironment = async (_: unknown, __: unknown, id: string) => id === ENVIRONMENT
const clientKey = { name: 'Shop', scope: 'client', environmentId: ENVIRONMENT }

let house: TestHouse
let maria: Person
let folder: string
beforeEach(async () => {
  house = await aHouse()
  maria = await house.member('Maria', 'admin')
  folder = await mkdtemp(join(tmpdir(), 'keys-'))
})
afterEach(async () => {
  await house.close()
  await rm(folder, { recursive: true })
})

async function aKey(input: object = clientKey, actor: Actor = maria): Promise<{ id: string; key: string }> {
  const outcome = await createKey(house.runtime, input, actor, { hasEnvironment })
  if (!outcome.ok || outcome.value.key === null) throw new Error(JSON.stringify(outcome))
  return { id: outcome.value.id, key: outcome.value.key }
}

const present = (key: string, scopes: Parameters<typeof authenticateKey>[2] = ['client'], runtime = house.runtime) =>
  authenticateKey(runtime, { header: (name) => (name === 'authorization' ? `Bearer ${key}` : null) }, scopes)

/** Another process: its own pool and its own memory. */
const aProcess = (url: string): Runtime => ({ ...house.runtime, database: openDatabase(url, { max: 2 }) })

/** A database that is away: a port that refuses, or with `hang` one that takes connections and never answers. */
async function withAway(act: (runtime: Runtime) => Promise<void>, { hang }: { hang: boolean }): Promise<void> {
  const sockets: Socket[] = []
  const server = createServer((socket) => void sockets.push(socket))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () => new Promise<void>((done) => server.close(() => done()))
  if (!hang) await close()
  const runtime = aProcess(`postgres://nobody@127.0.0.1:${port}/none`)
  await act(runtime)
  for (const socket of sockets) socket.destroy()
  if (hang) await close()
  await runtime.database.sql.end({ timeout: 0 })
}

test('a key opens what its scope allows, in its own environment', async () => {
  const { id, key } = await aKey()
  expect(await present(key)).toEqual({
    ok: true,
    key: { id, workspaceId: house.workspaceId, workspaceSlug: 'test', environmentId: ENVIRONMENT, scope: 'client' },
    actor: { kind: 'service', id, workspaceId: house.workspaceId, name: 'Shop', role: 'viewer' },
  })
  expect(await present(key, ['server', 'admin'])).toEqual({ ok: false, status: 403, code: 'scope' })
})

test.each(['', 'nonsense', `snd_client_${'A'.repeat(43)}`, `snd_admin_${'A'.repeat(43)}`])(
  'key %j is unknown',
  async (key) => {
    expect(await present(key, ['client', 'admin'])).toEqual({ ok: false, status: 401, code: 'unknown-key' })
  },
)

test('changing the scope in the text of a key makes another key', async () => {
  const { key } = await aKey()
  expect(await present(key.replace('client', 'admin'), ['admin'])).toMatchObject({ code: 'unknown-key' })
})

test('an expired key says so from the very moment, however lately it was seen', async () => {
  const { key } = await aKey({ ...clientKey, expiresAt: '2026-03-05T10:00:01.000Z' })
  expect(await present(key)).toMatchObject({ ok: true })
  house.pass(1000)
  expect(await present(key)).toEqual({ ok: false, status: 401, code: 'expired-key' })
  const late = await createKey(house.runtime, { ...clientKey, expiresAt: '2026-03-05T10:00:01.000Z' }, maria, {
    hasEnvironment,
  })
  expect(late).toMatchObject({ code: 'already-expired', field: 'expiresAt' })
})

test('a revoked key is refused five seconds later in every process that knew it', async () => {
  const { id, key } = await aKey()
  const other = aProcess(house.runtime.database.url)
  for (const runtime of [house.runtime, other])
    expect(await present(key, ['client'], runtime)).toMatchObject({ ok: true })
  expect(await runCommand(house.runtime, revokeKey, { keyId: id }, maria)).toMatchObject({ ok: true })
  house.pass(5001)
  for (const runtime of [house.runtime, other]) {
    expect(await present(key, ['client'], runtime)).toEqual({ ok: false, status: 401, code: 'unknown-key' })
  }
  await other.database.close()
})

test('a key in use is looked up in the background, so that a revoked one often goes sooner', async () => {
  const { id, key } = await aKey()
  await present(key)
  await runCommand(house.runtime, revokeKey, { keyId: id }, maria)
  house.pass(3000)
  expect(await present(key)).toMatchObject({ ok: true })
  await keyringOf(house.runtime).settle()
  expect(await present(key)).toMatchObject({ code: 'unknown-key' })
})

test('a known key is answered at once; revoked, it is forgotten, and its text opens nothing from memory', async () => {
  const { id, key } = await aKey()
  const first = present(key)
  expect(first).toBeInstanceOf(Promise)
  await first
  expect(present(key)).toMatchObject({ ok: true })
  expect(present(key, ['admin'])).toMatchObject({ code: 'scope' })
  await runCommand(house.runtime, revokeKey, { keyId: id }, maria)
  house.pass(5001)
  expect(await present(key)).toMatchObject({ code: 'unknown-key' })
  await house.runtime.database.db
    .update(apiKey)
    .set({ revokedAt: null })
    .where(eq(apiKey.workspaceId, house.workspaceId))
  house.pass(5001)
  expect(await present(key)).toMatchObject({ ok: true })
})

test('a key created after it was asked for works within five seconds', async () => {
  const { key } = await aKey()
  const hidden = eq(apiKey.workspaceId, house.workspaceId)
  const { db } = house.runtime.database
  await db.update(apiKey).set({ revokedAt: house.runtime.now() }).where(hidden)
  expect(await present(key)).toMatchObject({ code: 'unknown-key' })
  await db.update(apiKey).set({ revokedAt: null }).where(hidden)
  house.pass(5001)
  expect(await present(key)).toMatchObject({ ok: true })
})

test('an admin key acts as its person, with the role of now, and ends with the membership', async () => {
  const ana = await house.member('Ana', 'approver')
  const { key } = await aKey({ name: 'Ana', scope: 'admin', userId: ana.id })
  expect(await present(key, ['admin'])).toMatchObject({ ok: true, actor: { ...ana, via: 'api' } })
  await house.runtime.database.db.delete(membership).where(eq(membership.userId, ana.id))
  house.pass(5001)
  expect(await present(key, ['admin'])).toMatchObject({ code: 'unknown-key' })
})

test('use is written down, at most once a minute', async () => {
  const { key } = await aKey()
  const lastUsed = async () => (await house.runtime.database.db.select().from(apiKey))[0]?.lastUsedAt
  await present(key)
  await keyringOf(house.runtime).settle()
  const first = await lastUsed()
  expect(first).toBe('2026-03-05T10:00:00.000Z')
  house.pass(30_000)
  await present(key)
  await keyringOf(house.runtime).settle()
  expect(await lastUsed()).toBe(first)
  house.pass(31_000)
  await present(key)
  house.pass(6000)
  await present(key)
  await keyringOf(house.runtime).settle()
  expect(await lastUsed()).not.toBe(first)
})

test.each([{ hang: false }, { hang: true }])('a database that is away ($hang): known keys stay valid', async (how) => {
  const { key } = await aKey()
  await warmKeys(house.runtime, folder)
  await present(key)
  await keyringOf(house.runtime).settle()
  await withAway(async (away) => {
    await warmKeys(away, folder)
    expect(await present(key, ['client'], away)).toMatchObject({ ok: true, key: { environmentId: ENVIRONMENT } })
    house.pass(3_600_000)
    expect(await present(key, ['client'], away)).toMatchObject({ ok: true })
    const stranger = `snd_client_${'A'.repeat(43)}`
    expect(await present(stranger, ['client'], away)).toEqual({ ok: false, status: 503, code: 'keys-unavailable' })
  }, how)
})

test('the folder holds hashes of client and server keys, for the owner alone, and drops revoked ones', async () => {
  const [shop, admin] = [await aKey(), await aKey({ name: 'Maria', scope: 'admin', userId: maria.id })]
  await warmKeys(house.runtime, folder)
  await Promise.all([present(shop.key), present(admin.key, ['admin'])])
  await keyringOf(house.runtime).settle()
  const file = join(folder, 'keys.json')
  const kept = await readFile(file, 'utf8')
  expect(kept).toContain(shop.id)
  expect(kept).not.toContain(admin.id)
  expect(kept).not.toContain(shop.key.slice(-43))
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await runCommand(house.runtime, revokeKey, { keyId: shop.id }, maria)
  const restarted = aProcess(house.runtime.database.url)
  await warmKeys(restarted, folder)
  await keyringOf(restarted).settle()
  expect(await readFile(file, 'utf8')).not.toContain(shop.id)
  await restarted.database.close()
})

test('a key is shown once and stored nowhere in clear', async () => {
  const options = { hasEnvironment, idempotencyKey: 'one' }
  const first = await createKey(house.runtime, clientKey, maria, options)
  const again = await createKey(house.runtime, clientKey, maria, options)
  if (!first.ok || !again.ok || first.value.key === null) throw new Error('both should be yes')
  expect(again.value).toEqual({ ...first.value, key: null })
  const { db } = house.runtime.database
  const stored = [
    await db.select().from(apiKey),
    await db.select().from(auditEntry),
    await db.select().from(idempotencyKey),
  ]
  expect(stored.map((rows) => rows.length)).toEqual([1, 2, 1])
  expect(JSON.stringify([stored, house.logged])).not.toContain(first.value.key.slice(-38))
})

test.each([
  [{ name: 'x', scope: 'client' }, 'invalid-input', 'environmentId'],
  [{ name: 'x', scope: 'root' }, 'invalid-input', 'scope'],
  [{ ...clientKey, environmentId: 'env_zzzzzzzzzzzz' }, 'not-found', 'environmentId'],
  [{ ...clientKey, userId: 'usr_0123456789ab' }, 'invalid-input', 'userId'],
  [{ name: 'x', scope: 'admin', userId: 'usr_0123456789ab' }, 'not-found', 'userId'],
  ['nonsense', 'invalid-input', ''],
])('creating from %j is refused', async (input, code, field) => {
  const outcome = await createKey(house.runtime, input, maria, { hasEnvironment })
  expect(outcome).toMatchObject({ ok: false, code, field })
  expect(await house.runtime.database.db.select().from(apiKey)).toEqual([])
})

test("keys are the admins' business, and only in their own workspace", async () => {
  const ana = await house.member('Ana', 'approver')
  const { id, key } = await aKey()
  expect(await createKey(house.runtime, clientKey, ana, { hasEnvironment })).toMatchObject({ code: 'forbidden' })
  expect(await runCommand(house.runtime, revokeKey, { keyId: id }, ana)).toMatchObject({ code: 'forbidden' })
  const stranger: Actor = { ...maria, workspaceId: 'wsp_0123456789ab' }
  expect(await runCommand(house.runtime, revokeKey, { keyId: id }, stranger)).toMatchObject({ code: 'not-found' })
  expect(await present(key)).toMatchObject({ ok: true })
  const outcomes = (await house.runtime.database.db.select().from(auditEntry)).map(({ verb, outcome }) => [
    verb,
    outcome,
  ])
  expect(outcomes).toContainEqual(['key.create', 'forbidden'])
  expect(outcomes).toContainEqual(['key.revoke', 'forbidden'])
})
