/** One row of the forest plot: difference and limit as rates, good direction. */
export type ForestSpan = {
  direction: 'lower' | 'higher'
  limit: number | null
  estimate: number | null
  low: number | null
  high: number | null
}

/** Position on the shared scale: harm ÷ limit. 0 is no difference, 1 the limit, right is worse. */
export type ForestPlace = { at: number; from: number; to: number; cutLeft: boolean; cutRight: boolean }

export const FOREST_MOST = 3

/**
 * Where an interval lies on the shared scale; null without limit or estimate. Unknown or far ends are cut at ±`most`
 * and marked, so that an arrowhead and the number can stand there.
 */
export function forestPlace(span: ForestSpan, most = FOREST_MOST): ForestPlace | null {
  const { limit, estimate } = span
  if (limit === null || limit <= 0 || estimate === null) return null
  const sign = span.direction === 'lower' ? 1 : -1
  const ends = [span.low, span.high].map((end) => (end === null ? null : (sign * end) / limit))
  const [from, to] = sign === 1 ? ends : [ends[1], ends[0]]
  const left = from ?? Number.NEGATIVE_INFINITY
  const right = to ?? Number.POSITIVE_INFINITY
  return {
    at: clamp((sign * estimate) / limit, most),
    from: clamp(left, most),
    to: clamp(right, most),
    cutLeft: left < -most,
    cutRight: right > most,
  }
}

/** Half-width of the scale that shows every interval; never less than 1.5 limits, so that the limit has room. */
export function forestMost(spans: readonly ForestSpan[]): number {
  const far = spans.map((span) => forestPlace(span)).flatMap((place) => (place ? [-place.from, place.to] : []))
  return Math.max(0, ...far) <= 1.4 ? 1.5 : FOREST_MOST
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value))
