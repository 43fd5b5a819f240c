import { expect, test } from 'vitest'
import { frozenLink } from './copy-link'

const NOW = Date.parse('2026-12-17T02:14:00Z')

test('a relative range becomes the two moments it meant', () => {
  const link = new URL(frozenLink('http://localhost:4000/rollouts/RO-142?metric=errors&range=6h', NOW))
  expect(link.searchParams.get('range')).toBe('2026-12-16T20:14:00.000Z..2026-12-17T02:14:00.000Z')
  expect(link.searchParams.get('metric')).toBe('errors')
})

test.each(['http://localhost:4000/flags', 'http://localhost:4000/rollouts/RO-1?range=stage'])('%s stays', (href) => {
  expect(frozenLink(href, NOW)).toBe(href)
})
