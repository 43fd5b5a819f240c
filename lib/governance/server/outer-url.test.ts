import { expect, test } from 'vitest'
import { outerUrl } from './outer-url'

const INNER = 'http://localhost:44939/api/auth/callback/sso?code=1'
const of = (headers: Record<string, string>) => outerUrl(INNER, (name) => headers[name] ?? null)

test.each([
  ['the host that was typed', { host: 'localhost:3000' }, 'http://localhost:3000/api/auth/callback/sso?code=1'],
  [
    'one behind a proxy with https',
    { host: 'a', 'x-forwarded-host': 's.example', 'x-forwarded-proto': 'https' },
    'https://s.example/api/auth/callback/sso?code=1',
  ],
  [
    'several protocols',
    { host: 's.example', 'x-forwarded-proto': 'https, http' },
    'https://s.example/api/auth/callback/sso?code=1',
  ],
  ['an IPv6 address', { host: '[::1]:3000' }, 'http://[::1]:3000/api/auth/callback/sso?code=1'],
  ['no host', {}, INNER],
  ['a host that is none', { host: 'evil.example/path?' }, INNER],
  ['a host with a name before it', { host: 'a@evil.example' }, INNER],
])('%s', (_, headers, url) => {
  expect(of(headers)).toBe(url)
})
