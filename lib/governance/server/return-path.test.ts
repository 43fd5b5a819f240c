import { expect, test } from 'vitest'
import { returnPath } from './return-path'

test.each(['/', '/rollouts', '/rollouts/RO-142?env=prod#gates', '/compare?metric=a%20b'])('%s is ours', (path) => {
  expect(returnPath(path)).toBe(path)
})

test.each([
  undefined,
  null,
  '',
  'rollouts',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  '/api/auth/signout',
  '/signin?returnTo=/signin',
  ['/rollouts', '/flags'],
  `/${'a'.repeat(3000)}`,
])('%j leads home', (path) => {
  expect(returnPath(path)).toBe('/')
})
