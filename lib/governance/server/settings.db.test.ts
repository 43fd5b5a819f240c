import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { apiKey } from '@/drizzle/schema/governance'
import { auditEntry, mailSetting, outboxMail } from '@/drizzle/schema/platform'
import { type Actor, type Person } from '@/lib/kernel/actor'
import { type Outcome } from '@/lib/kernel/result'
import { runCommand, type Command } from '@/lib/platform/command'
import { queueMail, sendQueuedMail } from '@/lib/platform/mail'
import { aPost } from '@/lib/test/post'
import { PrivacySettings, SsoRules } from '../core/settings-schema'
import { decideAccess } from './access-requests'
import { authenticateKey } from './authenticate-key'
import { createKey } from './create-key'
import { editMember } from './edit-member'
import { editSso, removeSso } from './edit-sso'
import { createTeam, editTeam, removeTeam } from './edit-team'
import { editWorkspace } from './edit-workspace'
import { revokeInvitation } from './invitations'
import { invite } from './invite'
import { editMailServer, readMailSetup, removeMailServer, resendMail, sendTestMail } from './mail-settings'
import { publicUrl } from './public-url'
import { editPrivacy, readPrivacy } from './privacy'
import { removeMember } from './remove-member'
import { makeMemberResetLink } from './reset-link'
import { rotateKey } from './rotate-key'
import { createWorkspace } from './setup'
import { ssoConfig } from './sso-config'
import { aHouse, type TestHouse } from './testing'

let house: TestHouse
let maria: Person
beforeEach(async () => {
  house = await aHouse()
  maria = await house.member('Maria', 'admin')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await house.close()
})

const db = () => house.runtime.database.db
const run = <I, V>(verb: Command<I, V>, input: object, actor: Actor = maria) =>
  runCommand(house.runtime, verb, input, actor)
const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return outcome.value
}
const detailOf = async (verb: string) =>
  JSON.stringify(await db().select().from(auditEntry).where(eq(auditEntry.verb, verb)))

test('the workspace has a name and an address for links, never with a password in it', async () => {
  valueOf(await run(editWorkspace, { name: 'Harbor', publicUrl: 'https://s.example/', expectedVersion: 1 }))
  expect(await publicUrl(db(), house.workspaceId)).toBe('https://s.example')
  expect(await run(editWorkspace, { name: 'X', expectedVersion: 1 })).toMatchObject({ code: 'stale-version' })
  for (const url of ['javascript:alert(1)', 'https://a:b@s.example', 'ftp://s.example', 's.example']) {
    expect(await run(editWorkspace, { publicUrl: url })).toMatchObject({ code: 'invalid-input', field: 'publicUrl' })
  }
  vi.stubEnv('AUTH_URL', 'https://env.example')
  valueOf(await run(editWorkspace, { publicUrl: null }))
  expect(await publicUrl(db(), house.workspaceId)).toBe('https://env.example')
})

test('privacy has defaults until somebody decides; patterns run in linear time', async () => {
  const { settings } = await readPrivacy(db(), house.workspaceId)
  expect(settings).toMatchObject({ minimumGroup: 20, retentionDays: { events: 90, mails: 90 } })
  const edit = (pattern: string, extra = {}) =>
    run(editPrivacy, { settings: { ...settings, redactions: [{ name: 'Order', pattern }] }, ...extra })
  expect(await edit('(a+)+(?=b)')).toMatchObject({ code: 'bad-pattern', field: 'redactions.0.pattern' })
  expect(await edit('x*')).toMatchObject({ code: 'bad-pattern' })
  valueOf(await edit('ORD-\\d+', { expectedVersion: 1 }))
  expect(await edit('ORD', { expectedVersion: 1 })).toMatchObject({ code: 'stale-version' })
  expect((await readPrivacy(db(), house.workspaceId)).settings.redactions).toMatchObject([
    { replacement: '[redacted]' },
  ])
  expect(PrivacySettings.safeParse({ minimumGroup: 1 }).success).toBe(false)
})

