import { add, CohortSums } from './cohort-sums'
import { addMoments, layoutOfPlan } from './layout'
import { type StageEntry, type TrackRecord } from './model'
import { personValue } from './person-value'
import { type CohortDelta, type MeasurementPlan, type PlanMetric } from './schema'

/** People who entered alike in a span of time. */
export type Entered = { entry: Pick<StageEntry, 'stageId' | 'share' | 'coin' | 'arm' | 'metrics'>; people: number }

/** One metric's entries that are due, and those of them whose outcome is booked already, in any grouping. */
export type Due = { metric: number; entered: Iterable<Entered>; booked: Iterable<Entered> }

/**
 * Books y = 0 for the people whose window has closed without the event (statistics.md §2b): by arrival of the entry, in
 * both arms together, so that booking cannot depend on the arm. After a stage change the tick closes all that are open
 * by passing the moment of the change. Pure: the caller chooses who is due by a range of arrivals, and stores its end as
 * the metric's cursor in the same transaction.
 */
export function closeWindows(plan: MeasurementPlan, due: Iterable<Due>): CohortDelta[] {
  const sums = new CohortSums()
  for (const { metric, entered, booked } of due) {
    if (plan.metrics[metric]?.aggregation !== 'proportion') continue
    const count = (entry: Entered['entry'], people: number): void => {
      if (entry.coin !== 'crossed' && metric < entry.metrics) add(sums.row(plan, entry).booked, metric, people)
    }
    for (const { entry, people } of entered) count(entry, people)
    for (const { entry, people } of booked) count(entry, -people)
  }
  return sums.deltas().flatMap(({ delta }) => (delta.booked.some((people) => people !== 0) ? [delta] : []))
}

/** One entry whose window is over, with all entries of its unit and the events of it that have arrived. */
export type DuePerson = { entry: StageEntry; entries: readonly StageEntry[]; events: readonly TrackRecord[] }

/**
 * Books the numbers of people whose window of a mean or a ratio has closed: at their own time for each, once and for
 * good, both arms together. Who is due is chosen as for proportions.
 */
export function closeValues(plan: MeasurementPlan, metric: number, due: Iterable<DuePerson>): CohortDelta[] {
  const planned = plan.metrics[metric]
  const at = layoutOfPlan(plan).moments[metric]
  if (!planned || typeof at !== 'number') return []
  const sums = new CohortSums()
  for (const { entry, entries, events } of due) {
    if (entry.coin === 'crossed' || metric >= entry.metrics) continue
    const value = personValue(planned, entry, entries, events)
    if (value) addMoments(sums.momentsOf(plan, entry), at, value)
  }
  return sums.deltas().map(({ delta }) => delta)
}

/** Whether what happens in a window is booked at its end. */
export const closesWindows = ({ aggregation }: { aggregation: PlanMetric['aggregation'] }): boolean =>
  aggregation === 'proportion' || aggregation === 'mean' || aggregation === 'ratio'

/** Latest arrival whose window is over now; null for a metric whose windows only a stage change closes. */
export function windowsOverAt(plan: MeasurementPlan, metric: number, nowMs: number): number | null {
  const planned = plan.metrics[metric]
  if (!planned || !closesWindows(planned) || planned.windowMs === null) return null
  return nowMs - planned.windowMs
}
