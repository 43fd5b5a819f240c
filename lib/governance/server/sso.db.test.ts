import { Auth } from '@auth/core'
import { getToken } from '@auth/core/jwt'
import { eq } from 'drizzle-orm'
import { type JWTPayload } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { identity, membership, session, user } from '@/drizzle/schema/governance'
import { auditEntry } from '@/drizzle/schema/platform'
import { type Person } from '@/lib/kernel/actor'
import { runCommand } from '@/lib/platform/command'
import { authConfig } from './auth-config'
import { invite } from './invite'
import { removeMember } from './remove-member'
import { authSecret } from './secrets'
import { personOfSession } from './sessions'
import { aProvider, TEST_CLIENT, type TestProvider } from '@/lib/test/provider'
import { aHouse, type TestHouse } from './testing'

const HOME = 'http://soundings.test:3000'
let house: TestHouse
let provider: TestProvider
let maria: Person
beforeAll(async () => {
  // Tokens are timed by the real clock, so sessions are too.
  house = await aHouse()
  house.runtime.now = () => new Date().toISOString() as ReturnType<typeof house.runtime.now>
  provider = await aProvider(`${HOME}/api/auth/callback/sso`)
  maria = await house.member('Maria', 'admin')
})
beforeEach(() => {
  vi.stubEnv('OIDC_ISSUER', provider.issuer)
  vi.stubEnv('OIDC_CLIENT_ID', TEST_CLIENT.id)
  vi.stubEnv('OIDC_CLIENT_SECRET', TEST_CLIENT.secret)
  provider.lie(null)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await provider.close()
  await house.close()
})

const headerOf = (jar: Map<string, string>) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
const keep = (jar: Map<string, string>, answer: Response) => {
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ''] = line.split(';')
    jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
  return answer
}

/** A browser that keeps cookies of two hosts apart. */
function aBrowser() {
  const jars = { ours: new Map<string, string>(), theirs: new Map<string, string>() }
  const ours = async (path: string, body?: URLSearchParams) => {
    const headers = {
      cookie: headerOf(jars.ours),
      host: 'soundings.test:3000',
      'x-forwarded-proto': 'http',
      'user-agent': 'test',
    }
    const request = new Request(`${HOME}${path}`, {
      method: body ? 'POST' : 'GET',
      headers,
      ...(body ? { body } : {}),
    })
    return keep(jars.ours, await Auth(request, await authConfig(house.runtime, 'test')))
  }
  const theirs = async (url: string) =>
    keep(jars.theirs, await fetch(url, { redirect: 'manual', headers: { cookie: headerOf(jars.theirs) } }))
  return { ours, theirs, cookies: () => headerOf(jars.ours) }
}

type Browser = ReturnType<typeof aBrowser>

/** As far as the provider's answer: the address that leads back to us. */
async function toCallback(browser: Browser): Promise<string> {
  const { csrfToken } = await (await browser.ours('/api/auth/csrf')).json()
  const begun = await browser.ours('/api/auth/signin/sso', new URLSearchParams({ csrfToken, callbackUrl: '/rollouts' }))
  let at = begun.headers.get('location') ?? ''
  for (let hops = 0; hops < 10 && !at.startsWith(HOME); hops += 1) {
    const answer = await browser.theirs(at)
    at = new URL(answer.headers.get('location') ?? '', at).href
  }
  return at.slice(HOME.length)
}

/** Where a whole sign-in ends, and as whom. */
async function signIn() {
  const browser = aBrowser()
  const answer = await browser.ours(await toCallback(browser))
  const secret = await authSecret(house.runtime)
  const token = await getToken({ req: { headers: { cookie: browser.cookies() } }, secret, secureCookie: false })
  const person = token?.sub ? await personOfSession(house.runtime.database.db, token.sub, house.runtime.now()) : null
  const url = new URL(answer.headers.get('location') ?? '', HOME)
  return { status: answer.status, to: `${url.pathname}${url.search}`, person }
}

const ana = { sub: 'ana', email: 'ana@test.example', email_verified: true, name: 'Ana Silva' }

test('somebody new comes in as a viewer, and the next time as the same person', async () => {
  provider.vouch(ana)
  const first = await signIn()
  expect(first).toMatchObject({ status: 302, to: '/rollouts', person: { name: 'Ana Silva', role: 'viewer' } })
  provider.vouch({ ...ana, email: 'ana.silva@test.example' })
  expect((await signIn()).person?.id).toBe(first.person?.id)
  const rows = await house.runtime.database.db.select().from(identity).where(eq(identity.subject, 'ana'))
  expect(rows).toMatchObject([{ issuer: provider.issuer }])
})

test('a member of before is known by the verified e-mail, and keeps role and disciplines', async () => {
  const sam = await house.member('Sam', 'engineer')
  provider.vouch({ sub: 'sam', email: 'Sam@test.localhost', email_verified: true, name: 'Somebody Else' })
  expect((await signIn()).person).toMatchObject({ id: sam.id, name: 'Sam', role: 'engineer' })
})

