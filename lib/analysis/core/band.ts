import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { resolution } from '@/lib/statistics/information'
import { curveBound, curveEstimate, type RatioCurve } from '@/lib/statistics/ratio-curve'
import { type Grid } from '@/lib/statistics/grid'
import { proceedUpPrior } from '@/lib/statistics/priors'
import { type AnalysisConfig, isTail, isValue, type MetricConfig, type RateConfig, type TailConfig } from './config'
import { placeOf } from './freeze-tail'
import { gridsOf } from './process'
import { type Band, type EngineState, type MetricState, OMEGA, type StageState } from './state'
import { tailGrids } from './tail'
import { drawValueBand } from './value-band'

/** A band costs a hundred times what a step costs; a screen cannot follow it faster than this. */
const REDRAW_MS = 5000
const THRESHOLD = 20

/** What a band is drawn from: nothing new, no new band. */
const eventsOf = (metric: MetricState): number =>
  metric.form === 'value' ? metric.events.exposed + metric.events.control : metric.curve.dT + metric.curve.dC

/**
 * Redraws bands that are due, the oldest first and one for every second since any was drawn, so that many guardrails
 * never fall due together. The clock is that of the last delta: replay draws the same ones.
 */
export function drawBands(state: EngineState, config: AnalysisConfig): EngineState {
  const drawnAt = state.metrics.flatMap(({ band }) => band?.at ?? []).toSorted()
  const last = drawnAt.at(-1)
  const most = last === undefined ? Infinity : Math.max(1, Math.floor(elapsedMs(last, state.at) / 1000))
  const due = state.metrics
    .flatMap((metric, k) => (bandDue(metric, state.at) ? [{ k, since: metric.band?.at ?? '' }] : []))
    .toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.k - b.k))
    .slice(0, most)
  if (due.length === 0) return state
  const drawn = new Set(due.map(({ k }) => k))
  return {
    ...state,
    metrics: state.metrics.map((metric, k) => {
      const own = config.metrics[k]
      return own && drawn.has(k) ? withBand(metric, own, state.stage, state.at) : metric
    }),
  }
}

/** Whether new events have come since the band was drawn, and long enough ago. */
function bandDue(metric: MetricState, now: Instant): boolean {
  const events = eventsOf(metric)
  if (metric.band === null) return events > 0
  if (events === metric.band.events) return false
  return elapsedMs(metric.band.at, now) >= REDRAW_MS
}

function withBand(metric: MetricState, config: MetricConfig, stage: StageState, now: Instant): MetricState {
  const spent = spentOn(config, stage)
  if (metric.form === 'value') {
    return isValue(config) ? { ...metric, band: drawValueBand(metric, config, { stage, spent, now }) } : metric
  }
  if (metric.form === 'tail') {
    return isTail(config) ? { ...metric, band: tailBand(metric.curve, config, { spent, now }) } : metric
  }
  if (isValue(config) || isTail(config)) return metric
  return { ...metric, band: rateBand(metric.curve, config, { stage, spent, now, people: metric.units.exposed }) }
}

/** Which part of the error is spent here. A metric without weight is only explored. */
export type Spent = { weight: number; omega: number; share: number }

function spentOn({ weight }: MetricConfig, stage: StageState): Spent {
  if (weight <= 0) return { weight: 1, omega: 1, share: 1 }
  // A stage that got no start of its own is still watched by the hourly ones.
  const omega = stage.omega > 0 ? stage.omega : OMEGA.hours / OMEGA.hourCount
  return { weight, omega, share: weight * omega }
}

type Drawing = { stage: StageState; spent: Spent; now: Instant; people: number }

/**
 * The always-valid band of the rate ratio from the present stage's own events (statistics.md §2k): the harm end at
 * 20/(w_k ω_s), the other end where proceed-E reaches 20. A metric without weight is only explored: 20 at both ends.
 */
function rateBand(curve: RatioCurve, config: RateConfig, { stage, spent, now, people }: Drawing): Band {
  const { harm, proceed } = gridsOf(config)
  const isUp = config.harm === 'up'
  const ends = endsOf(curve, {
    below: { grid: isUp ? harm : proceed, threshold: isUp ? THRESHOLD / spent.share : THRESHOLD },
    above: { grid: isUp ? proceed : harm, threshold: isUp ? THRESHOLD : THRESHOLD / spent.share },
  })
  return { at: now, ...ends, resolution: visible(people, config, stage, spent) }
}

/**
 * The ratio of exceedances at the level's own threshold. Five e-values are averaged, so one alone must be five times
 * as large: a band past the limit still means that Ē is.
 */
function tailBand(curve: RatioCurve, { level }: TailConfig, { spent, now }: Pick<Drawing, 'spent' | 'now'>): Band {
  const grid = tailGrids[placeOf(level)] ?? proceedUpPrior()
  const all = THRESHOLD * tailGrids.length
  const ends = endsOf(curve, {
    below: { grid, threshold: all / spent.share },
    above: { grid: proceedUpPrior(), threshold: all },
  })
  return { at: now, ...ends, resolution: null }
}

type End = { grid: Grid; threshold: number }

function endsOf(curve: RatioCurve, { below, above }: { below: End; above: End }) {
  const lower = curveBound(curve, { ...below, side: 'lower' })
  const upper = curveBound(curve, { ...above, side: 'upper' })
  const estimate = curveEstimate(curve)
  return {
    events: curve.dT + curve.dC,
    lower,
    upper: Number.isFinite(upper) ? upper : null,
    estimate: estimate !== null && Number.isFinite(estimate) ? estimate : null,
  }
}

/** Smallest harm that would show on average with the people so far, as a rate; null: not even the worst would. */
function visible(nT: number, config: RateConfig, stage: StageState, { weight, omega }: Spent): number | null {
  if (stage.share >= 100_000) return null
  const { baseline: p0, harm } = config
  const seen = resolution({ nT, p0, share: stage.share / 100_000, harm, weight, omega })
  return seen.ready ? seen.delta : null
}
