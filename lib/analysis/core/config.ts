import { type MetricId, type RolloutId, type StageId } from '@/lib/kernel/id'
import { assertNever, ok, refuse, type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { freezeRate } from './freeze-rate'
import { freezeTail, type FrozenTail } from './freeze-tail'
import { freezeValue, type PersonNumber, type Spread } from './freeze-value'
import { type MetricDefinition, type Size } from './schema'

/** People on the safe variant before Start, and how many of them had the event; or a rate somebody declared. */
export type History = { units: number; events: number } | { declaredRate: number }

type CommonConfig = {
  metricId: MetricId
  version: number
  key: string
  name: string
  unit: string
  direction: 'lower' | 'higher'
  role: 'guardrail' | 'goal'
  critical: boolean
  /** w_k of Ē; 0 for goals. */
  weight: number
  /** The limit in the metric's own unit (a rate, a mean, milliseconds); null: any harm counts, or not known yet. */
  limit: number | null
  hardLimit: number | null
}

/** A rate of people, as frozen at Start. */
export type RateConfig = CommonConfig & {
  aggregation: 'first-event' | 'proportion'
  /**
   * What the engine counts: the event, or its absence where the event is the rule (b > ½), which carries the evidence
   * then. `harm` is the direction in which the counted thing hurts.
   */
  counts: 'event' | 'absence'
  harm: 'up' | 'down'
  /** Rate of the counted thing, frozen at Start, and where it comes from. */
  baseline: number
  baselineFrom: 'history' | 'declared' | 'assumed'
  history: History
  /** The limit as the ratio R0 of the counted thing; 1: any harm counts. */
  ratioLimit: number
  /** What must be ruled out to go on: R0, or the MDE where no limit is set (statistics.md §2f). */
  proceedRatio: number
  /** The same size of gain; null where so large a gain is impossible. */
  gainRatio: number | null
  /** Centre of the prior of bets. */
  mdeRatio: number
}

/** A mean or a ratio of people's numbers, as frozen at Start. */
export type ValueConfig = CommonConfig & {
  aggregation: 'mean' | 'ratio'
  of: 'sum' | 'first'
  harm: 'up' | 'down'
  cap: number | null
  /** What ingest takes off every number before it sums it: y' = y − centre − slope·d. */
  centre: number
  slope: number
  /** Usual mean or ratio; null: learnt from the first control people, who are not counted then. */
  baseline: number | null
  baselineFrom: 'history' | 'first-control'
  spread: Spread | null
  margin: Size | null
  mde: Size | null
}

/** A quantile of people's first values, as frozen at Start. */
export type TailConfig = CommonConfig & {
  aggregation: 'quantile'
  harm: 'up'
  level: number
  margin: Size | null
  /** Thresholds that ingest counts against: five, and with a limit five stretched by it. */
  size: number
  /** Usual value at `level`; null: frozen later from the first control people, then in the state. */
  baseline: number | null
  baselineFrom: 'history' | 'first-control'
  frozen: FrozenTail | null
}

/** One guardrail or goal as frozen at Start. Its place is its place in the measurement plan and in every delta. */
export type MetricConfig = RateConfig | ValueConfig | TailConfig

export const isValue = (config: MetricConfig): config is ValueConfig =>
  config.aggregation === 'mean' || config.aggregation === 'ratio'
export const isTail = (config: MetricConfig): config is TailConfig => config.aggregation === 'quantile'
export const isRate = (config: MetricConfig): config is RateConfig => !isValue(config) && !isTail(config)

/** Everything the engine decides by, fixed at Start: no number in it may depend on the comparison's own data. */
export type AnalysisConfig = {
  rolloutId: RolloutId
  frozenAt: Instant
  metrics: MetricConfig[]
  reserve: number
  stages: StageId[]
  /** sha-256 of the rest, set by whoever stores it. */
  hash: string
}

export type MetricChoice = {
  metricId: MetricId
  version: number
  definition: MetricDefinition
  role: 'guardrail' | 'goal'
  critical: boolean
  /** Absolute limit of this rollout in place of the metric's own. */
  limit: number | null
  history: { units: number; events: number } | null
  /** The same for means and ratios: people's numbers; for quantiles: their first values. */
  people?: readonly PersonNumber[]
  values?: readonly number[]
}

/** Without slices: .95 for the guardrails, .05 in reserve (statistics.md §2f). */
export const RESERVE = 0.05
const CRITICAL_SHARES = 3

/** Freezes the configuration of a rollout. Refused when a limit on a fall would allow everything. */
export function freezeConfig(o: {
  rolloutId: RolloutId
  at: Instant
  stages: readonly StageId[]
  metrics: readonly MetricChoice[]
}): Outcome<AnalysisConfig> {
  const shares = o.metrics.map((m) => (m.role === 'goal' ? 0 : m.critical ? CRITICAL_SHARES : 1))
  const total = shares.reduce<number>((sum, share) => sum + share, 0)
  if (total === 0) return refuse('no-guardrail', 'A rollout needs at least one guardrail.', { field: 'guardrails' })
  const metrics: MetricConfig[] = []
  for (const [k, choice] of o.metrics.entries()) {
    const metric = freezeMetric(choice, ((1 - RESERVE) * (shares[k] ?? 0)) / total)
    if (!metric.ok) return metric
    metrics.push(metric.value)
  }
  return ok({
    rolloutId: o.rolloutId,
    frozenAt: o.at,
    metrics,
    reserve: RESERVE,
    stages: [...o.stages],
    hash: '',
  })
}

function freezeMetric(choice: MetricChoice, weight: number): Outcome<MetricConfig> {
  const { aggregation } = choice.definition
  switch (aggregation) {
    case 'mean':
    case 'ratio':
      return freezeValue(choice, weight)
    case 'quantile':
      return ok(freezeTail(choice, weight))
    case 'first-event':
    case 'proportion':
      return freezeRate(choice, weight)
    default:
      return assertNever(aggregation)
  }
}
