import { type MetricPoint } from './schema'

const DAYS_MIN = 7
/** Fewer people in a day say little of its level. */
const PEOPLE_MIN = 20

/**
 * Where a metric usually lies: between the tenth and the ninetieth of a hundred days. Null below seven days that say
 * something. It describes; what decides is the comparison of exposed and baseline people.
 * @param points full days; the present one is not yet full
 */
export function usualRange(
  points: readonly Pick<MetricPoint, 'people' | 'value'>[],
): { low: number; middle: number; high: number } | null {
  const values = points
    .flatMap(({ people, value }) => (value === null || people < PEOPLE_MIN ? [] : [value]))
    .toSorted((a, b) => a - b)
  // Where it hardly ever happened, days of nothing are no range: they say that nobody sent it.
  if (values.length < DAYS_MIN || at(values, 0.9) === 0) return null
  return { low: at(values, 0.1), middle: at(values, 0.5), high: at(values, 0.9) }
}

/** Linear between neighbours, as most programs do. */
function at(values: readonly number[], part: number): number {
  const place = part * (values.length - 1)
  const below = values[Math.floor(place)] ?? 0
  const above = values[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}
