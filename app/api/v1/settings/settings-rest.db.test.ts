import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEntry, outboxMail } from '@/drizzle/schema/platform'
import { provideAppRuntime } from '@/lib/governance/server/app-runtime'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type Role } from '@/lib/kernel/permissions'
import * as mail from './mail/route'
import * as resend from './mail/[id]/resend/route'
import * as testMail from './mail/test/route'
import * as privacy from './privacy/route'
import * as sample from './sample/route'
import * as sso from './sso/route'
import * as workspace from './workspace/route'

let house: TestHouse
let admin: string
let viewer: string
beforeAll(async () => {
  house = await aHouse()
  provideAppRuntime(() => house.runtime)
  admin = await keyOf('Maria', 'admin')
  viewer = await keyOf('Olu', 'viewer')
})
afterAll(() => house.close())

const db = () => house.runtime.database.db

async function keyOf(name: string, role: Role): Promise<string> {
  const { id: userId } = await house.member(name, role)
  const key = mintKey('admin')
  const input = { name: 'test', scope: 'admin', role: 'viewer', userId } as const
  await db().transaction((tx) => issueKey(tx, house.workspaceId, input, key, house.runtime.now()))
  return key
}

type Route<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>
type Sent = { key?: string; body?: unknown; id?: string }

async function ask(
  method: string,
  route: Route<{ id: string }> | Route<object>,
  { key = admin, body, id = '' }: Sent = {},
) {
  const request = new Request('http://x/api/v1/settings', {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await route(request, { params: Promise.resolve({ id }) })
  return { status: response.status, json: await response.json() }
}

test('name and address of the workspace: read by everybody, changed by admins, by version', async () => {
  const read = await ask('GET', workspace.GET, { key: viewer })
  expect(read).toMatchObject({ status: 200, json: { name: 'Test', slug: 'test', version: 1, sample: null } })
  const body = { name: 'Ferry', publicUrl: 'https://soundings.ferry.example', expectedVersion: 1 }
  expect(await ask('PATCH', workspace.PATCH, { key: viewer, body })).toMatchObject({ status: 403 })
  expect(await ask('PATCH', workspace.PATCH, { body })).toMatchObject({
    status: 200,
    json: { name: 'Ferry', version: 2 },
  })
  expect(await ask('PATCH', workspace.PATCH, { body })).toMatchObject({ status: 409, json: { code: 'stale-version' } })
  const wrong = { publicUrl: 'ftp://x' }
  expect(await ask('PATCH', workspace.PATCH, { body: wrong })).toMatchObject({
    status: 422,
    json: { field: 'publicUrl' },
  })
  expect(await ask('DELETE', sample.DELETE, { body: { confirm: 'Ferry' } })).toMatchObject({
    status: 409,
    json: { code: 'no-sample' },
  })
})

test('privacy: defaults, an edit that leaves something out, a pattern that is none', async () => {
  const first = await ask('GET', privacy.GET, { key: viewer })
  expect(first.json).toMatchObject({ version: 1, settings: { minimumGroup: 20, retentionDays: { events: 90 } } })
  const body = { settings: { retentionDays: { events: 30 }, consentText: 'We measure.' } }
  const changed = await ask('PATCH', privacy.PATCH, { body })
  expect(changed).toMatchObject({ status: 200, json: { settings: { retentionDays: { events: 30, mails: 90 } } } })
  expect((await ask('GET', privacy.GET)).json).toEqual(changed.json)
  const redactions = [{ name: 'x', pattern: '(?=x)' }]
  expect(await ask('PATCH', privacy.PATCH, { body: { settings: { redactions } } })).toMatchObject({
    status: 422,
    json: { code: 'bad-pattern', field: 'redactions.0.pattern' },
  })
  expect(await ask('PATCH', privacy.PATCH, { key: viewer, body })).toMatchObject({ status: 403 })
})

const HUSH = 'p4ssw0rd-of-mail'

test('mail: the password goes in and never comes out; to whom mails went is for admins', async () => {
  expect((await ask('GET', mail.GET)).json).toMatchObject({ from: null, host: null, mails: [] })
  expect(await ask('GET', mail.GET, { key: viewer })).toMatchObject({ status: 403, json: { code: 'forbidden' } })
  expect(await ask('POST', testMail.POST)).toMatchObject({ status: 409, json: { code: 'mail-not-set-up' } })
  const body = { url: `smtp://ferry:${HUSH}@mail.example:25`, sender: 'Ferry <a@ferry.example>' }
  expect(await ask('PATCH', mail.PATCH, { key: viewer, body })).toMatchObject({ status: 403 })
  const set = await ask('PATCH', mail.PATCH, { body })
  const sent = await ask('POST', testMail.POST)
  expect([set.status, sent.status]).toEqual([200, 201])
  const read = await ask('GET', mail.GET)
  expect(read.json).toMatchObject({ from: 'workspace', host: 'mail.example:25', mails: [{ id: sent.json.mailId }] })
  expect(await ask('POST', resend.POST, { id: sent.json.mailId })).toMatchObject({ json: { code: 'not-stuck' } })
  await db().update(outboxMail).set({ state: 'gave-up' })
  expect(await ask('POST', resend.POST, { id: sent.json.mailId })).toMatchObject({ status: 200 })
  expect(await ask('POST', resend.POST, { id: 'mai_000000000000' })).toMatchObject({ status: 404 })
  expect(await ask('DELETE', mail.DELETE)).toMatchObject({ status: 200, json: null })
  expect((await ask('GET', mail.GET)).json).toMatchObject({ from: null })
  const audit = await db().select().from(auditEntry)
  expect(JSON.stringify([set, sent, read, audit])).not.toContain(HUSH)
})

test('sign-in through a provider: its secret goes in and never comes out', async () => {
  const body = { issuer: 'https://id.example', clientId: 'soundings', rules: { allowedDomains: ['ferry.example'] } }
  expect(await ask('PATCH', sso.PATCH, { body })).toMatchObject({ status: 422, json: { code: 'secret-needed' } })
  const clientSecret = 'hush-of-the-provider'
  expect(await ask('PATCH', sso.PATCH, { key: viewer, body })).toMatchObject({ status: 403 })
  const set = await ask('PATCH', sso.PATCH, { body: { ...body, clientSecret } })
  const read = await ask('GET', sso.GET, { key: viewer })
  expect(read.json).toMatchObject({ stored: { issuer: 'https://id.example', version: set.json.version } })
  const audit = await db().select().from(auditEntry)
  expect(JSON.stringify([set, read, audit])).not.toContain(clientSecret)
  expect(await ask('DELETE', sso.DELETE)).toMatchObject({ status: 200 })
  expect((await ask('GET', sso.GET)).json).toEqual({ stored: null, byEnvironment: null })
})
