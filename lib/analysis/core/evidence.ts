import { type MetricEvidence, type VerdictCode } from '@/lib/rollouts/core/schema'
import { isTail, isValue, type MetricConfig, type RateConfig } from './config'
import { logEm, weightNow } from './harm'
import { leadingStart } from './lead'
import { gridsOf } from './process'
import { type ArmCounts, type MetricState, type RateState } from './state'
import { tailEvidence, valueDifference, valueEvidence } from './evidence-numbers'
import { tailShown } from './tail-shown'

/** The band around the baseline frozen at Start within which nobody needs to hear of it. */
const MOVED = 1.25

/** One guardrail or goal for people: levels, difference with its band, and the logs behind it. */
export function evidenceOf(metric: MetricState, config: MetricConfig, code: VerdictCode): MetricEvidence {
  const common = {
    key: config.key,
    name: config.name,
    unit: config.unit,
    direction: config.direction,
    role: config.role,
    code,
    weight: weightNow(config.weight, metric),
    limit: config.limit,
    logE0: metric.e0.logE,
    logEm: logEm(metric),
    logProceed: metric.proceed?.logE ?? 0,
    resolution: metric.band?.resolution ?? null,
  }
  if (metric.form === 'value' && isValue(config)) return { ...common, ...valueEvidence(metric, config) }
  if (metric.form === 'tail' && isTail(config)) return { ...common, ...tailEvidence(metric, config) }
  if (metric.form || isValue(config) || isTail(config)) throw new Error(`${config.key} changed its form`)
  return { ...common, ...rateEvidence(metric, config) }
}

function rateEvidence(metric: RateState, config: RateConfig) {
  const exposed = arm(metric, 'exposed')
  const baseline = arm(metric, 'control')
  const usual = config.counts === 'event' ? config.baseline : 1 - config.baseline
  return {
    exposed,
    baseline,
    difference: differenceOf(metric, config),
    ratioLimit: config.ratioLimit,
    baselineFrozen: usual,
    baselineMoved: hasMoved(baseline, usual),
    since: logEm(metric) > 0 ? leadingStart(metric.lead, gridsOf(config).harm) : null,
  }
}

type Rate = MetricEvidence['exposed']

function arm(metric: RateState, of: keyof ArmCounts): Rate {
  const units = metric.units[of]
  const events = metric.events[of]
  return { units, events, rate: units > 0 ? events / units : null }
}

/** Exposed minus baseline as b(R − 1) (statistics.md §2k): the ratio's band on the axis of the metric. */
function differenceOf(metric: RateState, config: RateConfig): MetricEvidence['difference'] {
  const { band } = metric
  const raw = rateDifference(metric)
  if (!band) return { estimate: raw, low: null, high: null }
  const onAxis = (ratio: number | null): number | null => (ratio === null ? null : config.baseline * (ratio - 1))
  const [estimate, low, high] = [onAxis(band.estimate) ?? raw, onAxis(band.lower), onAxis(band.upper)]
  if (config.counts === 'event') return { estimate, low, high }
  return {
    estimate: band.estimate === null ? raw : mirrored(estimate),
    low: mirrored(high),
    high: mirrored(low),
  }
}

const mirrored = (x: number | null): number | null => (x === null ? null : -x)

/** Exposed minus baseline as it is, in the metric's own unit. */
export function rawDifference(metric: MetricState, config: MetricConfig): number | null {
  if (metric.form === 'value') return isValue(config) ? valueDifference(metric, config) : null
  if (metric.form === 'tail') return isTail(config) ? (tailShown(metric, config)?.difference.estimate ?? null) : null
  return rateDifference(metric)
}

function rateDifference(metric: RateState): number | null {
  const [exposed, control] = [arm(metric, 'exposed').rate, arm(metric, 'control').rate]
  return exposed === null || control === null ? null : exposed - control
}

/**
 * Says "baseline moved" beside a limit that was frozen against it. Display only: four standard errors stand in for an
 * always-valid interval.
 */
function hasMoved({ units, events, rate }: Rate, frozen: number): boolean {
  if (rate === null || events < 25) return false
  const error = 4 * Math.sqrt((rate * (1 - rate)) / units)
  return rate - error > frozen * MOVED || rate + error < frozen / MOVED
}
