import { type Moments, momentsOf } from './layout'
import { matches } from './match-metric'
import { type StageEntry, type TrackRecord } from './model'
import { type Counted, type PlanMetric, type ValueMeasure } from './schema'
import { activeEntry } from './unit-state'

/** A person's events that are read for one metric, before the entry and after it: the first of each to arrive. */
export const PERSON_EVENTS_MAX = 1000
/** Larger numbers would lose what is added to them. */
const VALUE_MAX = 1e12

type Clipped = (value: number) => number

/**
 * What one person adds to the sums of a mean or a ratio when the window of an entry closes (statistics.md §3, mature
 * windows); null when they do not count: no value came where only people with a value do.
 * @param entries all entries of the unit in the rollout: an event belongs to the stage it happened in
 * @param events the unit's events in the plan's environment that arrived up to the closing
 */
export function personValue(
  metric: PlanMetric,
  entry: StageEntry,
  entries: readonly StageEntry[],
  events: readonly TrackRecord[],
): Moments | null {
  const { measure, windowMs } = metric
  if (measure?.kind !== 'value' || windowMs === null) return null
  const from = entry.enteredAtMs
  const names = namesOf(metric)
  const read = (isIn: (timeMs: number) => boolean): TrackRecord[] =>
    firstToArrive(events.filter(({ name, timeMs }) => isIn(timeMs) && names.includes(name)))
  const inWindow = read((timeMs) => timeMs >= from && timeMs <= from + windowMs).filter(
    ({ timeMs }) => activeEntry(entries, timeMs)?.stageId === entry.stageId,
  )
  const before = read((timeMs) => timeMs < from && timeMs >= from - windowMs)
  const clipped: Clipped = (value) => bounded(value, measure.cap ?? VALUE_MAX)
  return measure.of === 'first'
    ? firstValue(metric, measure, clipped, inWindow, before)
    : summed(metric, measure, clipped, inWindow, before)
}

/** The events that a metric reads. */
export function namesOf({ event, measure }: PlanMetric): string[] {
  return measure?.kind === 'value' && measure.per ? [event, measure.per.event] : [event]
}

/** Who had a value before and who had none are compared by the rest: the latter count as usual there (x = 0). */
function firstValue(
  metric: PlanMetric,
  { centre }: ValueMeasure,
  clipped: Clipped,
  inWindow: readonly TrackRecord[],
  before: readonly TrackRecord[],
): Moments | null {
  const [first] = valued(metric, inWindow)
  if (first === undefined) return null
  const [earlier] = valued(metric, before)
  return momentsOf(clipped(first) - centre, 0, earlier === undefined ? 0 : clipped(earlier) - centre)
}

/** Everybody counts. An event without a value counts as one, so a sum may be a plain number of events. */
function summed(
  metric: PlanMetric,
  { per, centre, slope }: ValueMeasure,
  clipped: Clipped,
  inWindow: readonly TrackRecord[],
  before: readonly TrackRecord[],
): Moments {
  const [d, z] = per ? [total(per, inWindow), total(per, before)] : [0, 0]
  const y = clipped(total(metric, inWindow)) - centre - slope * d
  return momentsOf(y, d, clipped(total(metric, before)) - slope * z)
}

const bounded = (value: number, limit: number): number => Math.min(Math.max(value, -limit), limit)

function total(counted: Counted, events: readonly TrackRecord[]): number {
  const values = events.filter((event) => matches(counted, event)).map(({ value }) => bounded(value ?? 1, VALUE_MAX))
  // Smallest first, so that the order in which they came cannot matter.
  const sum = values.toSorted((a, b) => a - b).reduce((all, value) => all + value, 0)
  return bounded(sum, VALUE_MAX)
}

/** Values in the order in which they happened; at one moment the smaller one is the earlier. */
function valued(metric: PlanMetric, events: readonly TrackRecord[]): number[] {
  return events
    .flatMap(({ value, ...event }) =>
      value !== null && matches(metric, { ...event, value }) ? [{ value, timeMs: event.timeMs }] : [],
    )
    .toSorted((a, b) => a.timeMs - b.timeMs || a.value - b.value)
    .map(({ value }) => value)
}

function firstToArrive(events: TrackRecord[]): TrackRecord[] {
  if (events.length <= PERSON_EVENTS_MAX) return events
  return events.toSorted((a, b) => a.arrivedMs - b.arrivedMs).slice(0, PERSON_EVENTS_MAX)
}
