import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { apiKey, membership, passwordReset, session, team, user } from '@/drizzle/schema/governance'
import { auditEntry, outboxMail } from '@/drizzle/schema/platform'
import { type Person } from '@/lib/kernel/actor'
import { type Outcome } from '@/lib/kernel/result'
import { runCommand } from '@/lib/platform/command'
import { sendQueuedMail } from '@/lib/platform/mail'
import { aPost, type TestPost } from '@/lib/test/post'
import { acceptInvitation } from './accept-invitation'
import { decideAccess, readAccessRequests, requestAccess } from './access-requests'
import { changePassword } from './change-password'
import { editMember } from './edit-member'
import { createTeam, editTeam, removeTeam } from './edit-team'
import { readInvitations, revokeInvitation } from './invitations'
import { invite } from './invite'
import { issueKey, mintKey } from './issue-key'
import { removeMember } from './remove-member'
import { requestReset } from './request-reset'
import { makeMemberResetLink } from './reset-link'
import { resetPassword } from './reset-password'
import { personOfSession } from './sessions'
import { signInWithPassword } from './sign-in'
import { readOnCall, readTeams } from './teams'
import { aHouse, PASSWORD, type TestHouse } from './testing'

let house: TestHouse
let maria: Person
let ana: Person
let post: TestPost | null
beforeEach(async () => {
  house = await aHouse()
  maria = await house.member('Maria', 'admin')
  ana = await house.member('Ana', 'engineer')
  post = null
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await post?.close()
  await house.close()
})

const from = { address: '203.0.113.9', userAgent: 'test' }
const NEW = 'a wholly new password'
const db = () => house.runtime.database.db
const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return outcome.value
}
const signIn = async (email: string, password = PASSWORD) =>
  valueOf(await signInWithPassword(house.runtime, { email, password }, from)).sessionId
const who = (sessionId: string) => personOfSession(db(), sessionId, house.runtime.now())
const tokenOf = (url: string | null | undefined) => /\/(?:invite|reset)\/([\w-]+)/.exec(url ?? '')?.[1] ?? ''
const invited = async (input: object) => valueOf(await invite(house.runtime, { role: 'triage', ...input }, maria))
const accept = (url: string | null, input: object = {}) =>
  acceptInvitation(
    house.runtime,
    { token: tokenOf(url), email: 'zoe@test.localhost', name: 'Zoe', password: NEW, ...input },
    from,
  )
const outcomes = async (verb: string) =>
  (await db().select().from(auditEntry).where(eq(auditEntry.verb, verb)).orderBy(auditEntry.position)).map(
    ({ outcome }) => outcome,
  )

/** Sends what is queued and gives the mails by their recipient. */
async function mailed() {
  post = await aPost()
  vi.stubEnv('SMTP_URL', post.url)
  for (const { id } of await db().select({ id: outboxMail.id }).from(outboxMail))
    await sendQueuedMail(house.runtime, id)
  return post.mails.map(({ text, subject, to }) => ({
    to: to && 'text' in to ? to.text : '',
    subject,
    text: text ?? '',
  }))
}

test('a role lost in mid-session is lost with the next request', async () => {
  const sessionId = await signIn('ana@test.localhost')
  expect((await who(sessionId))?.role).toBe('engineer')
  valueOf(await runCommand(house.runtime, editMember, { userId: ana.id, role: 'viewer' }, maria))
  expect((await who(sessionId))?.role).toBe('viewer')
})

const edit = (input: object) => runCommand(house.runtime, editMember, { userId: ana.id, ...input }, maria)

test('an edit of an old sight is refused, and disciplines stay apart from roles', async () => {
  expect(valueOf(await edit({ disciplines: ['data'], expectedVersion: 1 }))).toMatchObject({
    role: 'engineer',
    version: 2,
  })
  expect(await edit({ role: 'admin', expectedVersion: 1 })).toMatchObject({ code: 'stale-version' })
  expect(await edit({})).toMatchObject({ code: 'invalid-input' })
  expect(await edit({ disciplines: ['data', 'data'] })).toMatchObject({ code: 'invalid-input' })
})

