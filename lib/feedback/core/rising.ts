/** Fewer new people than this are never a rise. */
export const RISING_PEOPLE = 5
const TAIL = 0.001
/** With fewer days of feedback behind it a workspace does not know yet what a usual day is. */
const DAYS_KNOWN = 3
const HOURS_BEFORE = 23

/** New people of one cluster: in the last hour, in the last day, and in the days before that. */
export type ClusterFlow = { hour: number; day: number; before: number; daysBefore: number }

/**
 * Whether new people are more than chance: the Poisson tail of the last hour at what the 23 hours before lead to expect,
 * or of the last day at what the days before do. Never expects less than half a person.
 */
export function isRising({ hour, day, before, daysBefore }: ClusterFlow): boolean {
  if (unlikely(hour, (day - hour) / HOURS_BEFORE)) return true
  return daysBefore >= DAYS_KNOWN && unlikely(day, before / daysBefore)
}

const unlikely = (people: number, expected: number): boolean =>
  people >= RISING_PEOPLE && poissonTail(people, Math.max(0.5, expected)) <= TAIL

/** P(X ≥ k) for X ~ Poisson(mean). */
export function poissonTail(k: number, mean: number): number {
  let term = Math.exp(-mean)
  let below = 0
  for (let i = 0; i < k; i += 1) {
    below += term
    term *= mean / (i + 1)
  }
  return Math.max(0, 1 - below)
}
