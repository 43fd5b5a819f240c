import { matches } from './match-metric'
import { type StageEntry, type TrackRecord } from './model'
import { personValue } from './person-value'
import { type PlanMetric } from './schema'

/** One person as they were before a rollout: when they first met the flag, and their events since. */
export type PastPerson = { firstMs: number; events: readonly TrackRecord[] }

/** What people of before Start say of a metric, in the form that it is frozen from. */
export type PastMetric = {
  /** Rates: people, and those to whom it happened. */
  units: number
  events: number
  /** Means and ratios: each person's number, not capped and not centred. */
  people: { y: number; d: number }[]
  /** Quantiles: each person's first value. */
  values: number[]
}

/** Without a window of its own a metric is read for one day from the first meeting on. */
const DAY_MS = 86_400_000

export const pastWindowMs = ({ windowMs }: Pick<PlanMetric, 'windowMs'>): number => windowMs ?? DAY_MS

/**
 * How a metric stood among people on the safe variant: each for one window from the first time they met the flag, as the
 * rollout will count them. Who met it too lately for a whole window does not count.
 * @param untilMs when reading ended @param add what earlier people said already
 */
export function readPast(
  metrics: readonly PlanMetric[],
  people: readonly PastPerson[],
  untilMs: number,
  add: readonly PastMetric[] = [],
): PastMetric[] {
  return metrics.map((metric, m) => {
    const past = add[m] ?? { units: 0, events: 0, people: [], values: [] }
    const windowMs = pastWindowMs(metric)
    for (const { firstMs, events } of people) {
      if (firstMs + windowMs > untilMs) continue
      const entry = entryAt(firstMs)
      const own = events.filter(({ timeMs }) => timeMs >= firstMs && timeMs <= firstMs + windowMs)
      past.units += 1
      if (metric.measure?.kind === 'value') {
        const plain = { ...metric.measure, cap: null, centre: 0, slope: 0 }
        const value = personValue({ ...metric, windowMs, measure: plain }, entry, [entry], own)
        if (value) past.people.push({ y: value.y, d: value.d })
        continue
      }
      const matching = own.filter((event) => matches(metric, event)).toSorted((a, b) => a.timeMs - b.timeMs)
      if (metric.measure?.kind === 'tail') {
        const first = matching.find(({ value }) => value !== null)
        if (first?.value !== null && first?.value !== undefined) past.values.push(first.value)
      } else if (matching.length > 0) past.events += 1
    }
    return past
  })
}

/** As if they had entered a stage then: only the moment matters. */
const entryAt = (enteredAtMs: number): StageEntry => ({
  stageId: 'stg_000000000000',
  share: 1,
  arm: 'control',
  coin: 0,
  enteredAtMs,
  arrivedMs: enteredAtMs,
  metrics: 0,
  crossed: false,
})
