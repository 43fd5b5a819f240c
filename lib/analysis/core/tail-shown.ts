import { type TailConfig } from './config'
import { countedThresholds, type FrozenTail, placeOf, valueAt } from './freeze-tail'
import { type TailState } from './state'
import { frozenOf } from './tail'

type Point = { value: number; above: number }

/** The share of people above each threshold, rising thresholds first. */
function pointsOf(frozen: FrozenTail, counts: readonly number[]): Point[] {
  const n = counts[0] ?? 0
  if (n === 0) return []
  return countedThresholds(frozen)
    .map((value, j) => ({ value, above: (counts[1 + j] ?? 0) / n }))
    .toSorted((a, b) => a.value - b.value || b.above - a.above)
}

const down = (share: number): number => Math.log(Math.max(share, 1e-9))

/**
 * The quantile of one arm read off the shares above the frozen thresholds: between two of them along an exponential, past
 * the last and before the first the threshold itself (it lies there or beyond). Null: nobody yet.
 */
function quantileOf(points: readonly Point[], level: number): number | null {
  const rest = 1 - level
  const after = points.findIndex(({ above }) => above <= rest)
  if (after < 0) return points.at(-1)?.value ?? null
  const [a, b] = [points[after - 1], points[after]]
  if (!a || !b) return b?.value ?? null
  const part = (down(a.above) - down(rest)) / (down(a.above) - down(b.above))
  return a.value + (b.value - a.value) * Math.min(1, Math.max(0, part))
}

export type TailShown = {
  exposed: number | null
  baseline: number | null
  difference: { estimate: number | null; low: number | null; high: number | null }
  tail: {
    level: number
    threshold: number
    exposed: number | null
    baseline: number | null
    ratio: { estimate: number | null; low: number | null; high: number | null }
  }
}

/**
 * A quantile for people: of both arms, and how far they differ. Its band is that of the share above the usual quantile,
 * told as the stretch of the baseline's values that would give such a share. Null before there are thresholds.
 */
export function tailShown(metric: TailState, config: TailConfig): TailShown | null {
  const frozen = frozenOf(metric, config)
  if (!frozen) return null
  const { level } = config
  const [exposed, control] = [pointsOf(frozen, metric.shown.exposed), pointsOf(frozen, metric.shown.control)]
  const [t, c] = [quantileOf(exposed, level), quantileOf(control, level)]
  const threshold = valueAt(frozen, level)
  const shareOf = (counts: readonly number[]): number | null =>
    (counts[0] ?? 0) > 0 ? (counts[1 + placeOf(level)] ?? 0) / (counts[0] ?? 1) : null
  const baseline = shareOf(metric.shown.control)
  const asStretch = (ratio: number | null): number | null => {
    if (ratio === null || baseline === null) return null
    const equal = quantileOf(control, 1 - Math.min(0.999, Math.max(1e-6, ratio * baseline)))
    return equal === null || equal <= 0 ? null : threshold * (threshold / equal - 1)
  }
  const { band } = metric
  return {
    exposed: t,
    baseline: c,
    difference: {
      estimate: asStretch(band?.estimate ?? null) ?? (t === null || c === null ? null : t - c),
      low: asStretch(band?.lower ?? null),
      high: asStretch(band?.upper ?? null),
    },
    tail: {
      level,
      threshold,
      exposed: shareOf(metric.shown.exposed),
      baseline,
      ratio: { estimate: band?.estimate ?? null, low: band?.lower ?? null, high: band?.upper ?? null },
    },
  }
}
