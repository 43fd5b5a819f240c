import { checkCount, checkFinite, checkNotNegative } from './checks'
import { notReady, type Ready } from './errors'

/** What happened in one hour or one minute: `at` counts hours or minutes since 1970, `n` is what `y` is a rate of. */
export type Tally = { at: number; y: number; n: number }

/** What a count is expected to be, minute by minute. Plain data, so it survives JSON. */
export type Seasonal = {
  /** Usual rate y/n by hour of the week (UTC); null where nobody was there to see it. */
  readonly factors: readonly (number | null)[]
  /** How the present compares with what is usual; about 1. */
  readonly level: number
  /** Pearson sums of the last seven days and of today: Σ(y − λ)²/λ over `minutes`. */
  readonly days: readonly { readonly day: number; readonly pearson: number; readonly minutes: number }[]
}

const HOURS_A_WEEK = 168
const SAME_HOURS = { min: 4, max: 6 }
const MINUTES_A_DAY = 1_440
const DAYS_KEPT = 7
/** Level's weight of one minute: time constant one day. */
const GAIN = -Math.expm1(-1 / MINUTES_A_DAY)

/**
 * Hour-of-week factors g_h from hourly history (statistics §2h): the median rate of the last 4 to 6 same hours. An hour
 * in which nothing ever happened counts half an event over those weeks, or a single event would be a miracle.
 * `keep` carries level and dispersion over when the factors are drawn anew. `have`/`need`: weeks of history.
 */
export function seasonalBaseline(hours: readonly Tally[], keep?: Seasonal): Ready<{ model: Seasonal }> {
  const rates: Tally[][] = Array.from({ length: HOURS_A_WEEK }, () => [])
  for (const [i, hour] of hours.entries()) {
    checkTally(hour, `hours.${i}`)
    if (hour.n > 0) rates[hour.at % HOURS_A_WEEK]?.push(hour)
  }
  const seen = rates.filter((same) => same.length > 0)
  const weeks = seen.reduce((least, same) => Math.min(least, same.length), Infinity)
  if (seen.length === 0 || weeks < SAME_HOURS.min) {
    return notReady('history', seen.length === 0 ? 0 : weeks, SAME_HOURS.min)
  }
  const factors = rates.map((same) => usualRate(same.toSorted((a, b) => b.at - a.at).slice(0, SAME_HOURS.max)))
  return { ready: true, model: { factors, level: keep?.level ?? 1, days: keep?.days ?? [] } }
}

/** λ = g_h L n for one minute, and φ = Pearson dispersion of the last week, at least 1. No forecast for an unseen hour. */
export function forecast(model: Seasonal, at: number, n: number): { expected: number; dispersion: number } | null {
  checkCount(at, 'at')
  checkNotNegative(n, 'n')
  const factor = model.factors[Math.floor(at / 60) % HOURS_A_WEEK] ?? null
  if (factor === null) return null
  const minutes = model.days.reduce((sum, day) => sum + day.minutes, 0)
  const pearson = model.days.reduce((sum, day) => sum + day.pearson, 0)
  return { expected: factor * model.level * n, dispersion: minutes > 0 ? Math.max(1, pearson / minutes) : 1 }
}

/**
 * What one minute teaches: level L = EWMA(y / (g n)) with a time constant of one day, and the day's dispersion. Not to
 * be called while alarmed: the model then would learn the very thing that it should report (statistics §2h).
 */
export function learn(model: Seasonal, minute: Tally): Seasonal {
  checkTally(minute, 'minute')
  const { expected } = forecast(model, minute.at, minute.n) ?? { expected: 0 }
  if (expected === 0) return model
  const level = model.level + GAIN * (minute.y / (expected / model.level) - model.level)
  const day = Math.floor(minute.at / MINUTES_A_DAY)
  const kept = model.days.filter((d) => d.day > day - DAYS_KEPT - 1 && d.day <= day)
  const today = kept.find((d) => d.day === day) ?? { day, pearson: 0, minutes: 0 }
  const pearson = today.pearson + (minute.y - expected) ** 2 / expected
  const days = [...kept.filter((d) => d !== today), { day, pearson, minutes: today.minutes + 1 }]
  return { factors: model.factors, level: Math.max(level, LEVEL_MIN), days }
}

/** A level of 0 would never rise again: nothing can be a multiple of nothing. */
const LEVEL_MIN = 1e-3

function usualRate(same: readonly Tally[]): number | null {
  const rates = same.map(({ y, n }) => y / n).toSorted((a, b) => a - b)
  const middle = rates.length / 2
  const [low, high] = [rates[Math.ceil(middle) - 1], rates[Math.floor(middle)]]
  if (low === undefined || high === undefined) return null
  const least = 0.5 / same.reduce((sum, { n }) => sum + n, 0)
  return Math.max((low + high) / 2, least)
}

function checkTally(tally: Tally, field: string): void {
  checkCount(tally.at, `${field}.at`)
  checkNotNegative(tally.y, `${field}.y`)
  checkFinite(tally.n, `${field}.n`)
  checkNotNegative(tally.n, `${field}.n`)
}
