import { type Eta } from '@/lib/rollouts/core/schema'
import { etaToDecision } from '@/lib/statistics/eta'
import { informationRate } from '@/lib/statistics/information'
import { type AnalysisConfig, isTail, isValue, type MetricConfig } from './config'
import { LOG_20, type VerdictFacts } from './facts'
import { placeOf } from './freeze-tail'
import { absoluteSize } from './freeze-value'
import { isComparisonOver, stageAgeMs } from './quality'
import { type EngineState, type MetricState } from './state'
import { arrivalsPerHour } from './step'
import { frozenOf } from './tail'

export type Minimum = {
  enough: boolean
  /** Guardrail that lacks most, where people are what is missing. */
  slowest: string | null
  eta: Eta
}

type Need = { key: string; have: number; need: number; drift: number }

/** What mixing over ratios costs, in nats (statistics.md §2j). */
const MIXTURE_COST = 0.7
const DAY_MS = 86_400_000
/** Above this share (5 %) a stage must have seen one whole day before its silence means anything. */
const DAILY_CYCLE_ABOVE = 5_000

/**
 * The information minimum of the present stage (statistics.md §7 row 10): enough exposed people to exclude the stage's
 * margin on each guardrail, and a daily cycle above 5 %. Its time to come is a first passage, so a spread of hours.
 */
export function judgeMinimum(state: EngineState, config: AnalysisConfig, facts: VerdictFacts): Minimum {
  const perHour = arrivalsPerHour(state.arrivals)
  const have = state.units.exposed
  if (isComparisonOver(state)) {
    const enough = have >= (facts.minUnits ?? 0)
    return { enough, slowest: null, eta: { unitsHave: have, unitsNeed: facts.minUnits, perHour, hours: null } }
  }
  const margin = facts.margin ?? marginOf(state.stage.share, facts)
  const needs =
    facts.minUnits === null
      ? guardrailNeeds(state, config, margin)
      : [{ key: '', have, need: facts.minUnits, drift: 0 }]
  const worst = needs.reduce((a, b) => (b.need - b.have > a.need - a.have ? b : a), {
    key: '',
    have,
    need: 0,
    drift: 0,
  })
  const isShort = worst.need > worst.have
  const hasCycle = state.stage.share <= DAILY_CYCLE_ABOVE || stageAgeMs(state, facts.now) >= DAY_MS
  return {
    enough: !isShort && hasCycle,
    slowest: isShort && worst.key !== '' ? worst.key : null,
    eta: {
      unitsHave: worst.have,
      unitsNeed: worst.need,
      perHour,
      hours: isShort ? hoursFor(worst, perHour, state.stage.share) : null,
    },
  }
}

function hoursFor(worst: Need, perHour: number, share: number): Eta['hours'] {
  const left = worst.need - worst.have
  if (perHour <= 0) return null
  if (worst.drift <= 0) {
    const hours = left / perHour
    return { p10: hours, p50: hours, p90: hours }
  }
  const f = share / 100_000
  const eta = etaToDecision({
    logE: LOG_20 - left * worst.drift,
    threshold: 20,
    drift: worst.drift,
    arrivalsPerHour: perHour / f,
    share: f,
  })
  return eta.foreseeable ? { p10: eta.hours.p10, p50: eta.hours.p50, p90: eta.hours.p90 } : null
}

function guardrailNeeds(state: EngineState, config: AnalysisConfig, margin: number): Need[] {
  return config.metrics.flatMap((own, k) => {
    const metric = state.metrics[k]
    if (!metric || own.role !== 'guardrail') return []
    const drift = driftOf(metric, own, margin, state.stage.share / 100_000)
    // Before the level is known nobody can say how many it takes; it takes people, then.
    if (drift === null) return [{ key: own.key, have: metric.units.exposed, need: PEOPLE_MIN, drift: 0 }]
    return [{ key: own.key, have: metric.units.exposed, need: Math.ceil((LOG_20 + MIXTURE_COST) / drift), drift }]
  })
}

/** Means and ratios say nothing before so many exposed people. */
const PEOPLE_MIN = 100

/** Nats per exposed person by which harm of `margin` limits shows itself, or its absence; null: not known yet. */
function driftOf(metric: MetricState, config: MetricConfig, margin: number, share: number): number | null {
  if (metric.form === 'value') {
    if (!metric.learnt) return null
    const size = absoluteSize(metric.learnt.ruled, metric.learnt.baseline) ?? 0
    return size > 0 ? ((1 - share) * (margin * size) ** 2) / (2 * metric.learnt.sigma2) : null
  }
  if (isTail(config)) {
    const frozen = metric.form === 'tail' ? frozenOf(metric, config) : null
    const j = placeOf(config.level)
    const p0 = frozen?.usual[j]
    if (!frozen || p0 === undefined) return null
    return rateDrift(p0, frozen.stretched?.ratios[j] ?? 1 + 0.4 * config.level, margin, share)
  }
  return isValue(config) ? null : rateDrift(config.baseline, config.proceedRatio, margin, share)
}

function rateDrift(p0: number, proceedRatio: number, margin: number, share: number): number | null {
  const ratio = Math.max(0.05, 1 + margin * (proceedRatio - 1))
  const drift = informationRate({ p1: Math.min(0.999, ratio * p0), p0, share })
  return drift > 0 ? drift : null
}

const marginOf = (share: number, { policy }: VerdictFacts): number =>
  policy.margins.find(({ upTo }) => share <= upTo * 1000)?.margin ?? 1
