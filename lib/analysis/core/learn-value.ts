import { cupedTheta } from '@/lib/statistics/cuped'
import { residualSums } from '@/lib/statistics/ratio-moments'
import { type Moments } from '@/lib/telemetry/core/model'
import { type ValueConfig } from './config'
import { absoluteSize, SPREAD_UNITS_MIN, type Spread } from './freeze-value'
import { type Size } from './schema'
import { type Learnt, type ValueState } from './state'

/** History weighs as much as this many people at most, so that the live control soon outweighs it. */
const HISTORY_UNITS_MAX = 2000
/** Where nobody said what is worth finding: a tenth of the spread. */
const MDE_SPREADS = 0.1
/** Below this part of the mean square a variance is rounding. */
const ROUNDING = 1e-13

/**
 * What the score goes by from now on, made of earlier people alone (statistics.md §2d). Without history the first control
 * people tell level and spread, and are not counted themselves; then the scale of bets stands for good.
 */
export function learnt({ learnt: before, pool }: ValueState, config: ValueConfig): Learnt | null {
  const fixed = before ?? firstLearnt(pool.control, config)
  if (!fixed) return null
  const { control, exposed } = pool
  const units = config.spread ? Math.min(config.spread.units, HISTORY_UNITS_MAX) : 0
  const isRatio = config.aggregation === 'ratio'
  const off = control.y / (isRatio ? units * fixed.meanD + control.d : units + control.n)
  const drift = Number.isFinite(off) ? off : 0
  const theta = control.n < SPREAD_UNITS_MIN ? null : slopeOf([control, exposed], isRatio ? drift : 0)
  return {
    ...fixed,
    mu: isRatio ? 0 : drift,
    ratio: isRatio ? config.slope + drift : 0,
    theta: theta?.theta ?? 0,
    xBar: theta?.xBar ?? 0,
  }
}

function firstLearnt(control: Moments, config: ValueConfig): Learnt | null {
  const level = config.baseline ?? levelOf(control, config)
  const spread = config.spread ?? spreadOf(control, config)
  if (level === null || spread === null) return null
  const deviation = MDE_SPREADS * Math.sqrt(spread.sigma2)
  const size = (wanted: Size | null): number => (wanted && absoluteSize(wanted, level)) || deviation
  const ruled: Size = config.margin ?? config.mde ?? { kind: 'absolute', value: deviation }
  // A part of a level that is not above 0 is nothing: then the size of the spread stands in.
  const usable: Size = ruled.kind === 'relative' && level <= 0 ? { kind: 'absolute', value: deviation } : ruled
  return {
    baseline: level,
    sigma2: spread.sigma2,
    meanD: spread.meanD,
    mde: size(config.mde ?? config.margin),
    ruled: usable,
    mu: 0,
    ratio: 0,
    theta: 0,
    xBar: 0,
  }
}

/** Mean or ratio of these people; null: there is none. */
export function levelOf(arm: Moments, config: ValueConfig): number | null {
  const below = config.aggregation === 'ratio' ? arm.d : arm.n
  if (below === 0) return null
  const level = (config.aggregation === 'ratio' ? config.slope : config.centre) + arm.y / below
  return Number.isFinite(level) ? level : null
}

function spreadOf(arm: Moments, config: ValueConfig): Spread | null {
  if (arm.n < SPREAD_UNITS_MIN) return null
  const isRatio = config.aggregation === 'ratio'
  const meanD = isRatio ? arm.d / arm.n : 1
  const squares = isRatio
    ? residualSums({ n: arm.n, sY: arm.y, sD: arm.d, sYY: arm.yy, sDD: arm.dd, sYD: arm.yd }, arm.y / arm.d).squares
    : arm.yy - (arm.y * arm.y) / arm.n
  const sigma2 = squares / (arm.n - 1) / (meanD * meanD)
  return squares > ROUNDING * arm.yy && Number.isFinite(sigma2) && sigma2 > 0 ? { sigma2, meanD, units: arm.n } : null
}

function slopeOf(arms: readonly Moments[], ratio: number): { theta: number; xBar: number } | null {
  const told = cupedTheta(
    arms.map((arm) => ({
      n: arm.n,
      s1: arm.y - ratio * arm.d,
      sx: arm.x,
      sxx: arm.xx,
      syx: arm.yx - ratio * arm.dx,
    })),
  )
  return told.ready ? told : null
}
