import { type PlanMetric } from './schema'

/**
 * Sums over people whose number is booked: y' = y − centre − slope·d as the plan freezes them, `most` = max |y'|, d the
 * denominator of a ratio, x the same quantity in an equally long window before the entry (CUPED).
 */
export type Moments = {
  n: number
  y: number
  yy: number
  most: number
  d: number
  dd: number
  yd: number
  x: number
  xx: number
  yx: number
  dx: number
}

const FIELDS = ['n', 'y', 'yy', 'most', 'd', 'dd', 'yd', 'x', 'xx', 'yx', 'dx'] as const
const MOMENTS = FIELDS.length

export const noMoments: Moments = { n: 0, y: 0, yy: 0, most: 0, d: 0, dd: 0, yd: 0, x: 0, xx: 0, yx: 0, dx: 0 }

/** All sums add, the largest stays the largest. */
export function plusMoments(a: Moments, b: Moments): Moments {
  const sum = { ...a }
  for (const field of FIELDS) sum[field] = field === 'most' ? Math.max(a.most, b.most) : a[field] + b[field]
  return sum
}

/** One person's number in the terms of the sums. */
export function momentsOf(y: number, d: number, x: number): Moments {
  return { n: 1, y, yy: y * y, most: Math.abs(y), d, dd: d * d, yd: y * d, x, xx: x * x, yx: y * x, dx: d * x }
}

type Laid = { aggregation: PlanMetric['aggregation']; tailSize: number }

/** Where each metric's numbers begin in a delta's `moments` and `tails`, and how long both are. Metrics only append. */
export type Layout = {
  moments: readonly (number | null)[]
  tails: readonly (number | null)[]
  size: { moments: number; tails: number }
}

export function layoutOf(metrics: readonly Laid[]): Layout {
  const size = { moments: 0, tails: 0 }
  const moments: (number | null)[] = []
  const tails: (number | null)[] = []
  for (const { aggregation, tailSize } of metrics) {
    const isValue = aggregation === 'mean' || aggregation === 'ratio'
    moments.push(isValue ? size.moments : null)
    tails.push(aggregation === 'quantile' ? size.tails : null)
    if (isValue) size.moments += MOMENTS
    // People with a value, then those above each threshold.
    if (aggregation === 'quantile') size.tails += 1 + tailSize
  }
  return { moments, tails, size }
}

const known = new WeakMap<readonly PlanMetric[], Layout>()

export function layoutOfPlan({ metrics }: { metrics: readonly PlanMetric[] }): Layout {
  const found = known.get(metrics)
  if (found) return found
  const layout = layoutOf(
    metrics.map(({ aggregation, measure }) => ({ aggregation, tailSize: measure?.kind === 'tail' ? measure.size : 0 })),
  )
  known.set(metrics, layout)
  return layout
}

export function readMoments(flat: readonly number[] | undefined, at: number): Moments {
  const read = { ...noMoments }
  if (flat) for (const [i, field] of FIELDS.entries()) read[field] = flat[at + i] ?? 0
  return read
}

export function addMoments(flat: number[], at: number, more: Moments): void {
  const sum = plusMoments(readMoments(flat, at), more)
  for (const [i, field] of FIELDS.entries()) flat[at + i] = sum[field]
}
