import { durationMs } from '@/lib/kernel/time'
import { type PlanMetric, type TailMeasure, type ValueMeasure } from '@/lib/telemetry/core/schema'
import { isRate, isTail, type MetricConfig, type TailConfig, type ValueConfig } from '../core/config'
import { countedThresholds, type FrozenTail } from '../core/freeze-tail'
import { type MetricView } from '../core/schema'

/** What ingest must count, with the numbers that are frozen for it. */
export function planMetric(metric: MetricView, config: MetricConfig): PlanMetric {
  const { event, where, atLeast } = metric.source
  const plan: PlanMetric = {
    metricId: metric.id,
    key: metric.key,
    version: metric.version,
    aggregation: metric.aggregation,
    event,
    where,
    atLeast,
    windowMs: metric.window === null ? null : durationMs(metric.window),
  }
  if (isRate(config)) return plan
  return { ...plan, measure: isTail(config) ? tailMeasure(config, config.frozen, null) : valueMeasure(metric, config) }
}

function valueMeasure({ per }: MetricView, { of, cap, centre, slope }: ValueConfig): ValueMeasure {
  const below = per ? { event: per.event, where: per.where, atLeast: per.atLeast } : null
  return { kind: 'value', of, per: below, cap, centre, slope }
}

/** What ingest counts values against; nothing before there are thresholds. */
export function tailMeasure({ size }: TailConfig, frozen: FrozenTail | null, afterMs: number | null): TailMeasure {
  return { kind: 'tail', size, thresholds: frozen && countedThresholds(frozen), afterMs }
}
