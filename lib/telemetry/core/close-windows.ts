import { add, CohortSums } from './cohort-sums'
import { type StageEntry } from './model'
import { type CohortDelta, type MeasurementPlan } from './schema'

/**
 * Books y = 0 for the units whose window has closed without the event (statistics.md §2b): by arrival of the entry, in
 * both arms together, so that booking cannot depend on the arm. After a stage change the tick closes all that are open
 * by passing the moment of the change. Pure: the caller stores `throughMs` as the metric's cursor in the same transaction.
 * @param entries the rollout's entries, each with whether the metric is booked for it already
 * @param range units that arrived after `afterMs` (null: from the beginning) up to and including `throughMs`
 */
export function closeWindows(
  plan: MeasurementPlan,
  metric: number,
  range: { afterMs: number | null; throughMs: number },
  entries: Iterable<{ entry: StageEntry; booked: boolean }>,
): CohortDelta[] {
  const sums = new CohortSums()
  if (plan.metrics[metric]?.aggregation !== 'proportion') return []
  for (const { entry, booked } of entries) {
    const due = entry.arrivedMs <= range.throughMs && (range.afterMs === null || entry.arrivedMs > range.afterMs)
    if (!due || booked || entry.coin === 'crossed' || metric >= entry.metrics) continue
    add(sums.row(plan, entry).booked, metric)
  }
  return sums.deltas().map(({ delta }) => delta)
}

/** Latest arrival whose window is over now; null for a metric whose windows only a stage change closes. */
export function windowsOverAt(plan: MeasurementPlan, metric: number, nowMs: number): number | null {
  const planned = plan.metrics[metric]
  if (planned?.aggregation !== 'proportion' || planned.windowMs === null) return null
  return nowMs - planned.windowMs
}
