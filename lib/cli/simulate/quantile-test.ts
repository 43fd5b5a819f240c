import { referenceHalfWidth } from './growthbook'

const LEVEL = 0.95
const Z = 1.959963984540054
/** Fewer say nothing about a tail. */
const PEOPLE_MIN = 100

/** Values of one arm in rising order. */
export class Sorted {
  readonly #values: number[] = []

  get size(): number {
    return this.#values.length
  }

  add(value: number): void {
    let [low, high] = [0, this.#values.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#values[middle] ?? 0) <= value) low = middle + 1
      else high = middle
    }
    this.#values.splice(low, 0, value)
  }

  /** p95 and the variance of its estimate, from the distance of order statistics around it. */
  p95(): { value: number; variance: number } {
    const reach = Z * Math.sqrt((LEVEL * (1 - LEVEL)) / this.size)
    const distance = this.#at(LEVEL + reach) - this.#at(LEVEL - reach)
    return { value: this.#at(LEVEL), variance: (distance / (2 * Z)) ** 2 }
  }

  #at(level: number): number {
    const place = Math.ceil(level * this.size) - 1
    return this.#values[Math.min(Math.max(place, 0), this.size - 1)] ?? 0
  }
}

/** Whether the reference test calls the exposed p95 longer by now (statistics.md §6 C). */
export function isLongerByReference(exposed: Sorted, control: Sorted): boolean {
  if (Math.min(exposed.size, control.size) < PEOPLE_MIN) return false
  const [t, c] = [exposed.p95(), control.p95()]
  if (t.variance <= 0 || c.variance <= 0) return false
  return t.value - c.value > referenceHalfWidth(t.variance + c.variance, exposed.size + control.size)
}
