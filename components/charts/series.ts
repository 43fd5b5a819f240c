import { type Measure } from '@/lib/kernel/format'
import { toMs } from '@/lib/kernel/moments'
import { type ChartEvent, type ChartMetric, type ChartPoint, type Row, type Stretch } from './types'

/** A hole this many times the usual step is missing data; shorter ones are jitter. */
const GAP_STEPS = 4
const GAP_LEAST_MS = 5000

/**
 * Points in the measure of their metric (per 1,000, pp, ms), with an empty row where data is missing, so that no line
 * is drawn across a gap.
 */
export function chartRows(points: readonly ChartPoint[], measure: Measure): Row[] {
  const gap = gapMs(points)
  return points.flatMap((point, i) => {
    const before = points[i - 1]
    const row = rowOf(point, measure)
    if (!before || row.t - toMs(before.at) <= gap) return [row]
    return [{ t: toMs(before.at) + 1, difference: null, band: null, exposed: null, baseline: null, point: null }, row]
  })
}

const scaled = (value: number | null, by: number): number | null => (value === null ? null : value * by)

function rowOf(point: ChartPoint, { factor, kind }: Measure): Row {
  const [low, high] = [scaled(point.low, factor), scaled(point.high, factor)]
  const level = kind === 'plain' ? 1 : 100
  return {
    t: toMs(point.at),
    difference: scaled(point.difference, factor),
    band: low === null || high === null ? null : [low, high],
    exposed: scaled(point.exposed, level),
    baseline: scaled(point.baseline, level),
    point,
  }
}

function gapMs(points: readonly ChartPoint[]): number {
  const steps = points.slice(1).map((point, i) => toMs(point.at) - toMs(points[i]?.at ?? point.at))
  const middle = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  return Math.max(GAP_LEAST_MS, middle * GAP_STEPS)
}

/** Stretches in which nothing arrived. */
export function gapsOf(points: readonly ChartPoint[]): Stretch[] {
  const gap = gapMs(points)
  return points.slice(1).flatMap((point, i) => {
    const from = toMs(points[i]?.at ?? point.at)
    const to = toMs(point.at)
    return to - from > gap ? [{ kind: 'gap' as const, from, to, label: 'no data' }] : []
  })
}

const PAUSES = new Set(['rollout.paused'])
const ENDS_PAUSE = new Set([
  'rollout.resumed',
  'rollout.undone',
  'rollout.stopped',
  'rollout.rolling_back',
  'rollout.rolled_back',
])

/** Stretches in which the share could not grow because somebody or a policy paused. */
export function pausesOf(events: readonly ChartEvent[], until: number): Stretch[] {
  const ordered = events.toSorted((a, b) => toMs(a.at) - toMs(b.at))
  return ordered.flatMap((event, i) => {
    if (!PAUSES.has(event.kind)) return []
    const end = ordered.slice(i + 1).find((later) => ENDS_PAUSE.has(later.kind))
    return [{ kind: 'paused' as const, from: toMs(event.at), to: end ? toMs(end.at) : until, label: 'paused' }]
  })
}

/** How far the baseline may stray from what was frozen at Start before the hatch is drawn. */
const MOVED = 1.25

/** Where the baseline itself left its usual range, once analysis says that it moved. */
export function driftOf(metric: ChartMetric, points: readonly ChartPoint[], until: number): Stretch[] {
  if (!metric.baselineMoved || points.length === 0) return []
  const strays = ({ baseline }: ChartPoint) =>
    baseline !== null && (baseline > metric.baselineFrozen * MOVED || baseline < metric.baselineFrozen / MOVED)
  const lastUsual = points.findLastIndex((point) => !strays(point))
  const first = points[lastUsual + 1] ?? points[0]
  if (!first) return []
  return [{ kind: 'drift', from: toMs(first.at), to: until, label: 'baseline moved too: probably not this rollout' }]
}

/**
 * Limits of the difference axis, in the metric's measure: zero, the harm limit and the band are always inside; in the
 * fog it is three limits either way, so that noise does not scream.
 * @param harm the harm limit with the sign of harm (negative where higher is better), or null
 */
export function differenceDomain(rows: readonly Row[], harm: number | null, fog: boolean): [number, number] {
  const unit = Math.abs(harm ?? 0) || 1
  if (fog) return [-3 * unit, 3 * unit]
  const last = rows.findLast((row) => row.band !== null)?.band ?? [0, 0]
  const lines = rows.flatMap((row) => (row.difference === null ? [] : [row.difference]))
  const limit = harm === null ? 0 : harm * 1.4
  const low = Math.min(-0.4 * unit, limit, last[0], ...lines)
  const high = Math.max(0.4 * unit, limit, last[1], ...lines)
  // Early bands are wide: they may leave the picture, but not squeeze the present out of sight.
  const room = (high - low) * 0.12
  return [low - room, high + room]
}

/** Limits of the values axis: from 0 for rates and counts, zoomed for times. */
export function valuesDomain(rows: readonly Row[], zoomed: boolean): [number, number] {
  const values = rows.flatMap((row) => [row.exposed, row.baseline]).filter((value) => value !== null)
  const high = Math.max(...values, 0)
  if (!zoomed) return [0, high === 0 ? 1 : high * 1.15]
  const low = Math.min(...values, high)
  return [low - (high - low || 1) * 0.3, high + (high - low || 1) * 0.3]
}

/** Round values for an axis, about `n` of them, always with 0 when it is inside. */
export function niceTicks([low, high]: readonly [number, number], n: number): number[] {
  const rough = (high - low) / n
  if (!(rough > 0)) return [low]
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? 10 * power
  const ticks: number[] = []
  for (let i = Math.ceil(low / step); i * step <= high; i += 1) ticks.push(Number((i * step).toPrecision(12)))
  return ticks
}
