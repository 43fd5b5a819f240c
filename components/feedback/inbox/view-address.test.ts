import { describe, expect, test } from 'vitest'
import { type SavedView } from '@/lib/feedback/core/schema'
import { askedWords, readViewAddress, withFilter } from './view-address'

const cards = {
  id: 'fvw_0123456789ab',
  name: 'Cards',
  query: 'q=card&sort=negative&view=all',
  share: 'me',
  teamId: null,
  mine: true,
  owner: { id: 'usr_0123456789ab', name: 'Ana' },
} as SavedView
const read = (address: string) => readViewAddress(new URLSearchParams(address), [cards])

test.each([
  ['', '', false, false],
  ['view=inbox&sort=-received', '', false, false],
  ['view=mine&q=card&sel=FB-7', 'q=card&view=mine', false, false],
  [`view=${cards.id}`, 'q=card&sort=negative&view=all', false, false],
  [`view=${cards.id}&sentiment=negative`, 'q=card&sentiment=negative&sort=negative&view=all', true, false],
  [`view=${cards.id}&q=`, 'sort=negative&view=all', true, false],
  [`view=${cards.id}&q=card`, 'q=card&sort=negative&view=all', false, false],
  ['view=fvw_ffffffffffff&q=card', 'q=card', false, true],
])('%s asks for %s', (address, asked, changed, gone) => {
  const view = read(address)
  expect(view.asked.toString()).toBe(asked)
  expect(view).toMatchObject({ changed, gone })
})

describe('one filter changed', () => {
  test.each([
    ['', 'q', 'card', 'q=card&view=inbox'],
    ['q=card', 'q', '', 'view=inbox'],
    ['view=mine&sel=FB-7', 'channel', 'email', 'view=mine&channel=email'],
    [`view=${cards.id}`, 'q', '', `view=${cards.id}&q=`],
    [`view=${cards.id}&q=`, 'q', 'card', `view=${cards.id}`],
    [`view=${cards.id}`, 'sort', 'waiting', `view=${cards.id}&sort=waiting`],
    ['view=fvw_ffffffffffff', 'q', 'card', 'view=inbox&q=card'],
  ])('%s, %s: %s', (address, name, value, next) => {
    expect(withFilter(new URLSearchParams(address), read(address), name, value)).toBe(next)
  })

  test('and back again is the same list as before', () => {
    for (const address of ['view=mine', `view=${cards.id}`, `view=${cards.id}&channel=email`]) {
      const before = read(address).asked
      const changed = withFilter(new URLSearchParams(address), read(address), 'q', 'other')
      const back = withFilter(new URLSearchParams(changed), read(changed), 'q', before.get('q') ?? '')
      expect(read(back).asked.toString()).toBe(before.toString())
    }
  })
})

test('what a view holds in words', () => {
  expect(askedWords(read(`view=${cards.id}`).asked)).toBe('words card · order negative · view all')
  expect(askedWords(read('').asked)).toBe('The whole inbox, the newest first.')
})
