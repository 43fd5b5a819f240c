import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { elapsedMs, instant, type Instant } from '@/lib/kernel/time'
import { DatedFreeze, freezesFrom, WeeklyFreeze } from './freeze'

const weekend: WeeklyFreeze = {
  name: 'Weekend',
  zone: 'Europe/Berlin',
  fromDay: 5,
  fromTime: '16:00',
  untilDay: 1,
  untilTime: '08:00',
}
const at = (text: string): Instant => instant(Date.parse(text))
const weekly = (now: string, freeze: Partial<WeeklyFreeze> = {}) =>
  freezesFrom({ freezes: [], weeklyFreezes: [{ ...weekend, ...freeze }] }, at(now)).map(
    ({ from, until }) => `${from.slice(0, 16)} ${until.slice(0, 16)}`,
  )

describe('a weekend from Friday 16:00 to Monday 08:00 in Berlin', () => {
  test.each([
    ['on Wednesday it is ahead', '2026-11-18T12:00:00Z', '2026-11-20T15:00 2026-11-23T07:00'],
    ['on Saturday it is in force', '2026-11-21T12:00:00Z', '2026-11-20T15:00 2026-11-23T07:00'],
    ['on Monday at 07:59 still', '2026-11-23T06:59:59Z', '2026-11-20T15:00 2026-11-23T07:00'],
    ['on Monday at 08:00 the next one is ahead', '2026-11-23T07:00:00Z', '2026-11-27T15:00 2026-11-30T07:00'],
    ['over the end of summer time it is an hour longer', '2026-10-24T12:00:00Z', '2026-10-23T14:00 2026-10-26T07:00'],
    ['over its beginning an hour shorter', '2026-03-28T12:00:00Z', '2026-03-27T15:00 2026-03-30T06:00'],
    ['over the end of the year', '2027-01-02T12:00:00Z', '2027-01-01T15:00 2027-01-04T07:00'],
  ])('%s', (_, now, first) => {
    expect(weekly(now)[0]).toBe(first)
  })
})

describe('hours that are not as others', () => {
  const night = { fromDay: 7, untilDay: 7 }
  test('an hour that summer time leaves out begins with the change', () => {
    expect(weekly('2026-03-29T00:00:00Z', { ...night, fromTime: '02:30', untilTime: '05:00' })[0]).toBe(
      '2026-03-29T01:00 2026-03-29T03:00',
    )
  })
  test('a window wholly inside it does not take place', () => {
    expect(weekly('2026-03-29T00:00:00Z', { ...night, fromTime: '02:10', untilTime: '02:50' })[0]).toBe(
      '2026-04-05T00:10 2026-04-05T00:50',
    )
  })
  test('an hour that comes twice begins the first time and ends the first time', () => {
    expect(weekly('2026-10-25T00:00:00Z', { ...night, fromTime: '01:00', untilTime: '02:30' })[0]).toBe(
      '2026-10-24T23:00 2026-10-25T00:30',
    )
  })
  test('a zone of thirty minutes, and one that is a day ahead', () => {
    expect(weekly('2026-11-18T12:00:00Z', { zone: 'Asia/Kolkata' })[0]).toBe('2026-11-20T10:30 2026-11-23T02:30')
    expect(weekly('2026-11-18T12:00:00Z', { zone: 'Pacific/Kiritimati' })[0]).toBe('2026-11-20T02:00 2026-11-22T18:00')
  })
})

test('dated and weekly windows come in order, and those that are over do not', () => {
  const dated = (from: string, until: string) => ({ name: 'Launch', from: at(from), until: at(until) })
  const freezes = [
    dated('2026-11-19T00:00:00Z', '2026-11-20T00:00:00Z'),
    dated('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'),
  ]
  const names = freezesFrom({ freezes, weeklyFreezes: [weekend] }, at('2026-11-18T12:00:00Z')).map(({ name }) => name)
  expect(names).toEqual(['Launch', 'Weekend', 'Weekend'])
})

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu']
const minute = fc.integer({ min: 0, max: 1439 })
const clock = (value: number) =>
  `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`
const weeklies = fc
  .record({
    fromDay: fc.integer({ min: 1, max: 7 }),
    untilDay: fc.integer({ min: 1, max: 7 }),
    from: minute,
    until: minute,
    zone: fc.constantFrom(...zones),
  })
  .filter(({ fromDay, untilDay, from, until }) => fromDay !== untilDay || from !== until)
  .map(({ from, until, fromDay, untilDay, zone }) => {
    return { name: 'w', zone, fromDay, untilDay, fromTime: clock(from), untilTime: clock(until) }
  })

test('whatever the window and the moment: it lasts less than a week and an hour, and one is always ahead or in force', () => {
  const from = Date.parse('2026-01-01T00:00:00Z')
  fc.assert(
    fc.property(weeklies, fc.integer({ min: 0, max: 366 * 24 * 60 }), (freeze, ahead) => {
      const now = instant(from + ahead * 60_000)
      const found = freezesFrom({ freezes: [], weeklyFreezes: [WeeklyFreeze.parse(freeze)] }, now)
      expect(found.length).toBeGreaterThan(0)
      for (const window of found) {
        const lasts = elapsedMs(window.from, window.until)
        expect(lasts).toBeGreaterThan(0)
        expect(lasts).toBeLessThanOrEqual((7 * 24 + 1) * 3_600_000)
        expect(elapsedMs(now, window.until)).toBeGreaterThan(0)
      }
      const first = found[0]
      expect(first && elapsedMs(now, first.from)).toBeLessThanOrEqual((7 * 24 + 2) * 3_600_000)
    }),
  )
})

test.each([
  ['an unknown zone', { ...weekend, zone: 'Mars/Olympus' }],
  ['a time that no clock shows', { ...weekend, fromTime: '24:00' }],
  ['no length', { ...weekend, untilDay: 5, untilTime: '16:00' }],
  ['an eighth day', { ...weekend, fromDay: 8 }],
])('%s is no weekly freeze', (_, freeze) => {
  expect(WeeklyFreeze.safeParse(freeze).success).toBe(false)
})

test('a dated freeze ends after it begins', () => {
  const [from, until] = ['2026-11-20T00:00:00.000Z', '2026-11-19T00:00:00.000Z']
  expect(DatedFreeze.safeParse({ name: 'x', from, until }).success).toBe(false)
})
