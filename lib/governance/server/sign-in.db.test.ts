import { encode } from '@auth/core/jwt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { session } from '@/drizzle/schema/governance'
import { auditEntry } from '@/drizzle/schema/platform'
import { runCommand } from '@/lib/platform/command'
import { actorOfCookie } from './cookie-actor'
import { revokeSession } from './revoke-session'
import { authSecret } from './secrets'
import { readSessions } from './sessions'
import { signInWithPassword } from './sign-in'
import { aHouse, PASSWORD, type TestHouse } from './testing'

const HOUR_MS = 3_600_000
const from = { address: '203.0.113.9', userAgent: 'Firefox' }

let house: TestHouse
beforeEach(async () => {
  house = await aHouse()
})
afterEach(() => house.close())

const signIn = (email: string, password = PASSWORD, address = from.address) =>
  signInWithPassword(house.runtime, { email, password }, { ...from, address })

async function cookieOf(sessionId: string, name = 'authjs.session-token'): Promise<string> {
  const token = await encode({ token: { sub: sessionId }, secret: await authSecret(house.runtime), salt: name })
  return `theme=dark; ${name}=${token}`
}

async function signedIn(email: string): Promise<{ sessionId: string; cookie: string }> {
  const outcome = await signIn(email)
  if (!outcome.ok) throw new Error(outcome.code)
  const { sessionId } = outcome.value
  return { sessionId, cookie: await cookieOf(sessionId) }
}

test('the right password begins a session that the cookie names, and the audit tells', async () => {
  const ana = await house.member('Ana', 'engineer')
  const { cookie, sessionId } = await signedIn(' ANA@test.localhost ')
  expect(await actorOfCookie(house.runtime, cookie)).toEqual(ana)
  expect(await actorOfCookie(house.runtime, await cookieOf(sessionId, '__Secure-authjs.session-token'))).toEqual(ana)
  const verbs = await house.runtime.database.db.select().from(auditEntry)
  expect(verbs.map(({ verb, actorId }) => [verb, actorId])).toContainEqual(['session.start', ana.id])
})

test('unknown account, wrong password and wrong form are told in the same words', async () => {
  await house.member('Ana', 'engineer')
  const refusals = [
    await signIn('ana@test.localhost', 'wrong'),
    await signIn('nobody@test.localhost'),
    await signIn('not an address'),
    await signInWithPassword(house.runtime, { email: ['ana'] }, from),
  ]
  expect(refusals.map((refusal) => JSON.stringify(refusal))).toEqual(Array(4).fill(JSON.stringify(refusals[0])))
  expect(refusals[0]).toMatchObject({ ok: false, code: 'wrong-credentials' })
})

test('after five wrong passwords even the right one waits, for this address and account alone', async () => {
  await house.member('Ana', 'engineer')
  await house.member('Sam', 'engineer')
  const wrong = await Promise.all(Array.from({ length: 9 }, () => signIn('ana@test.localhost', 'wrong')))
  expect(wrong.map((outcome) => (outcome.ok ? 'yes' : outcome.code)).toSorted()).toEqual([
    ...Array<string>(4).fill('too-many-attempts'),
    ...Array<string>(5).fill('wrong-credentials'),
  ])
  expect(await signIn('ana@test.localhost')).toMatchObject({ code: 'too-many-attempts' })
  expect(await signIn('sam@test.localhost')).toMatchObject({ ok: true })
  expect(await signIn('ana@test.localhost', PASSWORD, '198.51.100.7')).toMatchObject({ ok: true })
  house.pass(3 * 60_000)
  expect(await signIn('ana@test.localhost')).toMatchObject({ ok: true })
})

test('one address cannot try many accounts', async () => {
  const tries = await Promise.all(Array.from({ length: 35 }, (_, i) => signIn(`n${i}@test.localhost`)))
  expect(tries.filter((outcome) => !outcome.ok && outcome.code === 'too-many-attempts')).toHaveLength(5)
})

test('signing in rightly spends no attempts', async () => {
  await house.member('Ana', 'engineer')
  for (let i = 0; i < 8; i += 1) expect(await signIn('ana@test.localhost')).toMatchObject({ ok: true })
})

test('a revoked session is nobody at the next read, others stay', async () => {
  const ana = await house.member('Ana', 'engineer')
  const [here, there] = [await signedIn('ana@test.localhost'), await signedIn('ana@test.localhost')]
  const ended = await runCommand(house.runtime, revokeSession, { sessionId: there.sessionId }, ana)
  expect(ended).toMatchObject({ ok: true })
  expect(await actorOfCookie(house.runtime, there.cookie)).toMatchObject({ kind: 'anonymous' })
  expect(await actorOfCookie(house.runtime, here.cookie)).toMatchObject({ kind: 'person' })
  const left = await readSessions(house.runtime.database.db, house.workspaceId, house.runtime.now(), ana.id)
  expect(left.map(({ id }) => id)).toEqual([here.sessionId])
  expect(await runCommand(house.runtime, revokeSession, { sessionId: there.sessionId }, ana)).toEqual(ended)
})

test("nobody but an admin ends other people's sessions", async () => {
  await house.member('Ana', 'engineer')
  const [sam, maria] = [await house.member('Sam', 'approver'), await house.member('Maria', 'admin')]
  const { sessionId, cookie } = await signedIn('ana@test.localhost')
  expect(await runCommand(house.runtime, revokeSession, { sessionId }, sam)).toMatchObject({ code: 'not-found' })
  expect(await actorOfCookie(house.runtime, cookie)).toMatchObject({ kind: 'person' })
  expect(await runCommand(house.runtime, revokeSession, { sessionId }, maria)).toMatchObject({ ok: true })
  expect(await actorOfCookie(house.runtime, cookie)).toMatchObject({ kind: 'anonymous' })
})

test('a session ends after twelve idle hours; use keeps it', async () => {
  await house.member('Ana', 'engineer')
  const { cookie } = await signedIn('ana@test.localhost')
  for (let i = 0; i < 3; i += 1) {
    house.pass(11 * HOUR_MS)
    expect(await actorOfCookie(house.runtime, cookie)).toMatchObject({ kind: 'person' })
  }
  house.pass(12 * HOUR_MS)
  expect(await actorOfCookie(house.runtime, cookie)).toMatchObject({ kind: 'anonymous' })
  expect(await house.runtime.database.db.select().from(session)).toHaveLength(1)
})

test.each([
  null,
  '',
  'authjs.session-token=',
  'authjs.session-token=eyJhbGciOiJkaXIifQ..a.b.c',
  `authjs.session-token=${'x'.repeat(5000)}`,
])('cookie %j is nobody', async (cookie) => {
  expect(await actorOfCookie(house.runtime, cookie)).toMatchObject({ kind: 'anonymous' })
})

test('a cookie made with another secret is nobody', async () => {
  await house.member('Ana', 'engineer')
  const { sessionId } = await signedIn('ana@test.localhost')
  const name = 'authjs.session-token'
  const forged = await encode({ token: { sub: sessionId }, secret: 'guessed', salt: name })
  expect(await actorOfCookie(house.runtime, `${name}=${forged}`)).toMatchObject({ kind: 'anonymous' })
})
