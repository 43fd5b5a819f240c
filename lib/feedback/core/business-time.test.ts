import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BusinessTime } from './business-time'
import { type BusinessCalendar } from './schema-due'

const HOUR = 3_600_000
const office: BusinessCalendar = { timeZone: 'UTC', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: [] }
const at = (text: string): number => Date.parse(text)
const after = (calendar: BusinessCalendar, from: string, hours: number): string =>
  new Date(new BusinessTime(calendar).after(at(from), hours * HOUR)).toISOString()

test.each([
  ['within a day', office, '2026-03-04T10:00:00Z', 2, '2026-03-04T12:00:00.000Z'],
  ['over a night', office, '2026-03-04T16:00:00Z', 2, '2026-03-05T10:00:00.000Z'],
  ['to the very end of a day', office, '2026-03-04T09:00:00Z', 8, '2026-03-04T17:00:00.000Z'],
  ['over a weekend', office, '2026-03-06T16:00:00Z', 8, '2026-03-09T16:00:00.000Z'],
  ['from a Sunday', office, '2026-03-08T03:00:00Z', 1, '2026-03-09T10:00:00.000Z'],
  ['over a holiday', { ...office, holidays: ['2026-03-05'] }, '2026-03-04T16:00:00Z', 2, '2026-03-06T10:00:00.000Z'],
  [
    'in Berlin, in winter',
    { ...office, timeZone: 'Europe/Berlin' },
    '2026-03-04T06:00:00Z',
    1,
    '2026-03-04T09:00:00.000Z',
  ],
  [
    'in Berlin, in summer',
    { ...office, timeZone: 'Europe/Berlin' },
    '2026-07-01T06:00:00Z',
    1,
    '2026-07-01T08:00:00.000Z',
  ],
  // Clocks went forward in the night to Sunday, 29 March: Friday's last hour and Monday's first one are 63 hours apart, not 64.
  [
    'over the change to summer time',
    { ...office, timeZone: 'Europe/Berlin' },
    '2026-03-27T15:00:00Z',
    2,
    '2026-03-30T08:00:00.000Z',
  ],
  [
    'where the day begins the day before in UTC',
    { ...office, timeZone: 'Pacific/Auckland' },
    '2026-03-02T19:00:00Z',
    1,
    '2026-03-02T21:00:00.000Z',
  ],
])('working time %s', (_, calendar, from, hours, expected) => {
  expect(after(calendar, from, hours)).toBe(expected)
})

test('a day that the clock leaps into is an hour shorter, and one it falls back in an hour longer', () => {
  const allDay = { ...office, timeZone: 'Europe/Berlin', days: [7], from: '00:00', to: '23:59' }
  const time = new BusinessTime(allDay)
  const day = (from: string, to: string) => time.between(at(from), at(to)) / 60_000
  expect(day('2026-03-21T12:00:00Z', '2026-03-23T12:00:00Z')).toBe(23 * 60 + 59)
  expect(day('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toBe(22 * 60 + 59)
  expect(day('2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toBe(24 * 60 + 59)
})

test('what is after and what is between are each other’s other side', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe']
  const times = zones.map((timeZone) => new BusinessTime({ ...office, timeZone, holidays: ['2026-12-25'] }))
  const year = at('2026-01-01T00:00:00Z')
  fc.assert(
    fc.property(
      fc.constantFrom(...times),
      fc.integer({ min: 0, max: 365 * 24 * 60 }),
      fc.integer({ min: 1, max: 400 * 60 }),
      (time, minute, amount) => {
        const fromMs = year + minute * 60_000
        const dueMs = time.after(fromMs, amount * 60_000)
        expect(time.between(fromMs, dueMs)).toBe(amount * 60_000)
        // One minute less is due before.
        expect(time.after(fromMs, amount * 60_000 - 30_000)).toBe(dueMs - 30_000)
      },
    ),
  )
})

test('a calendar whose every day is a holiday is not walked for ever', () => {
  const holidays = Array.from({ length: 4100 }, (_, i) =>
    new Date(at('2026-01-01T00:00:00Z') + i * 24 * HOUR).toISOString().slice(0, 10),
  )
  expect(new BusinessTime({ ...office, holidays }).after(at('2026-01-01T00:00:00Z'), HOUR)).toBe(Infinity)
})
