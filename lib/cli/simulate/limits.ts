const TAIL = 0.05
/** Normal quantile of one-sided 95 %. */
const Z = 1.6448536269514722

/** One-sided 95 % limits of a chance after `k` of `n` (Clopper, Pearson 1934): exact. */
export function chanceLimits(k: number, n: number): { low: number; high: number } {
  return {
    low: k === 0 ? 0 : solve((p) => 1 - atMost(k - 1, n, p) < TAIL),
    high: k >= n ? 1 : solve((p) => atMost(k, n, p) > TAIL),
  }
}

/** Mean with its one-sided 95 % limits, by the central limit theorem. */
export function meanLimits(values: readonly number[]): { mean: number; low: number; high: number } {
  const n = values.length
  const mean = values.reduce((sum, x) => sum + x, 0) / n
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0)
  const error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : Infinity
  return { mean, low: mean - Z * error, high: mean + Z * error }
}

export function median(values: readonly number[]): number {
  const rising = values.toSorted((a, b) => a - b)
  const [low, high] = [rising[Math.ceil(rising.length / 2) - 1] ?? 0, rising[Math.floor(rising.length / 2)] ?? 0]
  return (low + high) / 2
}

/** P(X ≤ k) of `n` coins, term by term in logs. */
function atMost(k: number, n: number, p: number): number {
  let term = n * Math.log1p(-p)
  let sum = Math.exp(term)
  for (let i = 1; i <= k; i += 1) {
    term += Math.log(n - i + 1) - Math.log(i) + Math.log(p) - Math.log1p(-p)
    sum += Math.exp(term)
  }
  return Math.min(1, sum)
}

/** Where a condition that holds below ends. */
function solve(holds: (p: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}
