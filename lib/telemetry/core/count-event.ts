import { add } from './cohort-sums'
import { type Counting } from './enter-stage'
import { layoutOfPlan } from './layout'
import { matches } from './match-metric'
import { type StageEntry, type TrackRecord } from './model'
import { activeEntry, coveredMetrics, hasOutcome, riskStratum } from './unit-state'
import { addOutcome } from './units'

/**
 * What a track event does to a unit's outcomes. It belongs to the stage that the unit was in when it happened; before
 * the first exposure it does not count.
 * @param sight `seen-before`: found again when looking back; only what was not booked yet changes
 */
export function countEvent(context: Counting, event: TrackRecord, sight: 'first-sight' | 'seen-before'): void {
  const { plan, unit, sums } = context
  const entry = activeEntry(unit.entries, event.timeMs)
  if (!entry) return
  let bearing = false
  for (const [metric, planned] of plan.metrics.entries()) {
    if (!matches(planned, event)) continue
    bearing = true
    if (sight === 'first-sight') add(sums.row(plan, entry).events, metric)
    if (planned.aggregation === 'first-event') bookFirstEvent(context, entry, metric, event)
    if (planned.aggregation === 'proportion') bookProportion(context, entry, metric, event)
    if (planned.aggregation === 'quantile') bookTail(context, entry, metric, event)
  }
  if (!bearing || sight === 'seen-before') return
  const row = sums.row(plan, entry)
  row.lagMsSum += event.arrivedMs - event.timeMs
  row.lagCount += 1
}

/**
 * A first event ends a unit's time at risk for good, in the stratum where it is at risk now. One that happened in an
 * earlier stage and arrives after the move says nothing of that stratum: the unit leaves without an event, whichever
 * its arm, so that neither arm is blamed more. A unit that is at risk nowhere has its event in `events` alone.
 */
function bookFirstEvent({ plan, unit, sums }: Counting, entry: StageEntry, metric: number, event: TrackRecord): void {
  if (metric >= coveredMetrics(unit.entries) || hasOutcome(unit.outcomes, metric, '')) return
  const stratum = riskStratum(unit.entries)
  addOutcome(unit, { metric, stageId: '', happenedAtMs: event.timeMs })
  if (!stratum) return
  const row = sums.row(plan, stratum)
  add(entry.stageId === stratum.stageId ? row.firstEvents : row.riskExit, metric)
}

/** y = 1 at the event, within the window of the stage entry; zeros are booked when the window closes. */
function bookProportion(
  { plan, unit, sums, closedTo }: Counting,
  entry: StageEntry,
  metric: number,
  event: TrackRecord,
): void {
  const windowMs = plan.metrics[metric]?.windowMs ?? Infinity
  if (event.timeMs - entry.enteredAtMs > windowMs) return
  if (metric >= entry.metrics || hasOutcome(unit.outcomes, metric, entry.stageId)) return
  const closed = closedTo(plan.rolloutId, metric)
  if (closed !== null && entry.arrivedMs <= closed) return
  addOutcome(unit, { metric, stageId: entry.stageId, happenedAtMs: event.timeMs })
  const row = sums.row(plan, entry)
  add(row.booked, metric)
  add(row.bookedYes, metric)
}

/** A person's first value after a stage entry, against every threshold: one observation a person (statistics.md §2c). */
function bookTail({ plan, unit, sums }: Counting, entry: StageEntry, metric: number, event: TrackRecord): void {
  const planned = plan.metrics[metric]
  const at = layoutOfPlan(plan).tails[metric]
  if (planned?.measure?.kind !== 'tail' || typeof at !== 'number' || event.value === null) return
  const { thresholds, afterMs } = planned.measure
  if (!thresholds || (afterMs !== null && entry.arrivedMs <= afterMs)) return
  if (event.timeMs - entry.enteredAtMs > (planned.windowMs ?? Infinity)) return
  if (metric >= entry.metrics || hasOutcome(unit.outcomes, metric, entry.stageId)) return
  addOutcome(unit, { metric, stageId: entry.stageId, happenedAtMs: event.timeMs })
  const tails = sums.tailsOf(plan, entry)
  add(tails, at)
  for (const [j, threshold] of thresholds.entries()) if (event.value > threshold) add(tails, at + 1 + j)
}
