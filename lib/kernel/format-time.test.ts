import { expect, test } from 'vitest'
import {
  age,
  clock,
  clockBoth,
  countdown,
  durationWords,
  fullTime,
  hoursWords,
  isTimeZone,
  lengthOf,
  shortTime,
  zoneName,
  zoneOffsetMs,
} from './format-time'
import { type Instant, hours, instant, minutes } from './time'

const at = (iso: string): Instant => instant(Date.parse(iso))
const now = at('2026-12-17T02:14:07Z')
const berlin = 'Europe/Berlin'

test('the viewer\u2019s zone first, UTC beside it', () => {
  expect(clock(now, berlin)).toBe('03:14')
  expect(clockBoth(now, berlin)).toBe('03:14 CET (02:14 UTC)')
  expect(clockBoth(now, 'UTC', true)).toBe('02:14:07 UTC')
  expect(fullTime(now, berlin)).toBe('Thu 17 Dec 2026, 03:14:07 CET (02:14:07 UTC)')
})

test('zones have a name where English has one, else an offset', () => {
  expect([zoneName(now, 'America/New_York'), zoneName(now, 'Europe/London'), zoneName(now, 'Asia/Kolkata')]).toEqual([
    'EST',
    'GMT',
    'GMT+5:30',
  ])
})

test('the hour that happens twice in autumn is told apart by its zone', () => {
  expect(clockBoth(at('2026-10-25T00:30:00Z'), berlin)).toBe('02:30 CEST (00:30 UTC)')
  expect(clockBoth(at('2026-10-25T01:30:00Z'), berlin)).toBe('02:30 CET (01:30 UTC)')
})

test('as short as stays clear', () => {
  expect(shortTime(at('2026-12-17T02:12:00Z'), now, berlin)).toBe('03:12')
  expect(shortTime(at('2026-12-16T19:34:00Z'), now, berlin)).toBe('Wed 20:34')
  expect(shortTime(at('2026-11-01T12:00:00Z'), now, berlin)).toBe('1 Nov 13:00')
})

test.each([
  [4_000, '4 s'],
  [14 * 60_000, '14 min'],
  [6 * 3_600_000 + 40 * 60_000, '6 h 40 min'],
  [24 * 3_600_000, '24 h'],
  [3 * 86_400_000, '3 d'],
  [-5, '0 s'],
])('%d ms is %s', (ms, words) => expect(lengthOf(ms)).toBe(words))

test('durations, ages and clocks', () => {
  expect([durationWords(hours(2)), durationWords(minutes(45))]).toEqual(['2 h', '45 min'])
  expect(age(at('2026-12-17T02:14:03Z'), now)).toBe('4 s ago')
  expect(age(now, now)).toBe('just now')
  expect([countdown(598_000), countdown(0), countdown(-4)]).toEqual(['9:58', '0:00', '0:00'])
  expect([hoursWords(0.3), hoursWords(3.2), hoursWords(60)]).toEqual(['18 min', '3 h', '3 d'])
})

test('a zone is ahead of UTC by what its clock shows', () => {
  expect(zoneOffsetMs(now, berlin)).toBe(3_600_000)
  expect(zoneOffsetMs(at('2026-07-01T12:00:00Z'), berlin)).toBe(7_200_000)
  expect(zoneOffsetMs(now, 'America/St_Johns')).toBe(-12_600_000)
})

test('a zone that does not exist is told from one that does', () => {
  expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Base')]).toEqual([true, false])
})
