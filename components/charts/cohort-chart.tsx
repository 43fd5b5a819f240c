'use client'
import { lazy, type ReactNode, type Ref, Suspense, useId } from 'react'
import { measureOf } from '@/lib/kernel/format'
import { clock } from '@/lib/kernel/format-time'
import { type Instant } from '@/lib/kernel/moments'
import { type RailHandle } from './event-rail'
import { HEIGHT } from './frame'
import { type ChartEvent, type ChartMetric, type ChartPoint, type Stretch } from './types'

export type ChartView = 'difference' | 'values'

export type CohortChartProps = {
  /** The question the chart answers, as its title. */
  question: string
  /** The answer in one sentence. */
  answer: string
  /** Sentences under the answer: who could tell, what could still hide. */
  notes: readonly string[]
  metric: ChartMetric
  points: readonly ChartPoint[]
  events: readonly ChartEvent[]
  risks: readonly Stretch[]
  range: { from: Instant; to: Instant }
  timeZone: string
  view: ChartView
  showTable: boolean
  /** Not enough data for a verdict: no colours, fixed axis, and how far it has come. */
  fog: ReactNode | null
  footer: string
  controls?: ReactNode
  railRef: Ref<RailHandle>
}

/** What draws, fetched apart from the page: the chart library is half of all its script. */
const fetchDrawing = () => import('./drawing')
const Plot = lazy(async () => ({ default: (await fetchDrawing()).CohortPlot }))
const TwinTable = lazy(async () => ({ default: (await fetchDrawing()).TwinTable }))

const plotHeight = HEIGHT.rail + HEIGHT.difference + HEIGHT.values + 118

/** Exposed against baseline over time: question, answer, two panels on one axis, method; and the same as a table. */
export function CohortChart(props: CohortChartProps) {
  const id = useId()
  const { metric, points, timeZone } = props
  const measure = measureOf(metric.unit, metric.limit, metric.form)
  const last = points.at(-1)
  return (
    <figure aria-labelledby={`${id}-title`} aria-describedby={`${id}-answer`} className="flex flex-col gap-3">
      <figcaption className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 id={`${id}-title`} className="text-h2 font-bold">
            {props.question}
          </h2>
          <p id={`${id}-answer`} className="num measure mt-1 text-answer">
            {props.answer}
          </p>
          {props.notes.map((note) => (
            <p key={note} className="num measure text-body text-text-2">
              {note}
            </p>
          ))}
        </div>
        {props.controls && <div className="flex flex-wrap items-center gap-2">{props.controls}</div>}
      </figcaption>
      {props.fog}
      {points.length === 0 ? (
        <p className="rounded-control border border-dashed border-line-strong px-4 py-10 text-center text-body text-text-2">
          No comparison has been made in this range yet.
        </p>
      ) : (
        <Suspense fallback={<Waiting />}>
          {props.showTable ? (
            <TwinTable
              caption={props.answer}
              points={points}
              measure={measure}
              timeZone={timeZone}
              fileName={`${metric.key}.csv`}
            />
          ) : (
            <Plot {...props} />
          )}
        </Suspense>
      )}
      <p className="num text-caption text-text-3">
        {props.footer}
        {last ? ` · computed ${clock(last.at, timeZone)}` : ''}
      </p>
    </figure>
  )
}

const Waiting = () => (
  <div aria-hidden="true" className="animate-breathe rounded-control bg-sunken" style={{ height: plotHeight }} />
)
