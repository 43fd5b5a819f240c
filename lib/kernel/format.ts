/** Numbers as the screens say them (English, tabular figures, U+2212 minus). Pure: no locale of the machine leaks in. */

const MINUS = '\u2212'
const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** Groups thousands and writes a true minus. @param decimals digits after the point; trailing zeros are dropped */
export function decimal(value: number, decimals: number): string {
  const text = new Intl.NumberFormat('en-GB', { maximumFractionDigits: Math.max(0, decimals) }).format(value)
  return text === '-0' ? '0' : text.replace('-', MINUS)
}

/** The same with a sign on positive numbers too: `+6`, `−30`, `0`. */
export function signed(value: number, decimals: number): string {
  const text = decimal(value, decimals)
  return value > 0 && text !== '0' ? `+${text}` : text
}

/** A count in a sentence: exact below 10,000, three significant digits above (`21,300`). */
export function count(n: number): string {
  return grouped.format(Math.abs(n) < 10_000 ? n : roundTo(n, 3)).replace('-', MINUS)
}

/** A count with every digit, for titles and focus. */
export const countExact = (n: number): string => grouped.format(n).replace('-', MINUS)

/** A count in a table or on an axis: `21.3k`, `1.2M`. */
export function countShort(n: number): string {
  if (Math.abs(n) < 10_000) return countExact(n)
  if (Math.abs(n) < 999_500) return `${decimal(roundTo(n, 3) / 1000, 1)}k`
  return `${decimal(roundTo(n, 3) / 1e6, 2)}M`
}

/** `1 person`, `21,300 people`. */
export const plural = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`

/** A rate as a percentage: two significant digits below 10%, whole ones above (`0.24%`, `2.7%`, `29%`, `99.94%`). */
export function percent(rate: number): string {
  const points = rate * 100
  if (points > 99 && points < 100) return `${decimal(points, 1 - Math.floor(Math.log10(100 - points)))}%`
  if (points === 0 || Math.abs(points) >= 9.95) return `${decimal(points, 0)}%`
  return `${decimal(points, 1 - Math.floor(Math.log10(Math.abs(points))))}%`
}

/** A share of people, given in percent with at most three decimals: `25%`, `0.125%`. */
export const share = (weight: number): string => `${decimal(weight, 3)}%`

/** A small rate in people: `1 in 417`; null when it is zero or so large that this says nothing. */
export const oneIn = (rate: number): string | null =>
  rate > 0 && rate <= 0.5 ? `1 in ${count(Math.round(1 / rate))}` : null

/** Milliseconds below one second, then seconds: `320 ms`, `1.8 s`. */
export const latency = (ms: number): string =>
  Math.abs(ms) < 999.5 ? `${decimal(ms, 0)} ms` : `${decimal(ms / 1000, Math.abs(ms) < 9950 ? 1 : 0)} s`

/** How differences of one metric are told, and of what. */
export type Measure = { kind: 'per-1000' | 'points' | 'plain'; of: string; factor: number; suffix: string }

/**
 * Reads a metric's unit: `ms`, `s` and `pp` are measures of their own; everything else names what is counted
 * (`payments`, `per 1,000 payments`), and its rate is told per 1,000, or in points when the limit is 2 pp or more.
 * @param limit harm limit as a rate (0.003 = 3 per 1,000), or null
 * @param form a mean, ratio or quantile: told in its own unit, whatever that is called
 */
export function measureOf(unit: string, limit: number | null, form?: string): Measure {
  const name = unit.trim()
  if (form !== undefined) return { kind: 'plain', of: '', factor: 1, suffix: name }
  if (name === 'pp' || name === '%') return { kind: 'points', of: '', factor: 100, suffix: 'pp' }
  if (['ms', 's', 'min', 'h', 'score'].includes(name)) return { kind: 'plain', of: '', factor: 1, suffix: name }
  const of = name.replace(/^(per|of) (1,?000 )?/, '')
  if (limit !== null && limit >= 0.02) return { kind: 'points', of, factor: 100, suffix: 'pp' }
  return { kind: 'per-1000', of, factor: 1000, suffix: 'per 1,000' }
}

/** Decimals that show two significant digits of an uncertainty, one when it leads with 5 or more (6 wide: 0). */
export function uncertaintyDecimals(width: number): number {
  if (!(width > 0)) return 1
  const power = Math.floor(Math.log10(width))
  return Math.min(4, Math.max(0, (width / 10 ** power >= 5 ? 0 : 1) - power))
}

/** A band, spelt so that signs cannot be misread: `(3 to 9)`, `(−30 to 110)`; null bounds are `any`. */
export function band(low: number | null, high: number | null, decimals: number): string {
  if (low === null && high === null) return '(not known yet)'
  if (low === null) return `(at most ${decimal(high ?? 0, decimals)})`
  if (high === null) return `(at least ${decimal(low, decimals)})`
  return `(${decimal(low, decimals)} to ${decimal(high, decimals)})`
}

/** A difference with its band in a metric's measure. */
export type Difference = { estimate: number | null; low: number | null; high: number | null }

const widthOf = (d: Difference, factor: number): number =>
  d.low === null || d.high === null ? Math.abs((d.estimate ?? 0) * factor) : (d.high - d.low) * factor

/** Parts of a told difference: `+6`, `(3 to 9)`, `per 1,000`. */
export function difference(d: Difference, measure: Measure): { value: string; band: string; suffix: string } {
  const f = measure.factor
  const decimals = uncertaintyDecimals(widthOf(d, f))
  return {
    value: d.estimate === null ? '–' : signed(d.estimate * f, decimals),
    band: band(scaled(d.low, f), scaled(d.high, f), decimals),
    suffix: measure.suffix,
  }
}

/** The whole of it in one run of text: `+6 per 1,000 (3 to 9)`. */
export function differenceText(d: Difference, measure: Measure): string {
  const told = difference(d, measure)
  return `${told.value} ${told.suffix} ${told.band}`
}

/** A size without sign in a metric's measure, such as a limit: `3`, `0.5`. Three significant digits at most. */
export const amount = (value: number, measure: Measure): string => significant(Math.abs(value * measure.factor), 3)

/** A level in a metric's measure: rates as percentages, times with their unit. */
export function level(value: number | null, measure: Measure): string {
  if (value === null) return '–'
  if (measure.suffix === 'ms') return latency(value)
  return measure.kind === 'plain' ? `${significant(value, 3)} ${measure.suffix}` : percent(value)
}

export function significant(value: number, digits: number): string {
  if (value === 0) return '0'
  return decimal(roundTo(value, digits), Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))))
}

const scaled = (value: number | null, factor: number): number | null => (value === null ? null : value * factor)

function roundTo(value: number, digits: number): number {
  if (value === 0) return 0
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1)
  return Math.round(value / step) * step
}
