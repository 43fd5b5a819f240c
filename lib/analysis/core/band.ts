import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { resolution } from '@/lib/statistics/information'
import { curveBound, curveEstimate } from '@/lib/statistics/ratio-curve'
import { type AnalysisConfig, type MetricConfig } from './config'
import { gridsOf } from './process'
import { type Band, type EngineState, type MetricState, OMEGA, type StageState } from './state'

/** A band costs a hundred times what a step costs; a screen cannot follow it faster than this. */
const REDRAW_MS = 5000
const THRESHOLD = 20

const eventsOf = (metric: MetricState): number => metric.curve.dT + metric.curve.dC

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
      return own && drawn.has(k) ? { ...metric, band: drawBand(metric, own, state.stage, state.at) } : metric
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

/**
 * The always-valid band of the rate ratio from the present stage's own events (statistics.md §2k): the harm end at
 * 20/(w_k ω_s), the other end where proceed-E reaches 20. A metric without weight is only explored: 20 at both ends.
 */
function drawBand(metric: MetricState, config: MetricConfig, stage: StageState, now: Instant): Band {
  const { harm, proceed } = gridsOf(config)
  const isUp = config.harm === 'up'
  // A stage that got no start of its own is still watched by the hourly ones.
  const omega = stage.omega > 0 ? stage.omega : OMEGA.hours / OMEGA.hourCount
  const share = config.weight > 0 ? config.weight * omega : 1
  const lower = curveBound(metric.curve, {
    grid: isUp ? harm : proceed,
    threshold: isUp ? THRESHOLD / share : THRESHOLD,
    side: 'lower',
  })
  const upper = curveBound(metric.curve, {
    grid: isUp ? proceed : harm,
    threshold: isUp ? THRESHOLD : THRESHOLD / share,
    side: 'upper',
  })
  const estimate = curveEstimate(metric.curve)
  return {
    at: now,
    events: eventsOf(metric),
    lower,
    upper: Number.isFinite(upper) ? upper : null,
    estimate: estimate !== null && Number.isFinite(estimate) ? estimate : null,
    resolution: visible(metric, config, stage, config.weight > 0 ? config.weight : 1, config.weight > 0 ? omega : 1),
  }
}

/** Smallest harm that would show on average with the people so far, as a rate; null: not even the worst would. */
function visible(
  metric: MetricState,
  config: MetricConfig,
  stage: StageState,
  weight: number,
  omega: number,
): number | null {
  if (stage.share >= 100_000) return null
  const { baseline: p0, harm } = config
  const seen = resolution({ nT: metric.units.exposed, p0, share: stage.share / 100_000, harm, weight, omega })
  return seen.ready ? seen.delta : null
}