test('a mail server of the workspace: sealed, tested, its waiting mails sent, its password never shown', async () => {
  const post = await aPost({ onAuth: ({ password }, _s, done) => done(null, password === 'p@ss' ? { user: 'u' } : {}) })
  const { id } = await db().transaction((tx) =>
    queueMail(
      tx,
      { workspaceId: house.workspaceId, key: 'k', to: 'a@x.test', subject: 's', text: 't' },
      house.runtime.now(),
    ),
  )
  await sendQueuedMail(house.runtime, id)
  expect(await run(sendTestMail, {})).toMatchObject({ code: 'mail-not-set-up' })
  expect(await run(editMailServer, { url: 'http://x', sender: 'a@b.test' })).toMatchObject({ code: 'bad-url' })
  expect(await run(editMailServer, { sender: 'a@b.test' })).toMatchObject({ code: 'url-needed' })
  expect(await run(editMailServer, { url: 'smtp://x', sender: 'A <a@b.test>\r\nBcc: c@d.test' })).toMatchObject({
    code: 'invalid-input',
  })
  const url = `smtp://u:p%40ss@127.0.0.1:${post.port}`
  valueOf(await run(editMailServer, { url, sender: 'Us <us@b.test>' }))
  const test_ = valueOf(await run(sendTestMail, {}))
  await sendQueuedMail(house.runtime, id)
  await sendQueuedMail(house.runtime, test_.mailId)
  expect(post.mails.map(({ subject }) => subject)).toEqual(['s', 'A test from Soundings'])
  const setup = await readMailSetup(db(), house.workspaceId)
  expect(setup).toMatchObject({
    from: 'workspace',
    host: `127.0.0.1:${post.port}`,
    sender: 'Us <us@b.test>',
    waiting: 0,
  })
  for (const told of [
    JSON.stringify(setup),
    await detailOf('mail-server.edit'),
    JSON.stringify(await db().select().from(mailSetting)),
  ]) {
    expect(told).not.toMatch(/p@ss|p%40ss/)
  }
  valueOf(await run(removeMailServer, {}))
  expect(await readMailSetup(db(), house.workspaceId)).toMatchObject({ from: null })
  await post.close()
})

test('a mail is sent again when somebody decides so, and only when it is stuck', async () => {
  const post = await aPost()
  vi.stubEnv('SMTP_URL', post.url)
  const { mailId } = valueOf(await run(sendTestMail, {}))
  expect(await run(resendMail, { mailId })).toMatchObject({ code: 'not-stuck' })
  await db().update(outboxMail).set({ state: 'unknown' }).where(eq(outboxMail.id, mailId))
  valueOf(await run(resendMail, { mailId }))
  await sendQueuedMail(house.runtime, mailId)
  expect(post.mails).toHaveLength(1)
  await post.close()
})

test('a provider of sign-in keeps its secret sealed', async () => {
  const input = { issuer: 'https://id.example', clientId: 'soundings', rules: SsoRules.parse({}) }
  expect(await run(editSso, input)).toMatchObject({ code: 'secret-needed', field: 'clientSecret' })
  valueOf(await run(editSso, { ...input, clientSecret: 'hush', expectedVersion: 1 }))
  valueOf(await run(editSso, { ...input, clientId: 'other' }))
  expect(await ssoConfig(db())).toMatchObject({ clientId: 'other', clientSecret: 'hush', name: 'id.example' })
  expect(await detailOf('sso.edit')).not.toContain('hush')
  valueOf(await run(removeSso, {}))
  expect(await ssoConfig(db())).toBeNull()
})

