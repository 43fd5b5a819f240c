import { type MetricEvidence } from '@/lib/rollouts/core/schema'
import { type Instant } from '@/lib/kernel/time'
import { type Moments } from '@/lib/telemetry/core/model'
import { type TailConfig, type ValueConfig } from './config'
import { absoluteSize } from './freeze-value'
import { valueAt } from './freeze-tail'
import { levelOf } from './learn-value'
import { leadingStart } from './lead'
import { logEm } from './harm'
import { type TailState, type ValueState } from './state'
import { frozenOf, tailGrids } from './tail'
import { tailShown } from './tail-shown'
import { waitingFor } from './value'

type Part = Pick<
  MetricEvidence,
  'exposed' | 'baseline' | 'difference' | 'ratioLimit' | 'baselineFrozen' | 'baselineMoved' | 'since' | 'limit'
> &
  Pick<MetricEvidence, 'form' | 'waiting' | 'tail'>

/** The band around the baseline frozen at Start within which nobody needs to hear of it. */
const MOVED = 1.25

/** A mean or a ratio for people. */
export function valueEvidence(metric: ValueState, config: ValueConfig): Part {
  const usual = metric.learnt?.baseline ?? config.baseline
  const limit = config.margin && absoluteSize(config.margin, usual)
  const waiting = waitingFor(metric)
  const { band } = metric
  return {
    exposed: armOf(metric.units.exposed, levelOf(metric.shown.exposed, config)),
    baseline: armOf(metric.units.control, levelOf(metric.shown.control, config)),
    difference: { estimate: valueDifference(metric, config), low: band?.low ?? null, high: band?.high ?? null },
    limit,
    ratioLimit: ratioOf(limit, usual, config.harm),
    baselineFrozen: usual ?? 0,
    baselineMoved: hasMoved(metric.shown.control, config, usual),
    since: logEm(metric) > 0 ? metric.since : null,
    form: config.aggregation,
    ...(waiting === null ? {} : { waiting }),
  }
}

/** People of other shares and days are compared apart, so the strata's own difference is better than that of the levels. */
export function valueDifference(metric: ValueState, config: ValueConfig): number | null {
  const { zero } = metric.stage
  if (zero.W > 0) return zero.S / zero.W
  const [exposed, control] = [levelOf(metric.shown.exposed, config), levelOf(metric.shown.control, config)]
  return exposed === null || control === null ? null : exposed - control
}

/** A quantile for people. */
export function tailEvidence(metric: TailState, config: TailConfig): Part {
  const shown = tailShown(metric, config)
  const frozen = frozenOf(metric, config)
  const usual = frozen ? valueAt(frozen, config.level) : null
  const limit = config.margin && absoluteSize(config.margin, usual)
  return {
    exposed: armOf(metric.units.exposed, shown?.exposed ?? null),
    baseline: armOf(metric.units.control, shown?.baseline ?? null),
    difference: shown?.difference ?? { estimate: null, low: null, high: null },
    limit,
    ratioLimit: ratioOf(limit, usual, 'up'),
    baselineFrozen: usual ?? 0,
    baselineMoved: isBeyond(shown?.baseline ?? null, usual),
    since: logEm(metric) > 0 ? leadOf(metric) : null,
    form: 'quantile',
    ...(metric.uneven ? { waiting: 'uneven' as const } : frozen ? {} : { waiting: 'level' as const }),
    ...(shown ? { tail: shown.tail } : {}),
  }
}

const armOf = (people: number, level: number | null): MetricEvidence['exposed'] => ({
  units: people,
  events: people,
  rate: level,
})

const ratioOf = (limit: number | null, usual: number | null, harm: 'up' | 'down'): number => {
  if (limit === null || usual === null || usual <= 0) return 1
  return harm === 'up' ? 1 + limit / usual : 1 - limit / usual
}

/** Of the five thresholds the one that brings most says since when. */
function leadOf({ leads, em, e0 }: TailState): Instant | null {
  const logs = (em ?? e0).per.map(({ logE }) => logE)
  const top = logs.indexOf(Math.max(...logs))
  const [lead, grid] = [leads[top], tailGrids[top]]
  return lead && grid ? leadingStart(lead, grid) : null
}

const MOVED_PEOPLE_MIN = 25

/** Display only: four standard errors stand in for an always-valid interval. */
function hasMoved(control: Moments, config: ValueConfig, usual: number | null): boolean {
  const level = levelOf(control, config)
  if (level === null || usual === null || usual <= 0 || control.n < MOVED_PEOPLE_MIN) return false
  const meanD = config.aggregation === 'ratio' ? control.d / control.n : 1
  const error = (4 * Math.sqrt(control.yy / control.n / control.n)) / Math.abs(meanD)
  return level - error > usual * MOVED || level + error < usual / MOVED
}

const isBeyond = (level: number | null, usual: number | null): boolean =>
  level !== null && usual !== null && usual > 0 && (level > usual * MOVED || level < usual / MOVED)