test('nobody takes an account over with an e-mail that the provider has not verified', async () => {
  provider.vouch({ sub: 'thief', email: 'maria@test.localhost', email_verified: false })
  expect(await signIn()).toEqual({ status: 302, to: '/signin?refused=sso-email-unverified', person: null })
  provider.vouch({ sub: 'thief' })
  expect(await signIn()).toEqual({ status: 302, to: '/signin?refused=sso-no-email', person: null })
})

test('groups give the role; a lost group is a lost role; the last admin stays', async () => {
  vi.stubEnv('OIDC_ROLE_CLAIM', 'groups')
  vi.stubEnv('OIDC_ROLE_MAP', 'dev=engineer, root=admin')
  const olu = { sub: 'olu', email: 'olu@test.example', email_verified: true, name: 'Olu' }
  provider.vouch({ ...olu, groups: ['dev'] })
  expect((await signIn()).person?.role).toBe('engineer')
  provider.vouch({ ...olu, groups: [] })
  expect((await signIn()).person?.role).toBe('viewer')
  provider.vouch({ sub: 'maria', email: 'maria@test.localhost', email_verified: true, groups: [] })
  expect((await signIn()).person?.role).toBe('admin')
})

test('only allowed domains come in, or who was invited; who was taken out does not come back', async () => {
  vi.stubEnv('OIDC_ALLOWED_DOMAINS', 'other.example')
  const zoe = { sub: 'zoe', email: 'zoe@test.example', email_verified: true, name: 'Zoe' }
  provider.vouch(zoe)
  expect((await signIn()).to).toBe('/signin?refused=sso-domain')
  await invite(house.runtime, { email: 'zoe@test.example', role: 'triage' }, maria)
  const { person } = await signIn()
  expect(person).toMatchObject({ name: 'Zoe', role: 'triage' })
  await runCommand(house.runtime, removeMember, { userId: person?.id }, maria)
  vi.stubEnv('OIDC_ALLOWED_DOMAINS', '')
  expect((await signIn()).to).toBe('/signin?refused=sso-not-invited')
})

const people = async () => [
  await house.runtime.database.db.select().from(user),
  await house.runtime.database.db.select().from(membership),
  await house.runtime.database.db.select().from(session),
]
const without = (claims: JWTPayload, name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))
const lies: [string, (claims: JWTPayload) => JWTPayload][] = [
  ['another issuer', (claims) => ({ ...claims, iss: 'http://evil.example' })],
  ['another audience', (claims) => ({ ...claims, aud: 'somebody-else' })],
  ['another nonce', (claims) => ({ ...claims, nonce: 'x'.repeat(43) })],
  ['no nonce', (claims) => without(claims, 'nonce')],
  ['a time that is past', (claims) => ({ ...claims, iat: 1_700_000_000, exp: 1_700_000_600 })],
  ['no subject', (claims) => without(claims, 'sub')],
]
test.each(lies)('an ID token with %s lets nobody in', async (_, change) => {
  provider.vouch({ ...ana, sub: 'liar', email: 'liar@test.example' })
  provider.lie(change)
  const before = await people()
  const { to, person, status } = await signIn()
  expect({ status, person }).toEqual({ status: 302, person: null })
  expect(to).toMatch(/^\/signin\?error=/)
  expect(await people()).toEqual(before)
})

test('the same token signed anew without a change lets its person in', async () => {
  provider.vouch(ana)
  provider.lie((claims) => claims)
  expect((await signIn()).person).toMatchObject({ name: 'Ana Silva' })
})

test('an answer meant for another browser, or used twice, lets nobody in', async () => {
  provider.vouch(ana)
  const callback = await toCallback(aBrowser())
  expect((await aBrowser().ours(callback)).headers.get('location')).toMatch(/\/signin\?error=/)
  const browser = aBrowser()
  const own = await toCallback(browser)
  expect((await browser.ours(own)).headers.get('location')).toBe(`${HOME}/rollouts`)
  expect((await browser.ours(own)).headers.get('location')).toMatch(/\/signin\?error=/)
})

test('a provider that is away, or says it is another one, is a plain answer', async () => {
  for (const issuer of ['http://127.0.0.1:1', `${provider.issuer}/elsewhere`]) {
    vi.stubEnv('OIDC_ISSUER', issuer)
    const browser = aBrowser()
    const { csrfToken } = await (await browser.ours('/api/auth/csrf')).json()
    const begun = await browser.ours('/api/auth/signin/sso', new URLSearchParams({ csrfToken }))
    expect(begun.status).toBe(302)
    expect(begun.headers.get('location')).toMatch(/\/signin\?error=/)
  }
})

test('who came in and who was refused is in the audit', async () => {
  const rows = await house.runtime.database.db.select().from(auditEntry).where(eq(auditEntry.verb, 'sso.admit'))
  const told = new Set(rows.map(({ outcome }) => outcome))
  expect([...told].toSorted()).toEqual([
    'done',
    'sso-domain',
    'sso-email-unverified',
    'sso-no-email',
    'sso-not-invited',
  ])
})
