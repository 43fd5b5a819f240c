import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { frozenRate } from '@/lib/statistics/baseline'
import { limitToRatio } from '@/lib/statistics/null-ratio'
import { type History, type MetricChoice, type RateConfig } from './config'
import { type Size } from './schema'

/** A declared rate weighs as much as this many people (statistics.md §2b); fewer cannot replace it. */
const HISTORY_UNITS_MIN = 200
const ASSUMED_RATE = { lower: 0.01, higher: 0.1 }

/** Freezes a rate of people: its baseline, and its limit as a ratio of it. */
export function freezeRate(choice: MetricChoice, weight: number): Outcome<RateConfig> {
  const { definition } = choice
  const aggregation = definition.aggregation === 'proportion' ? 'proportion' : 'first-event'
  const { history, from } = historyOf(choice)
  const rate = 'declaredRate' in history ? history.declaredRate : frozenRate(history)
  const counts = aggregation === 'proportion' && rate > 0.5 ? 'absence' : 'event'
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
    aggregation,
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

function historyOf(choice: MetricChoice): { history: History; from: RateConfig['baselineFrom'] } {
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
