import { expect, test } from 'vitest'
import { keyHint, keyOfHeaders, keyText, scopeOfKey } from './api-key'

const secret = `${'Ab1_-'.repeat(8)}xyz`
const headers = (given: Record<string, string>) => ({ header: (name: string) => given[name] ?? null })

test('a key says its scope and shows four characters of its secret', () => {
  const key = keyText('client', secret)
  expect(scopeOfKey(key)).toBe('client')
  expect(keyHint(key)).toBe('snd_client_Ab1_')
})

test.each([
  '',
  'snd_client_short',
  `snd_root_${secret}`,
  `snd_client_${secret}x`,
  `${keyText('ci', secret)}\n`,
  `sk_ci_${secret}`,
])('%j has not the form of a key', (text) => {
  expect(scopeOfKey(text)).toBeNull()
})

test.each([
  [{ authorization: 'Bearer abc' }, 'abc'],
  [{ authorization: 'bearer  abc ' }, 'abc'],
  [{ authorization: 'Basic abc' }, null],
  [{ authorization: 'Bearer a b' }, null],
  [{ 'x-api-key': 'abc' }, 'abc'],
  [{ authorization: 'Bearer one', 'x-api-key': 'two' }, 'one'],
  [{}, null],
])('key of %j is %j', (given, key) => {
  expect(keyOfHeaders(headers(given))).toBe(key)
})
