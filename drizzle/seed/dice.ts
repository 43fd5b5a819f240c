/** Seeded chance: the same seed tells the same story. */
export type Dice = {
  next(): number
  chance(p: number): boolean
  int(below: number): number
  count(mean: number): number
}

/** Poisson numbers of larger means are drawn in parts. */
const MEAN_MAX = 600

/** mulberry32: 32 bits of state, good enough for traffic and never for secrets. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    chance: (p) => next() < p,
    int: (below) => Math.floor(next() * below),
    /** Poisson number with this mean (Knuth), large means in parts, since exp(−745) is 0. */
    count: (mean) => {
      let k = 0
      for (let left = mean; left > 0; left -= MEAN_MAX) {
        const limit = Math.exp(-Math.min(left, MEAN_MAX))
        for (let product = next(); product > limit; product *= next()) k += 1
      }
      return k
    },
  }
}
