import { assert, constantFrom, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '@/lib/kernel/moments'
import { momentOf, wallOf } from './wall-time'

test.each([
  ['2026-12-17T02:14:00.000Z', 'Europe/Paris', '2026-12-17T03:14:00'],
  ['2026-07-01T00:30:00.000Z', 'America/New_York', '2026-06-30T20:30:00'],
  ['2026-07-01T00:30:00.000Z', 'UTC', '2026-07-01T00:30:00'],
] as const)('%s in %s is %s', (at, zone, wall) => {
  expect(wallOf(instant(Date.parse(at)), zone)).toBe(wall)
  expect(momentOf(wall, zone)).toBe(at)
})

test('the hour that comes twice is the first; what is no moment is none', () => {
  expect(momentOf('2026-10-25T02:30:00', 'Europe/Paris')).toBe('2026-10-25T00:30:00.000Z')
  expect(momentOf('2026-03-29T02:30:00', 'Europe/Paris')).not.toBeNull()
  expect(momentOf('', 'Europe/Paris')).toBeNull()
})

test('the wall shows the moment that it was read from, in every zone and season', () => {
  const zones = constantFrom('UTC', 'Europe/Paris', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu')
  assert(
    property(integer({ min: 1_700_000_000, max: 1_900_000_000 }), zones, (s, zone) => {
      const wall = wallOf(instant(s * 1000), zone)
      expect(wallOf(momentOf(wall, zone) ?? instant(0), zone)).toBe(wall)
    }),
  )
})
