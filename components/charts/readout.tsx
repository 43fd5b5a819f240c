'use client'
import { useEffect, useState } from 'react'
import { countExact, difference, level, type Measure, share } from '@/lib/kernel/format'
import { clock, fullTime } from '@/lib/kernel/format-time'
import { toMs } from '@/lib/kernel/moments'
import { markOf } from './marks'
import { type ChartEvent, type ChartMetric, type ChartPoint } from './types'

type Props = {
  point: ChartPoint
  metric: ChartMetric
  measure: Measure
  limit: string | null
  events: readonly ChartEvent[]
  timeZone: string
}

/** Everything known about one moment of the chart, in words and numbers with their units. */
export function Readout({ point, metric, measure, limit, events, timeZone }: Props) {
  const told = difference({ estimate: point.difference, low: point.low, high: point.high }, measure)
  const near = nearest(events, point)
  const of = measure.of || 'people'
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-dense text-text">
      <dt className="sr-only">Time</dt>
      <dd className="col-span-2 font-medium">{fullTime(point.at, timeZone)}</dd>
      <dt className="text-text-2">Exposed</dt>
      <dd className="num">
        {level(point.exposed, measure)} ({countExact(point.exposedEvents)} of {countExact(point.exposedUnits)} {of})
      </dd>
      <dt className="text-text-2">Baseline</dt>
      <dd className="num">
        {level(point.baseline, measure)} ({countExact(point.baselineEvents)} of {countExact(point.baselineUnits)} {of})
      </dd>
      <dt className="text-text-2">Difference</dt>
      <dd className="num font-medium">
        {told.value} {told.suffix} {told.band}
      </dd>
      {limit !== null && (
        <>
          <dt className="text-text-2">Limit</dt>
          <dd className="num">
            {limit} {measure.suffix}, {metric.direction === 'lower' ? 'higher' : 'lower'} is worse
          </dd>
        </>
      )}
      <dt className="text-text-2">Exposure</dt>
      <dd className="num">{share(point.share)}</dd>
      {near && (
        <>
          <dt className="text-text-2">Nearest</dt>
          <dd>
            <span aria-hidden="true">{markOf(near).glyph} </span>
            {clock(near.at, timeZone)} {near.title}
          </dd>
        </>
      )}
    </dl>
  )
}

function nearest(events: readonly ChartEvent[], point: ChartPoint): ChartEvent | null {
  const away = (event: ChartEvent) => Math.abs(toMs(event.at) - toMs(point.at))
  return events.toSorted((a, b) => away(a) - away(b))[0] ?? null
}

const CALM_MS = 300

/** Follows a changing value at most every 300 ms, so that a held arrow key does not talk over itself. */
export function useCalm<T>(value: T): T {
  const [calm, setCalm] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM_MS)
    return () => clearTimeout(timer)
  }, [value])
  return calm
}
