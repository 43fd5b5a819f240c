import { type MetricEvidence, type VerdictCode } from '@/lib/rollouts/core/schema'
import { type MetricConfig } from './config'
import { logEm, weightNow } from './harm'
import { leadingStart } from './lead'
import { gridsOf } from './process'
import { type ArmCounts, type MetricState } from './state'

/** The band around the baseline frozen at Start within which nobody needs to hear of it. */
const MOVED = 1.25

/** One guardrail or goal for people: rates, difference with its band, and the logs behind it. */
export function evidenceOf(metric: MetricState, config: MetricConfig, code: VerdictCode): MetricEvidence {
  const exposed = arm(metric, 'exposed')
  const baseline = arm(metric, 'control')
  return {
    key: config.key,
    name: config.name,
    unit: config.unit,
    direction: config.direction,
    role: config.role,
    code,
    weight: weightNow(config.weight, metric),
    exposed,
    baseline,
    difference: differenceOf(metric, config),
    limit: config.limit,
    ratioLimit: config.ratioLimit,
    baselineFrozen: config.counts === 'event' ? config.baseline : 1 - config.baseline,
    baselineMoved: hasMoved(baseline, config.counts === 'event' ? config.baseline : 1 - config.baseline),
    logE0: metric.e0.logE,
    logEm: logEm(metric),
    logProceed: metric.proceed?.logE ?? 0,
    since: logEm(metric) > 0 ? leadingStart(metric.lead, gridsOf(config).harm) : null,
    resolution: metric.band?.resolution ?? null,
  }
}

type Rate = MetricEvidence['exposed']

function arm(metric: MetricState, of: keyof ArmCounts): Rate {
  const units = metric.units[of]
  const events = metric.events[of]
  return { units, events, rate: units > 0 ? events / units : null }
}

/** Exposed minus baseline as b(R − 1) (statistics.md §2k): the ratio's band on the axis of the metric. */
function differenceOf(metric: MetricState, config: MetricConfig): MetricEvidence['difference'] {
  const { band } = metric
  const raw = rawDifference(metric)
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

export function rawDifference(metric: MetricState): number | null {
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