test('the last admin stays; two admins who demote each other leave one', async () => {
  const demote = (userId: string, actor: Person) =>
    runCommand(house.runtime, editMember, { userId, role: 'viewer' }, actor)
  expect(await demote(maria.id, maria)).toMatchObject({ code: 'last-admin' })
  expect(await runCommand(house.runtime, removeMember, { userId: maria.id }, maria)).toMatchObject({
    code: 'last-admin',
  })
  const sam = await house.member('Sam', 'admin')
  const both = await Promise.all([demote(sam.id, maria), demote(maria.id, sam)])
  expect(both.map((one) => (one.ok ? 'done' : one.code)).toSorted()).toEqual(['done', 'last-admin'])
  const admins = await db().select().from(membership).where(eq(membership.role, 'admin'))
  expect(admins).toHaveLength(1)
})

test('whoever is removed is signed out, without keys, teams and on-call; their name stays', async () => {
  const sessionId = await signIn('ana@test.localhost')
  await db().transaction((tx) =>
    issueKey(
      tx,
      house.workspaceId,
      { name: 'hers', scope: 'admin', role: 'viewer', userId: ana.id },
      mintKey('admin'),
      house.runtime.now(),
    ),
  )
  const made = valueOf(
    await runCommand(house.runtime, createTeam, { key: 'pay', name: 'Pay', memberIds: [ana.id] }, maria),
  )
  valueOf(await runCommand(house.runtime, editTeam, { teamId: made.teamId, onCall: { userId: ana.id } }, maria))
  const removed = await runCommand(house.runtime, removeMember, { userId: ana.id }, maria)
  expect(valueOf(removed)).toEqual({ userId: ana.id, sessions: 1, keys: 1 })
  expect(await who(sessionId)).toBeNull()
  expect((await db().select().from(apiKey)).every(({ revokedAt }) => revokedAt !== null)).toBe(true)
  expect(await readTeams(db(), house.workspaceId, house.runtime.now())).toMatchObject([{ members: [], onCall: null }])
  expect(
    await signInWithPassword(house.runtime, { email: 'ana@test.localhost', password: PASSWORD }, from),
  ).toMatchObject({ code: 'wrong-credentials' })
  expect((await db().select().from(user)).map(({ name }) => name)).toContain('Ana')
})

test('an invitation by mail: the link works once, for its address, with its role', async () => {
  const made = await invited({ email: 'Zoe@Test.localhost', disciplines: ['product'] })
  expect(made).toMatchObject({ email: 'zoe@test.localhost', mail: 'not-set-up' })
  const [mail] = await mailed()
  expect(mail).toMatchObject({ to: 'zoe@test.localhost', subject: 'Maria invites you to Test' })
  expect(mail?.text).toContain(made.url)
  expect(await accept(made.url, { email: 'eve@test.localhost' })).toMatchObject({
    code: 'wrong-address',
    field: 'email',
  })
  expect(await accept(made.url, { password: 'short' })).toMatchObject({ code: 'invalid-input', field: 'password' })
  expect(await accept(made.url)).toMatchObject({ ok: true })
  expect(await accept(made.url, { password: NEW })).toMatchObject({ code: 'invitation-used' })
  const zoe = await who(await signIn('zoe@test.localhost', NEW))
  expect(zoe).toMatchObject({ name: 'Zoe', role: 'triage', disciplines: ['product'] })
  expect(await outcomes('invitation.accept')).toEqual(['wrong-address', 'done', 'invitation-used'])
})

test('an open link used by two at once lets one in', async () => {
  const { url } = await invited({})
  const both = await Promise.all(['a', 'b'].map((name) => accept(url, { email: `${name}@test.localhost` })))
  expect(both.map((one) => (one.ok ? 'in' : one.code)).toSorted()).toEqual(['in', 'invitation-used'])
})

