/** Test support: distributions small enough to enumerate, and dice that fall the same way every time. */

/** Every outcome of `n` coins with chance `p` of heads. */
export function chances(n: number, p: number): { k: number; p: number }[] {
  return Array.from({ length: n + 1 }, (_, k) => ({ k, p: choose(n, k) * p ** k * (1 - p) ** (n - k) }))
}

/** Every outcome of drawing `d` users without replacement from `a` + `b`: `k` of them come from the `a`. */
export function draws(a: number, b: number, d: number): { k: number; p: number }[] {
  return Array.from({ length: d + 1 }, (_, k) => ({ k, p: (choose(a, k) * choose(b, d - k)) / choose(a + b, d) }))
}

export function choose(n: number, k: number): number {
  if (k > n) return 0
  let ways = 1
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i
  return ways
}

/** mulberry32: uniform on [0,1), from a 32-bit seed. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Poisson counts by inversion; chunks keep e^−λ from underflowing. */
export function poisson(roll: () => number, lambda: number): number {
  if (lambda > 500) return poisson(roll, 500) + poisson(roll, lambda - 500)
  let left = roll()
  let chance = Math.exp(-lambda)
  let k = 0
  while (left > chance && chance > 0) {
    left -= chance
    k += 1
    chance *= lambda / k
  }
  return k
}

/** A standard normal number (Box, Muller 1958). */
export function gaussian(roll: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll())
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
