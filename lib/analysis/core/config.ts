import { type MetricId, type RolloutId, type StageId } from '@/lib/kernel/id'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { frozenRate } from '@/lib/statistics/baseline'
import { limitToRatio } from '@/lib/statistics/null-ratio'
import { type MetricDefinition, type Size } from './schema'

/** People on the safe variant before Start, and how many of them had the event; or a rate somebody declared. */
export type History = { units: number; events: number } | { declaredRate: number }

/** One guardrail or goal as frozen at Start. Its place is its place in the measurement plan and in every delta. */
export type MetricConfig = {
  metricId: MetricId
  version: number
  key: string
  name: string
  unit: string
  direction: 'lower' | 'higher'
  aggregation: 'first-event' | 'proportion'
  role: 'guardrail' | 'goal'
  critical: boolean
  /** w_k of Ē; 0 for goals. */
  weight: number
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
  /** The limit as a rate, and as the ratio R0 of the counted thing; null and 1: any harm counts. */
  limit: number | null
  ratioLimit: number
  /** What must be ruled out to go on: R0, or the MDE where no limit is set (statistics.md §2f). */
  proceedRatio: number
  /** The same size of gain; null where so large a gain is impossible. */
  gainRatio: number | null
  /** Centre of the prior of bets. */
  mdeRatio: number
  hardLimit: number | null
}

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
}

/** Without slices: .95 for the guardrails, .05 in reserve (statistics.md §2f). */
export const RESERVE = 0.05
const CRITICAL_SHARES = 3
/** A declared rate weighs as much as this many people (statistics.md §2b); fewer cannot replace it. */
const HISTORY_UNITS_MIN = 200
const ASSUMED_RATE = { lower: 0.01, higher: 0.1 }

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
  const { definition } = choice
  const { history, from } = historyOf(choice)
  const rate = 'declaredRate' in history ? history.declaredRate : frozenRate(history)
  const counts = definition.aggregation === 'proportion' && rate > 0.5 ? 'absence' : 'event'
  const harm = (definition.direction === 'lower') === (counts === 'event') ? 'up' : 'down'
  const baseline = counts === 'event' ? rate : 1 - rate
  const size = choice.limit === null ? definition.harmLimit : { kind: 'absolute' as const, value: choice.limit }
  const limit = size && asRate(size, rate)
  if (limit !== null && harm === 'down' && limit >= baseline) {
    return refuse('limit-too-wide', `The harm limit of ${definition.key} is as large as its usual rate.`, {
      field: `guardrails.${definition.key}`,
      remedy: 'Set a smaller limit, or a relative one.',
    })
  }
  const ratioOf = (change: number): number => limitToRatio({ limit: change, kind: 'absolute', harm, baseline })
  const worthFinding = definition.mde ? asRate(definition.mde, rate) : defaultMde(harm, baseline) * baseline
  const ruledOut = limit ?? Math.min(worthFinding, harm === 'down' ? 0.9 * baseline : 1 - baseline)
  return ok({
    metricId: choice.metricId,
    version: choice.version,
    key: definition.key,
    name: definition.name,
    unit: definition.unit,
    direction: definition.direction,
    aggregation: definition.aggregation,
    role: choice.role,
    critical: choice.critical,
    weight,
    counts,
    harm,
    baseline,
    baselineFrom: from,
    history: counts === 'event' ? history : absenceOf(history),
    limit,
    ratioLimit: limit === null ? 1 : ratioOf(limit),
    proceedRatio: ratioOf(ruledOut),
    gainRatio: gainOf(harm, ruledOut / baseline),
    mdeRatio: harm === 'up' ? 1 + worthFinding / baseline : Math.max(0.3, 1 - worthFinding / baseline),
    hardLimit: definition.hardLimit,
  })
}

function historyOf(choice: MetricChoice): { history: History; from: MetricConfig['baselineFrom'] } {
  const { history, definition } = choice
  const { declaredRate } = definition
  if (history && history.units >= HISTORY_UNITS_MIN) return { history, from: 'history' }
  if (declaredRate !== null) return { history: { declaredRate }, from: 'declared' }
  if (history && history.units > 0) return { history, from: 'history' }
  return { history: { declaredRate: ASSUMED_RATE[definition.direction] }, from: 'assumed' }
}

const absenceOf = (history: History): History =>
  'declaredRate' in history
    ? { declaredRate: 1 - history.declaredRate }
    : { units: history.units, events: history.units - history.events }

const asRate = (size: Size, rate: number): number => (size.kind === 'absolute' ? size.value : size.value * rate)

/** Relative: rare things (crashes) are bet on at three times, others at 1.4; falls at a tenth (statistics.md §2b). */
function defaultMde(harm: 'up' | 'down', baseline: number): number {
  if (harm === 'down') return 0.1
  return baseline <= 0.002 ? 2 : 0.4
}

function gainOf(harm: 'up' | 'down', relative: number): number | null {
  if (harm === 'down') return 1 + relative
  return relative < 1 ? 1 - relative : null
}