test('expired, withdrawn and replaced links are refused by name', async () => {
  const first = await invited({ email: 'zoe@test.localhost' })
  const second = await invited({ email: 'zoe@test.localhost', validDays: 1 })
  expect(await accept(first.url)).toMatchObject({ code: 'invitation-revoked' })
  house.pass(25 * 3_600_000)
  expect(await accept(second.url)).toMatchObject({ code: 'invitation-expired' })
  const third = await invited({ email: 'zoe@test.localhost' })
  valueOf(await runCommand(house.runtime, revokeInvitation, { invitationId: third.id }, maria))
  valueOf(await runCommand(house.runtime, revokeInvitation, { invitationId: third.id }, maria))
  expect(await accept(third.url)).toMatchObject({ code: 'invitation-revoked' })
  const states = (await readInvitations(db(), house.workspaceId, house.runtime.now())).map(({ state }) => state)
  expect(states).toEqual(['revoked', 'revoked', 'revoked'])
})

test('members are not invited, and come in by no further link', async () => {
  expect(await invite(house.runtime, { email: 'ana@test.localhost', role: 'viewer' }, maria)).toMatchObject({
    code: 'already-a-member',
  })
  const { url } = await invited({})
  expect(await accept(url, { email: 'ana@test.localhost', password: 'not hers at all' })).toMatchObject({
    code: 'wrong-credentials',
  })
  expect(await accept(url, { email: 'ana@test.localhost', password: PASSWORD })).toMatchObject({
    code: 'already-a-member',
  })
  expect(await accept(url)).toMatchObject({ ok: true })
})

test('a link that never was, and one that is no link', async () => {
  expect(await accept(`/invite/${'x'.repeat(43)}`)).toMatchObject({ code: 'not-found' })
  expect(await accept('/invite/short')).toMatchObject({ code: 'invalid-input', field: 'token' })
})

test('the link of an invitation is shown once: a repeated request hears everything else', async () => {
  const options = { idempotencyKey: 'twice' }
  const input = { role: 'viewer' }
  const first = valueOf(await invite(house.runtime, input, maria, options))
  const second = valueOf(await invite(house.runtime, input, maria, options))
  expect(second).toEqual({ ...first, url: null })
  expect(JSON.stringify(await db().select().from(auditEntry))).not.toContain(tokenOf(first.url))
})

test('a forgotten password: the same answer for everybody, one mail, one use, all sessions over', async () => {
  const old = await signIn('ana@test.localhost')
  const answers = await Promise.all(
    ['ana@test.localhost', 'nobody@test.localhost'].map((email) => requestReset(house.runtime, { email }, from)),
  )
  expect(answers[0]).toEqual(answers[1])
  const mails = await mailed()
  expect(mails.map(({ to }) => to)).toEqual(['ana@test.localhost'])
  const token = tokenOf(mails[0]?.text)
  expect(await resetPassword(house.runtime, { token, password: 'short' })).toMatchObject({ field: 'password' })
  const both = await Promise.all([1, 2].map(() => resetPassword(house.runtime, { token, password: NEW })))
  expect(both.map((one) => (one.ok ? 'done' : one.code)).toSorted()).toEqual(['done', 'reset-link-dead'])
  expect(await who(old)).toBeNull()
  expect(await who(await signIn('ana@test.localhost', NEW))).toMatchObject({ name: 'Ana' })
})

test('a reset link dies after an hour, and when a newer one is made', async () => {
  const link = async () => tokenOf(valueOf(await makeMemberResetLink(house.runtime, { userId: ana.id }, maria)).url)
  const first = await link()
  const second = await link()
  expect(await resetPassword(house.runtime, { token: first, password: NEW })).toMatchObject({ code: 'reset-link-dead' })
  house.pass(61 * 60_000)
  expect(await resetPassword(house.runtime, { token: second, password: NEW })).toMatchObject({
    code: 'reset-link-dead',
  })
  expect(await db().select().from(passwordReset)).toHaveLength(2)
})

test('one address gets three mails at most, and says nothing of it', async () => {
  for (let i = 0; i < 5; i += 1) {
    const address = `203.0.113.${i}`
    expect(await requestReset(house.runtime, { email: 'ana@test.localhost' }, { address })).toEqual({
      ok: true,
      value: null,
    })
  }
  expect(await db().select().from(outboxMail)).toHaveLength(3)
})

test('one sender asks ten times at most', async () => {
  const asked = await Promise.all(
    Array.from({ length: 11 }, (_, i) => requestReset(house.runtime, { email: `p${i}@test.localhost` }, from)),
  )
  expect(asked.map((one) => (one.ok ? 'ok' : one.code)).slice(9)).toEqual(['ok', 'too-many-attempts'])
})

