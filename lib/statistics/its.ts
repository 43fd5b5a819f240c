import { checkAbove, checkCount, checkFinite, checkLength } from './checks'
import { notReady, type Ready, StatsInputError } from './errors'
import { type Coef, neweyWest } from './newey-west'

/**
 * `level`: jump at t0, in units of y; `slope`: change of the trend, per step. `placeboRank` 1 = stronger than at any of
 * the `placebos` fake change times before t0.
 */
export type Interruption = {
  level: Coef
  slope: Coef
  lag: number
  df: number
  placeboRank: number
  placebos: number
}

const DAY_MINUTES = 1_440
const WEEK_MINUTES = 10_080
const CYCLES_MIN = 2
const AFTER_MIN = 12
const PLACEBOS = 20
const PAIRS = 2

/**
 * Interrupted time series [Ber17, NW87] (statistics §2i): trend, jump and bend at t0, two Fourier pairs each for the day
 * and the week, γ × the control series if any; OLS with Newey–West errors. Observational: it may pause, never roll back
 * alone, never prove. The p-values are nominal: of quiet series with memory one in five falls below .05 (level, three
 * weeks of hours). `placeboRank` is what to act on: it is 1 in one quiet series of 21. `t0Index` is the time of our own change, never chosen from the data.
 * Needs 12 points after t0 and two full cycles before: two days; with less than two weeks the model knows no week.
 * Steps of five minutes or more: it fits 21 times.
 */
export function interruptedTimeSeries(
  y: readonly number[],
  t0Index: number,
  o: { stepMinutes: number; control?: readonly number[] },
): Ready<Interruption> {
  checkCount(t0Index, 't0Index')
  checkAbove(o.stepMinutes, 0, 'stepMinutes')
  y.forEach((value, t) => checkFinite(value, `y.${t}`))
  if (o.control) checkLength(o.control.length, y.length, 'control')
  o.control?.forEach((value, t) => checkFinite(value, `control.${t}`))
  if (t0Index > y.length) throw new StatsInputError('ORDER', 't0Index', 'must lie inside the series')
  const periods = [DAY_MINUTES / o.stepMinutes, WEEK_MINUTES / o.stepMinutes].filter((period) => period > 2)
  const least = Math.ceil(CYCLES_MIN * (periods[0] ?? WEEK_MINUTES / o.stepMinutes))
  if (t0Index < Math.max(least, AFTER_MIN)) return notReady('history', t0Index, Math.max(least, AFTER_MIN))
  if (y.length - t0Index < AFTER_MIN) return notReady('history', y.length - t0Index, AFTER_MIN)
  const seasons = periods.filter((period) => t0Index >= CYCLES_MIN * period)
  const fit = fitAt(y, t0Index, seasons, o.control)
  if (fit === null) return notReady('variance', 0, 1)
  const fakes = fakeTimes(t0Index)
  const before = y.slice(0, t0Index)
  const placebos = fakes.flatMap((at) => {
    const fake = fitAt(before, at, seasons, o.control?.slice(0, t0Index))
    return fake === null ? [] : [strength(fake)]
  })
  const own = strength(fit)
  const placeboRank = 1 + placebos.filter((fake) => fake >= own).length
  return { ready: true, ...fit, placeboRank, placebos: placebos.length }
}

type Change = { level: Coef; slope: Coef; lag: number; df: number }

function fitAt(
  y: readonly number[],
  t0: number,
  seasons: readonly number[],
  control: readonly number[] | undefined,
): Change | null {
  const rows = y.map((_, t) => {
    const waves = seasons.flatMap((period) => fourier(t, period))
    const known = [1, t, ...waves, ...(control === undefined ? [] : [control[t] ?? 0])]
    return [t >= t0 ? 1 : 0, Math.max(0, t - t0), ...known]
  })
  const fit = neweyWest(rows, y)
  const [level, slope] = fit?.coefs ?? []
  return fit && level && slope ? { level, slope, lag: fit.lag, df: fit.df } : null
}

/** Two pairs of waves, fewer where the steps are too coarse to tell them from a constant. */
function fourier(t: number, period: number): number[] {
  return Array.from({ length: PAIRS }, (_, i) => i + 1).flatMap((k) => {
    const angle = (2 * Math.PI * k * t) / period
    return 2 * k < period ? [Math.sin(angle), Math.cos(angle)] : []
  })
}

/** Times spread over the second half before t0: each fake has about a cycle before it and 12 points after. */
function fakeTimes(t0: number): number[] {
  const [first, last] = [Math.ceil(t0 / 2), t0 - AFTER_MIN]
  const times = Array.from({ length: PLACEBOS }, (_, i) => Math.round(first + ((last - first) * i) / (PLACEBOS - 1)))
  return [...new Set(times.filter((at) => at >= 1 && at <= last))]
}

/** The stronger of jump and bend, in standard errors. */
function strength({ level, slope }: Change): number {
  return Math.max(inErrors(level), inErrors(slope))
}

function inErrors({ beta, se }: Coef): number {
  return se > 0 ? Math.abs(beta) / se : beta === 0 ? 0 : Infinity
}
