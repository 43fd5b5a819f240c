/** Fewer new people than this are never a rise. */
export const RISING_PEOPLE = 5
const TAIL = 0.001

/**
 * Whether a day's new people are more than chance: the Poisson tail at what the fortnight before leads to expect, never
 * expecting less than half a person.
 */
export function isRising(newPeople: number, peopleBefore: number, daysBefore: number): boolean {
  if (newPeople < RISING_PEOPLE) return false
  const expected = Math.max(0.5, daysBefore > 0 ? peopleBefore / daysBefore : 0)
  return poissonTail(newPeople, expected) <= TAIL
}

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
