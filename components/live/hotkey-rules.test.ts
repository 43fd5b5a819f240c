import { expect, test } from 'vitest'
import { type Press, singleKey } from './hotkey-rules'

const press: Press = { key: 'p', repeat: false, modified: false, elsewhere: false, sinceRouteChangeMs: 1000 }

test('letters are case-insensitive', () => {
  expect([singleKey(press), singleKey({ ...press, key: 'P' }), singleKey({ ...press, key: ',' })]).toEqual([
    'p',
    'p',
    ',',
  ])
})

test.each([
  ['held down', { repeat: true }],
  ['with a modifier', { modified: true }],
  ['typed into a field or a dialog', { elsewhere: true }],
  ['just after a page change', { sinceRouteChangeMs: 399 }],
  ['a named key', { key: 'Enter' }],
])('nothing happens when %s', (_, change) => expect(singleKey({ ...press, ...change })).toBeNull())