test('a new password ends every other session and asks for the present one', async () => {
  const [here, there] = [await signIn('ana@test.localhost'), await signIn('ana@test.localhost')]
  const change = (input: object) =>
    changePassword(house.runtime, { current: PASSWORD, next: NEW, ...input }, ana, {
      address: '203.0.113.9',
      sessionId: here,
    })
  expect(await change({ current: 'wrong' })).toMatchObject({ code: 'wrong-password', field: 'current' })
  expect(await change({ next: 'short' })).toMatchObject({ code: 'invalid-input', field: 'next' })
  expect(valueOf(await change({}))).toEqual({ sessions: 1 })
  expect([await who(here), await who(there)]).toMatchObject([{ name: 'Ana' }, null])
  expect(JSON.stringify(await db().select().from(auditEntry))).not.toContain(NEW)
})

test('teams hold members, and say who is on call until when', async () => {
  const create = (input: object) =>
    runCommand(house.runtime, createTeam, { key: 'pay', name: 'Payments', ...input }, maria)
  const { teamId } = valueOf(await create({ memberIds: [ana.id, maria.id] }))
  expect(await create({})).toMatchObject({ code: 'already-exists', field: 'key' })
  expect(await create({ key: 'x', memberIds: ['usr_0123456789ab'] })).toMatchObject({ code: 'unknown-member' })
  const change = (input: object) => runCommand(house.runtime, editTeam, { teamId, ...input }, maria)
  const until = '2026-03-05T12:00:00.000Z'
  valueOf(await change({ onCall: { userId: ana.id, until }, expectedVersion: 1 }))
  expect(await change({ name: 'Pay', expectedVersion: 1 })).toMatchObject({ code: 'stale-version' })
  expect(await change({ onCall: { userId: ana.id, until: '2026-03-05T09:00:00.000Z' } })).toMatchObject({
    code: 'already-expired',
  })
  expect(await readOnCall(db(), house.workspaceId, house.runtime.now())).toMatchObject([
    { team: 'Payments', name: 'Ana', until },
  ])
  house.pass(2 * 3_600_000)
  expect(await readOnCall(db(), house.workspaceId, house.runtime.now())).toEqual([])
  expect(await readTeams(db(), house.workspaceId, house.runtime.now())).toMatchObject([
    { onCall: null, members: [{ name: 'Ana' }, { name: 'Maria' }] },
  ])
  valueOf(await runCommand(house.runtime, removeTeam, { teamId }, maria))
  expect(await db().select().from(team)).toEqual([])
})

test('somebody asks for a role: the admins hear it, one answers, the asker hears that', async () => {
  const ask = (role: string) => runCommand(house.runtime, requestAccess, { role, note: 'For the launch' }, ana)
  expect(await ask('engineer')).toMatchObject({ code: 'already-so' })
  valueOf(await ask('on-call'))
  const { requestId } = valueOf(await ask('approver'))
  expect(await readAccessRequests(db(), house.workspaceId)).toMatchObject([
    { id: requestId, role: 'approver', state: 'open', person: { name: 'Ana', role: 'engineer' } },
  ])
  const answer = (grant: boolean) => runCommand(house.runtime, decideAccess, { requestId, grant }, maria)
  valueOf(await answer(true))
  expect(await answer(false)).toMatchObject({ code: 'already-answered' })
  expect(await who(await signIn('ana@test.localhost'))).toMatchObject({ role: 'approver' })
  const mails = await mailed()
  expect(mails.map(({ to }) => to).toSorted()).toEqual([
    'ana@test.localhost',
    'maria@test.localhost',
    'maria@test.localhost',
  ])
  expect(mails.find(({ to }) => to.startsWith('ana'))?.text).toContain('You are approver now.')
})

test('nobody but the admin’s own workspace is theirs to invite for', async () => {
  expect(await db().select().from(session)).toEqual([])
  expect(await invite(house.runtime, { role: 'admin' }, ana)).toMatchObject({ code: 'forbidden' })
  expect(await outcomes('invitation.create')).toEqual(['forbidden'])
})
