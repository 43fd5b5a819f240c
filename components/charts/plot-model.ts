import { amount, type Measure, measureOf } from '@/lib/kernel/format'
import { toMs, type Instant } from '@/lib/kernel/moments'
import { type Frame, frameOf } from './frame'
import { chartRows, differenceDomain, driftOf, gapsOf, niceTicks, pausesOf, valuesDomain } from './series'
import { type TimeTick, timeTicks } from './time-axis'
import { type ChartEvent, type ChartMetric, type ChartPoint, type Row, type Stretch } from './types'

export type PlotInput = {
  metric: ChartMetric
  points: readonly ChartPoint[]
  events: readonly ChartEvent[]
  from: Instant
  to: Instant
  timeZone: string
  widthPx: number
  /** Too little data for colours and a free axis. */
  fog: boolean
}

/** What both panels share. */
export type Shared = {
  rows: Row[]
  range: [number, number]
  frame: Frame
  time: TimeTick[]
  stretches: Stretch[]
  hairlines: number[]
}
export type PlotModel = {
  shared: Shared
  measure: Measure
  /** Harm limit with the sign of harm, in the metric's measure. */
  harm: number | null
  limit: string | null
  difference: { domain: [number, number]; ticks: number[] }
  values: { domain: [number, number]; ticks: number[]; suffix: string }
}

/** Everything drawn, worked out once from the data. */
export function plotModel(input: PlotInput): PlotModel {
  const { metric, points, events, timeZone, fog } = input
  const measure = measureOf(metric.unit, metric.limit, metric.form)
  const frame = frameOf(input.widthPx || 900)
  const from = toMs(input.from)
  const range: [number, number] = [from, Math.max(toMs(input.to), from + 1000)]
  const rows = chartRows(points, measure)
  const sign = metric.direction === 'lower' ? 1 : -1
  const harm = metric.limit === null ? null : sign * metric.limit * measure.factor
  const difference = differenceDomain(rows, harm, fog)
  const values = valuesDomain(rows, measure.kind === 'plain')
  return {
    measure,
    harm,
    limit: metric.limit === null ? null : amount(metric.limit, measure),
    difference: { domain: difference, ticks: niceTicks(difference, 4) },
    values: { domain: values, ticks: niceTicks(values, 3), suffix: measure.kind === 'plain' ? measure.suffix : '%' },
    shared: {
      rows,
      range,
      frame,
      time: timeTicks(range[0], range[1], frame.narrow ? 4 : 7, timeZone),
      stretches: [...gapsOf(points), ...pausesOf(events, range[1]), ...driftOf(metric, points, range[1])],
      hairlines: events.map((event) => toMs(event.at)).filter((t) => t >= range[0] && t <= range[1]),
    },
  }
}
