import { expect, test } from 'vitest'
import { Claims, emailOf, newcomer, roleAfter, roleOfClaims } from './sso'
import { SsoRules } from './settings-schema'

const rules = (input: object = {}) =>
  SsoRules.parse({ roleClaim: 'groups', roleMap: { dev: 'engineer', boss: 'approver', root: 'admin' }, ...input })
const claims = (input: object = {}) =>
  Claims.parse({ iss: 'https://id.test', sub: '1', email: 'Ana@Test.example', email_verified: true, ...input })

test.each([
  ['one of a list', { groups: ['x', 'dev'] }, 'engineer'],
  ['the mightiest of several', { groups: ['dev', 'root', 'boss'] }, 'admin'],
  ['a single text', { groups: 'boss' }, 'approver'],
  ['nothing known', { groups: ['x'] }, null],
  ['no claim', {}, null],
  ['something that is no text', { groups: [1, { dev: true }, null] }, null],
  ['a name that every object has', { groups: ['constructor', '__proto__'] }, null],
])('role by %s', (_, said, role) => {
  expect(roleOfClaims(claims(said), rules())).toBe(role)
})

const nobody = { isMember: false, wasHere: false, invitedAs: null, email: 'ana@test.example' } as const
test.each([
  ['verified, of any domain', {}, {}, nobody, { ok: true, role: 'viewer', email: 'ana@test.example' }],
  ['by group', { groups: ['dev'] }, {}, nobody, { ok: true, role: 'engineer' }],
  ['not verified', { email_verified: false }, {}, nobody, { code: 'sso-email-unverified' }],
  ['verification unsaid', { email_verified: undefined }, {}, nobody, { code: 'sso-email-unverified' }],
  ['without an e-mail', {}, {}, { ...nobody, email: null }, { code: 'sso-no-email' }],
  ['of another domain', {}, { allowedDomains: ['other.example'] }, nobody, { code: 'sso-domain' }],
  ['of a domain that ends alike', {}, { allowedDomains: ['est.example'] }, nobody, { code: 'sso-domain' }],
  ['of the domain', {}, { allowedDomains: ['test.example'] }, nobody, { ok: true }],
  [
    'invited from elsewhere',
    {},
    { allowedDomains: ['other.example'] },
    { ...nobody, invitedAs: 'triage' },
    { ok: true, role: 'triage' },
  ],
  ['uninvited where one must be', {}, { defaultRole: null }, nobody, { code: 'sso-not-invited' }],
  [
    'invited where one must be',
    {},
    { defaultRole: null },
    { ...nobody, invitedAs: 'triage' },
    { ok: true, role: 'triage' },
  ],
  ['who was taken out', {}, {}, { ...nobody, wasHere: true }, { code: 'sso-not-invited' }],
  ['taken out and invited again', {}, {}, { ...nobody, wasHere: true, invitedAs: 'triage' }, { ok: true }],
  ['a member from elsewhere', {}, { allowedDomains: ['other.example'] }, { ...nobody, isMember: true }, { ok: true }],
] as const)('a newcomer %s', (_, said, rule, known, answer) => {
  expect(newcomer(claims(said), rules(rule), known)).toMatchObject(answer)
})

test('a member keeps their role unless the provider decides; then a lost group is a lost role', () => {
  expect(roleAfter(claims({ groups: ['root'] }), rules({ roleClaim: '' }), 'engineer')).toBe('engineer')
  expect(roleAfter(claims({ groups: ['root'] }), rules(), 'engineer')).toBe('admin')
  expect(roleAfter(claims({ groups: [] }), rules(), 'admin')).toBe('viewer')
  expect(roleAfter(claims({ groups: [] }), rules({ defaultRole: null }), 'admin')).toMatchObject({
    code: 'sso-no-role',
  })
})

test('e-mail is written one way', () => {
  expect(emailOf(claims())).toBe('ana@test.example')
  expect(emailOf(claims({ email: 'not one' }))).toBeNull()
  expect(emailOf(claims({ email: undefined }))).toBeNull()
})
