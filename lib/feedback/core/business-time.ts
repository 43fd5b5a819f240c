import { type BusinessCalendar } from './schema-due'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** Far beyond any target: a calendar without a working day in it must not be walked for ever. */
const DAYS_MAX = 4000

type Window = { fromMs: number; toMs: number }

/** The hours in which a house works, as stretches of unix time: in its own zone, so that a day in March may be short. */
export class BusinessTime {
  readonly #offset: (atMs: number) => number
  readonly #windows = new Map<number, Window | null>()
  readonly #days: ReadonlySet<number>
  readonly #holidays: ReadonlySet<number>
  readonly #minutes: readonly [from: number, to: number]

  constructor({ timeZone, days, from, to, holidays }: BusinessCalendar) {
    this.#offset = offsetIn(timeZone)
    this.#days = new Set(days)
    this.#holidays = new Set(holidays.map((date) => Date.parse(`${date}T00:00:00Z`) / DAY_MS))
    this.#minutes = [minutesOf(from), minutesOf(to)]
  }

  /** Length of one working day. */
  get dayMs(): number {
    return (this.#minutes[1] - this.#minutes[0]) * MINUTE_MS
  }

  /** The moment at which so much working time has passed since another one. */
  after(fromMs: number, amountMs: number): number {
    let left = amountMs
    const first = this.#dayOf(fromMs)
    for (let day = first; day < first + DAYS_MAX; day += 1) {
      const room = this.#within(day, fromMs, Infinity)
      if (!room) continue
      if (left <= room.toMs - room.fromMs) return room.fromMs + left
      left -= room.toMs - room.fromMs
    }
    return Infinity
  }

  /** Working time between two moments. */
  between(fromMs: number, untilMs: number): number {
    let sum = 0
    const last = this.#dayOf(untilMs)
    for (let day = this.#dayOf(fromMs); day <= last; day += 1) {
      const room = this.#within(day, fromMs, untilMs)
      if (room) sum += room.toMs - room.fromMs
    }
    return sum
  }

  #dayOf(atMs: number): number {
    return Math.floor((atMs + this.#offset(atMs)) / DAY_MS)
  }

  /** What of a day's hours lies between two moments. */
  #within(day: number, fromMs: number, untilMs: number): Window | null {
    const hours = this.#windowOf(day)
    if (!hours) return null
    const part = { fromMs: Math.max(hours.fromMs, fromMs), toMs: Math.min(hours.toMs, untilMs) }
    return part.fromMs < part.toMs ? part : null
  }

  #windowOf(day: number): Window | null {
    const known = this.#windows.get(day)
    if (known !== undefined) return known
    // Day 0 was a Thursday.
    const isWorking = this.#days.has(((day + 3) % 7) + 1) && !this.#holidays.has(day)
    const [from, to] = this.#minutes
    const made = isWorking ? { fromMs: this.#moment(day, from), toMs: this.#moment(day, to) } : null
    this.#windows.set(day, made)
    return made
  }

  /** A time of day as a moment; one that the clock leaps over in spring is an hour later. */
  #moment(day: number, minutes: number): number {
    const wall = day * DAY_MS + minutes * MINUTE_MS
    const guess = wall - this.#offset(wall)
    return wall - this.#offset(guess)
  }
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** How far a zone's clocks are ahead of UTC at a moment, in ms. */
function offsetIn(timeZone: string): (atMs: number) => number {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-CA', { ...parts, timeZone, hourCycle: 'h23' })
  const known = new Map<number, number>()
  return (atMs) => {
    // Zones change on the quarter of an hour.
    const quarter = Math.floor(atMs / (15 * MINUTE_MS))
    const found = known.get(quarter)
    if (found !== undefined) return found
    const startMs = quarter * 15 * MINUTE_MS
    const read = new Map<string, string>(format.formatToParts(startMs).map(({ type, value }) => [type, value]))
    const number = (name: string): number => Number(read.get(name))
    const wall = Date.UTC(number('year'), number('month') - 1, number('day'), number('hour'), number('minute'))
    const offset = wall - startMs
    if (known.size > 5000) known.clear()
    known.set(quarter, offset)
    return offset
  }
}
