'use client'
import { useRef, useState } from 'react'
import { type RailHandle } from '@/components/charts/event-rail'
import { LevelChart } from '@/components/charts/level-chart'
import { type ChartEvent } from '@/components/charts/types'
import { useHotkeys } from '@/components/live/hotkeys'
import { Button } from '@/components/ui/button'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { levelWords } from '@/lib/analysis/core/metric-words'
import { type MetricDefinition, type MetricSeries } from '@/lib/analysis/core/schema'
import { countExact } from '@/lib/kernel/format'
import { instant, toMs, type Instant } from '@/lib/kernel/moments'

type Props = {
  metric: Pick<MetricDefinition, 'name' | 'aggregation' | 'unit'>
  series: MetricSeries
  events: readonly ChartEvent[]
  environment: string
  now: Instant
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const RANGES = [
  ['days', '30 days'],
  ['hours', '24 hours'],
] as const
type Range = (typeof RANGES)[number][0]

/** How the metric stood among all people of an environment, with the range it usually keeps to. */
export function MetricChart({ metric, series, events, environment, now }: Props) {
  const [range, setRange] = useState<Range>('days')
  const [isTable, setTable] = useState(false)
  const rail = useRef<RailHandle>(null)
  useHotkeys(
    [
      { key: 'd', label: 'Chart as a table', run: () => setTable(!isTable) },
      { key: ',', label: 'Previous event in the chart', run: () => rail.current?.step(-1) },
      { key: '.', label: 'Next event in the chart', run: () => rail.current?.step(1) },
    ],
    'Rollout',
  )
  const points = range === 'days' ? series.days : series.hours
  const part = range === 'days' ? series.daysPart : series.hoursPart
  const spanMs = range === 'days' ? 30 * DAY_MS : DAY_MS
  const from = instant(toMs(now) - spanMs)
  const usual = range === 'days' ? series.usual : null
  const write = (value: number) => levelWords(metric, value)
  return (
    <figure className="flex flex-col gap-3">
      <figcaption className="flex flex-wrap items-center justify-between gap-3">
        <span className="text-body">{answerOf(series, metric, { environment, now })}</span>
        <span className="flex flex-wrap items-center gap-2">
          <SegmentedControl label="How far back" value={range} options={RANGES} onChange={setRange} />
          <Button size="small" look="quiet" aria-keyshortcuts="d" onClick={() => setTable(!isTable)}>
            {isTable ? 'Show as chart' : 'Show as table'}
          </Button>
        </span>
      </figcaption>
      {points.length === 0 ? (
        <p className="rounded-control bg-sunken px-4 py-8 text-body text-text-2">
          Nobody was heard of in {environment} in the last {range === 'days' ? '30 days' : '24 hours'}.
        </p>
      ) : isTable ? (
        <PointTable points={points} write={write} isDays={range === 'days'} />
      ) : (
        <LevelChart
          label={`${metric.name} in ${environment}, ${range === 'days' ? 'by day' : 'by hour'}`}
          points={withGaps(points, from, now, range === 'days' ? DAY_MS : HOUR_MS)}
          from={from}
          to={now}
          usual={usual}
          events={events.filter(({ at }) => at >= from)}
          write={write}
          fromZero={metric.aggregation !== 'quantile'}
          rail={rail}
        />
      )}
      <p className="text-dense text-text-2">
        All people heard of in {environment}, {range === 'days' ? 'by day (UTC)' : 'by hour'}
        {part < 1 ? `; read from 1 in ${Math.max(1, Math.round(1 / (part || 1)))} people, chosen evenly` : ''}. The last
        step is not over yet. It describes; what decides is the comparison inside a rollout.
      </p>
    </figure>
  )
}

function answerOf(
  { days, usual }: MetricSeries,
  metric: Props['metric'],
  { environment, now }: { environment: string; now: Instant },
): string {
  const last = days.findLast(({ value }) => value !== null)
  if (!last || last.value === null) return `No data in ${environment} in the last 30 days.`
  const day = last.at.slice(0, 10)
  const stands = `${day === now.slice(0, 10) ? 'Today' : `On ${day}, the last day with data`}: ${levelWords(metric, last.value)}.`
  if (!usual) return `${stands} There is no usual range yet: that needs seven full days of it.`
  const range = `${levelWords(metric, usual.low)} to ${levelWords(metric, usual.high)}`
  const where = last.value > usual.high ? 'above' : last.value < usual.low ? 'below' : 'inside'
  return `${stands} That is ${where} the usual range of ${range}.`
}

/** A step in which nobody was heard of ends the line: it is never drawn through. */
function withGaps(points: MetricSeries['days'], from: Instant, to: Instant, stepMs: number) {
  const known = new Map(points.map(({ at, value }) => [toMs(at), value]))
  const first = Math.ceil(toMs(from) / stepMs) * stepMs
  const steps = Math.floor((toMs(to) - first) / stepMs) + 1
  return Array.from({ length: steps }, (_, i) => {
    const t = first + i * stepMs
    return { at: instant(t), value: known.get(t) ?? null }
  })
}

type TableProps = { points: MetricSeries['days']; write: (value: number) => string; isDays: boolean }

const NUMBER = 'num px-3 py-1.5 text-right'

const PointTable = ({ points, write, isDays }: TableProps) => (
  <section
    // What scrolls can be scrolled by keyboard.
    {...{ tabIndex: 0 }}
    aria-label="Data of the chart"
    className="max-h-96 overflow-auto rounded-control border border-line focus-ring"
  >
    <table className="w-full text-dense">
      <thead className="sticky top-0 bg-sunken text-caption text-text-2">
        <tr>
          <th scope="col" className="px-3 py-2 text-left font-medium">
            {isDays ? 'Day (UTC)' : 'Hour (UTC)'}
          </th>
          {['People', 'Happened to', 'Level'].map((name) => (
            <th key={name} scope="col" className="px-3 py-2 text-right font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map(({ at, people, had, value }) => (
          <tr key={at} className="border-t border-line">
            <th scope="row" className="num px-3 py-1.5 text-left font-normal whitespace-nowrap">
              {isDays ? at.slice(0, 10) : at.slice(11, 16)}
            </th>
            <td className={NUMBER}>{countExact(people)}</td>
            <td className={NUMBER}>{countExact(had)}</td>
            <td className={NUMBER}>{value === null ? '–' : write(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