test('a rotated key works on for its overlap, the new one at once', async () => {
  const made = valueOf(
    await createKey(house.runtime, { name: 'CI', scope: 'ci' }, maria, { hasEnvironment: async () => true }),
  )
  const rotate = (input: object) => rotateKey(house.runtime, { keyId: made.id, ...input }, maria)
  const rotated = valueOf(await rotate({ overlapHours: 2 }))
  expect(rotated).toMatchObject({ rotatedFrom: made.id, oldEndsAt: '2026-03-05T12:00:00.000Z' })
  const status = async (key: string | null) => {
    const answer = await authenticateKey(house.runtime, { header: (name) => (name === 'x-api-key' ? key : null) }, [
      'ci',
    ])
    return answer.ok ? 'ok' : answer.code
  }
  expect([await status(made.key), await status(rotated.key)]).toEqual(['ok', 'ok'])
  house.pass(2 * 3_600_000)
  expect([await status(made.key), await status(rotated.key)]).toEqual(['expired-key', 'ok'])
  expect(await rotate({})).toMatchObject({ code: 'key-expired' })
  const last = valueOf(await rotateKey(house.runtime, { keyId: rotated.id, overlapHours: 0 }, maria))
  expect((await db().select().from(apiKey).where(eq(apiKey.id, rotated.id)))[0]?.revokedAt).not.toBeNull()
  expect(last.key).toMatch(/^snd_ci_/)
})

test('each verb: without the permission it is refused and audited; of another workspace there is nothing', async () => {
  const ana = await house.member('Ana', 'approver')
  const other = await db().transaction((tx) =>
    createWorkspace(tx, { name: 'Other', slug: 'other' }, house.runtime.now()),
  )
  const stranger = { ...maria, workspaceId: other }
  const made = valueOf(await invite(house.runtime, { role: 'viewer' }, maria))
  const key = valueOf(
    await createKey(house.runtime, { name: 'CI', scope: 'ci' }, maria, { hasEnvironment: async () => true }),
  )
  const { teamId } = valueOf(await run(createTeam, { key: 'pay', name: 'Pay' }))
  const verbs: [string, (actor: Actor) => Promise<Outcome<unknown>>, boolean][] = [
    ['member.edit', (actor) => run(editMember, { userId: ana.id, role: 'viewer' }, actor), true],
    ['member.remove', (actor) => run(removeMember, { userId: ana.id }, actor), true],
    ['password.make-link', (actor) => makeMemberResetLink(house.runtime, { userId: ana.id }, actor), true],
    ['invitation.create', (actor) => invite(house.runtime, { role: 'viewer' }, actor), false],
    ['invitation.revoke', (actor) => run(revokeInvitation, { invitationId: made.id }, actor), true],
    ['team.create', (actor) => run(createTeam, { key: 'x', name: 'X' }, actor), false],
    ['team.edit', (actor) => run(editTeam, { teamId, name: 'X' }, actor), true],
    ['team.remove', (actor) => run(removeTeam, { teamId }, actor), true],
    ['access.decide', (actor) => run(decideAccess, { requestId: 'arq_0123456789ab', grant: true }, actor), true],
    ['key.rotate', (actor) => rotateKey(house.runtime, { keyId: key.id }, actor), true],
    ['workspace.edit', (actor) => run(editWorkspace, { name: 'X' }, actor), false],
    ['privacy.edit', (actor) => run(editPrivacy, { settings: PrivacySettings.parse({}) }, actor), false],
    ['mail-server.edit', (actor) => run(editMailServer, { url: 'smtp://x', sender: 'a@b.test' }, actor), false],
    ['mail-server.remove', (actor) => run(removeMailServer, {}, actor), false],
    ['mail.test', (actor) => run(sendTestMail, {}, actor), false],
    ['mail.resend', (actor) => run(resendMail, { mailId: 'mai_0123456789ab' }, actor), true],
    ['sso.remove', (actor) => run(removeSso, {}, actor), false],
  ]
  for (const [name, act] of verbs) {
    expect([name, await act(ana)]).toMatchObject([name, { code: 'forbidden' }])
    expect(await detailOf(name)).toContain('forbidden')
  }
  for (const [name, act] of verbs.filter(([, , names]) => names)) {
    expect([name, await act(stranger)]).toMatchObject([name, { code: 'not-found' }])
  }
  expect(await readMailSetup(db(), house.workspaceId)).toMatchObject({ mails: [] })
})
