/** Middle value; the mean of the two middle ones of an even number. NaN of none. */
export const median = (values: readonly number[]): number => (quantile(values, 0.5) + upperMedian(values)) / 2

/** Smallest value that at least this part of the values does not exceed (nearest rank). NaN of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

function upperMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/**
 * Of measurements that were taken in pairs, one right after the other, the pair with the middle ratio: what else the
 * machine does meanwhile slows both.
 */
export function middlePair(pairs: readonly (readonly [number, number])[]): readonly [number, number] {
  const sorted = pairs.toSorted(([a, b], [c, d]) => a / b - c / d)
  return sorted[Math.floor(sorted.length / 2)] ?? [Number.NaN, Number.NaN]
}

/** Milliseconds of a clock that all processes of one machine share and that never jumps. */
export const clockMs = (): number => Number(process.hrtime.bigint()) / 1e6
