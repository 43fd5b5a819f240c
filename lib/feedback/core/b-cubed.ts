/** How well a grouping fits another one: of what was put together, how much belongs together, and the other way round. */
export type Fit = { precision: number; recall: number; f1: number }

/** B³ (Bagga and Baldwin 1998): precision and recall of each item's own group, averaged over the items. */
export function bCubed(truth: readonly (string | number)[], given: readonly (string | number)[]): Fit {
  const [precision, recall] = [share(given, truth), share(truth, given)]
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

/** Of each item's group by the one, how much is in the same group by the other; averaged. */
function share(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const [both, one] = [new Map<string, number>(), new Map<string | number, number>()]
  for (const [i, key] of a.entries()) {
    both.set(`${key} ${b[i]}`, (both.get(`${key} ${b[i]}`) ?? 0) + 1)
    one.set(key, (one.get(key) ?? 0) + 1)
  }
  const sum = a.reduce<number>((total, key, i) => total + (both.get(`${key} ${b[i]}`) ?? 0) / (one.get(key) ?? 1), 0)
  return a.length === 0 ? 1 : sum / a.length
}
