import { type StageId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { predictableBaseline } from '@/lib/statistics/baseline'
import { type AnalysisConfig, isTail, isValue, type MetricConfig, type RateConfig } from './config'
import { firstLead, withStart } from './lead'
import { gridsOf, opened } from './process'
import {
  type EngineState,
  freshCurve,
  type MetricState,
  noCounts,
  OMEGA,
  type RateState,
  type StageState,
  type Theta,
} from './state'
import { newTail, stageOfTail, withTailStart } from './tail'
import { newValue, stageOfValue, withValueStart } from './value'

export type StageOpening = { id: StageId; share: number; position: number; at: Instant }

/** First doubling of booked people at which θ is renewed. */
const FIRST_EPOCH = 64

/** The engine's state at the start of the first stage (statistics.md §2k, Starts). */
export function startEngine(config: AnalysisConfig, stage: StageOpening): EngineState {
  const omega = config.stages.length > 1 ? OMEGA.start : OMEGA.onlyStart
  const first: StageState = { id: stage.id, share: stage.share, position: stage.position, since: stage.at, omega }
  return {
    startedAt: stage.at,
    at: stage.at,
    stage: first,
    hours: 0,
    stageOmegaLeft: config.stages.length > 1 ? OMEGA.stages : 0,
    opened: [stage.id],
    metrics: config.metrics.map((metric) => newMetric(metric, first)),
    strata: [],
    units: noCounts,
    entered: 0,
    crossed: 0,
    lag: { exposed: { sum: 0, count: 0 }, control: { sum: 0, count: 0 } },
    arrivals: { weighted: 0, since: stage.at, at: stage.at },
    lastDataAt: null,
    latched: { all: 0, guardrails: 0, firstEvents: 0 },
    debts: {},
    word: { code: 'too-early', since: stage.at },
  }
}

/**
 * A new stage: its declared start opens in every process, and what is read per stage (proceed-E, band, counts) begins
 * anew. Declared stages share .4 equally; one that comes unplanned (Resume after a stop) takes half of what is left.
 */
export function openStage(state: EngineState, config: AnalysisConfig, stage: StageOpening): EngineState {
  const waiting = config.stages.filter((id) => !state.opened.includes(id))
  const isPlanned = waiting.includes(stage.id)
  const omega = isPlanned ? state.stageOmegaLeft / waiting.length : state.stageOmegaLeft / 2
  const isSameStage = stage.position === state.stage.position
  const before = Math.max(state.units.exposed, state.stage.before ?? 0)
  const next: StageState = {
    id: stage.id,
    share: stage.share,
    position: stage.position,
    since: stage.at,
    omega,
    ...(isSameStage ? { before } : {}),
  }
  return {
    ...state,
    stage: next,
    stageOmegaLeft: state.stageOmegaLeft - omega,
    opened: isPlanned ? [...state.opened, stage.id] : state.opened,
    metrics: state.metrics.map((metric, k) => {
      const own = config.metrics[k]
      return own ? stageOfMetric(openIn(metric, own, { omega, at: stage.at, of: 'stage' }), own) : metric
    }),
    units: noCounts,
    lag: { exposed: { sum: 0, count: 0 }, control: { sum: 0, count: 0 } },
  }
}

/** A declared start: of a stage, or of full hours. */
export type Start = { omega: number; at: Instant; of: 'stage' | 'hour' }

/** Opens one start in E₀ and E_m. Means and ratios have none at the hours: theirs must be few (statistics.md §2k). */
export function openIn(metric: MetricState, config: MetricConfig, { omega, at, of }: Start): MetricState {
  if (omega <= 0) return metric
  if (metric.form === 'value') return of === 'stage' ? withValueStart(metric, omega, at) : metric
  if (metric.form === 'tail') return withTailStart(metric, omega, at)
  if (isTail(config) || isValue(config)) return metric
  const { harm } = gridsOf(config)
  return {
    ...metric,
    e0: opened(metric.e0, omega, harm),
    em: metric.em && opened(metric.em, omega, harm),
    lead: withStart(metric.lead, omega, at),
  }
}

function newMetric(config: MetricConfig, stage: StageState): MetricState {
  if (isValue(config)) return newValue(config, stage.omega, stage.since)
  if (isTail(config)) return newTail(config, stage.omega, stage.since)
  const { harm } = gridsOf(config)
  const process = opened(null, stage.omega, harm)
  return stageOfRate(
    {
      e0: process,
      em: config.ratioLimit === 1 ? null : process,
      proceed: null,
      lead: firstLead(harm.r.length, stage.omega, stage.since),
      supEm: 0,
      factor: 1,
      curve: freshCurve,
      risk: {},
      units: noCounts,
      events: noCounts,
      theta:
        config.aggregation === 'proportion'
          ? { value: 0, control: { units: 0, booked: 0, yes: 0 }, booked: 0, nextAt: FIRST_EPOCH }
          : null,
      band: null,
    },
    config,
  )
}

/** What is read per stage begins anew: the new stage's strata are still empty. */
function stageOfMetric(metric: MetricState, config: MetricConfig): MetricState {
  if (metric.form === 'value') return isValue(config) ? stageOfValue(metric, config) : metric
  if (metric.form === 'tail') return isTail(config) ? stageOfTail(metric, config) : metric
  return isValue(config) || isTail(config) ? metric : stageOfRate(metric, config)
}

function stageOfRate(metric: RateState, config: RateConfig): RateState {
  return {
    ...metric,
    proceed: null,
    curve: freshCurve,
    units: noCounts,
    events: noCounts,
    theta: metric.theta && renewedTheta(metric.theta, config),
    band: null,
  }
}

/** A new epoch of θ (stage start, doubling of booked people): made from earlier control people alone. */
export function renewedTheta(theta: Theta, config: RateConfig): Theta {
  const { booked, yes } = theta.control
  const units = Math.max(theta.control.units, booked)
  const events = config.counts === 'event' ? yes : units - yes
  return {
    ...theta,
    value: predictableBaseline(config.history, { units, events }),
    nextAt: Math.max(FIRST_EPOCH, 2 * theta.booked),
  }
}
