/** ln Σ exp(x) without overflow; −Infinity for no terms or for terms that are all −Infinity. */
export function logSumExp(terms: readonly number[]): number {
  let top = -Infinity
  for (const term of terms) if (term > top) top = term
  if (!Number.isFinite(top)) return top
  let sum = 0
  for (const term of terms) sum += Math.exp(term - top)
  return top + Math.log(sum)
}

export function logAddExp(a: number, b: number): number {
  const top = Math.max(a, b)
  return Number.isFinite(top) ? top + Math.log1p(Math.exp(Math.min(a, b) - top)) : top
}
