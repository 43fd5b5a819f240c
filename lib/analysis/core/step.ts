import { type Instant, instant, toMs } from '@/lib/kernel/time'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { type Bucket, bucketOf, coinShare } from './bucket'
import { type AnalysisConfig, isTail, isValue } from './config'
import { stepFirstEvent } from './first-event'
import { latch } from './harm'
import { stepProportion } from './proportion'
import { openIn } from './stage'
import { type ArmCounts, type EngineState, HOUR_MS, OMEGA, type Stratum } from './state'
import { stepTail } from './tail'
import { stepValue } from './value'

/**
 * Takes the deltas of one tick (at most one second of arrivals) into the state. Buckets are never merged: the share at
 * risk in first-event processes is that of the tick. `at` = arrival of its last row; it never runs backwards.
 */
export function step(
  state: EngineState,
  rows: readonly CohortDelta[],
  at: Instant,
  config: AnalysisConfig,
): EngineState {
  if (rows.length === 0) return state
  const now = at > state.at ? at : state.at
  const debts = { ...state.debts }
  const settle = (key: string, value: number): number => settled(debts, key, value)
  const bucket = bucketOf(rows, config.metrics)
  const begun = openHours(state, config, now)
  const strata = withStrata(begun.strata, bucket, settle)
  const controlUnits = strata.reduce((sum, s) => sum + s.control, 0)
  const fresh = sumArms(strata.filter((s) => s.stageId === state.stage.id))
  const inStage = bucket.strata.filter((s) => s.stageId === state.stage.id)
  const entered = sumArms(inStage.map((s) => s.entered))
  const units = notNegative(sumArms([state.units, entered]))
  const metrics = begun.metrics.map((metric, k) => {
    const own = config.metrics[k]
    if (!own) return metric
    const tick = { strata: bucket.strata, k, settle, stageId: state.stage.id }
    if (metric.form === 'value') return isValue(own) ? stepValue(metric, own, tick) : metric
    if (metric.form === 'tail') return isTail(own) ? stepTail(metric, own, tick) : metric
    if (isValue(own) || isTail(own)) return metric
    return own.aggregation === 'first-event'
      ? stepFirstEvent(metric, own, tick)
      : stepProportion(metric, own, { ...tick, controlUnits, inStage: fresh })
  })
  const next: EngineState = {
    ...begun,
    at: now,
    metrics,
    strata,
    units,
    entered: state.entered + bucket.strata.reduce((sum, s) => sum + s.entered.exposed + s.entered.control, 0),
    crossed: state.crossed + bucket.crossed,
    lag: { exposed: plusLag(state, bucket, 'exposed'), control: plusLag(state, bucket, 'control') },
    arrivals: withArrivals(state.arrivals, entered.exposed, now),
    lastDataAt: now,
    debts,
  }
  const hasLearnt = metrics.some(
    (metric, k) => metric.e0 !== state.metrics[k]?.e0 || metric.em !== state.metrics[k]?.em,
  )
  return hasLearnt ? latch(next, config) : next
}

/** Full UTC hours since the last bucket begin their starts now: nothing was counted in between. */
function openHours(state: EngineState, config: AnalysisConfig, now: Instant): EngineState {
  const firstMs = Math.ceil(toMs(state.startedAt) / HOUR_MS) * HOUR_MS
  const passed = Math.floor((toMs(now) - firstMs) / HOUR_MS) + 1
  const hours = Math.min(Math.max(passed, 0), OMEGA.hourCount)
  if (hours <= state.hours) return state
  const omega = ((hours - state.hours) * OMEGA.hours) / OMEGA.hourCount
  const at = instant(firstMs + (hours - 1) * HOUR_MS)
  return {
    ...state,
    hours,
    metrics: state.metrics.map((metric, k) => {
      const own = config.metrics[k]
      return own ? openIn(metric, own, { omega, at, of: 'hour' }) : metric
    }),
  }
}

/** Counts only what a correction leaves over; what a correction still owes waits for the next tick. */
function settled(debts: Record<string, number>, key: string, value: number): number {
  const sum = value + (debts[key] ?? 0)
  if (sum >= 0) delete debts[key]
  else debts[key] = sum
  return Math.max(0, sum)
}

function withStrata(
  strata: readonly Stratum[],
  bucket: Bucket,
  settle: (key: string, value: number) => number,
): Stratum[] {
  const next = [...strata]
  for (const { stageId, share, coin, entered } of bucket.strata) {
    if (coin === 'known' || coinShare({ share, coin }) === null) continue
    const place = next.findIndex((s) => s.stageId === stageId && s.share === share && s.coin === coin)
    const before = next[place] ?? { stageId, share, coin, exposed: 0, control: 0 }
    const key = `enter ${stageId} ${share} ${coin}`
    const after = {
      ...before,
      exposed: before.exposed + settle(`${key} exposed`, entered.exposed),
      control: before.control + settle(`${key} control`, entered.control),
    }
    if (place < 0) next.push(after)
    else next[place] = after
  }
  return next
}

export const sumArms = (counts: readonly ArmCounts[]): ArmCounts => ({
  exposed: counts.reduce((sum, c) => sum + c.exposed, 0),
  control: counts.reduce((sum, c) => sum + c.control, 0),
})

const notNegative = (counts: ArmCounts): ArmCounts => ({
  exposed: Math.max(0, counts.exposed),
  control: Math.max(0, counts.control),
})

function plusLag(state: EngineState, bucket: Bucket, arm: 'exposed' | 'control'): { sum: number; count: number } {
  const [before, more] = [state.lag[arm], bucket.lag[arm]]
  return { sum: before.sum + more.sum, count: before.count + more.count }
}

/** One hour's memory: enough to name a rate of arrivals, short enough to follow the day. */
function withArrivals(before: EngineState['arrivals'], exposed: number, now: Instant): EngineState['arrivals'] {
  const faded = Math.exp(-(toMs(now) - toMs(before.at)) / HOUR_MS)
  return { ...before, weighted: before.weighted * faded + exposed, at: now }
}

/** Exposed people per hour as of the last bucket. */
export function arrivalsPerHour({ weighted, since, at }: EngineState['arrivals']): number {
  const seen = 1 - Math.exp(-(toMs(at) - toMs(since)) / HOUR_MS)
  return seen > 0 ? weighted / seen : 0
}
