import { countExact, difference, level, type Measure } from '@/lib/kernel/format'
import { clock, day } from '@/lib/kernel/format-time'
import { type ChartPoint } from './types'

type Props = { caption: string; points: readonly ChartPoint[]; measure: Measure; timeZone: string; fileName: string }

const NUMBER = 'num px-3 py-1.5 text-right whitespace-nowrap'

/** What scrolls can be scrolled by keyboard. */
const scrollable = { tabIndex: 0 }

/** The same data as the chart, newest first, to read or to take away. */
export function TwinTable({ caption, points, measure, timeZone, fileName }: Props) {
  const newest = points.toReversed()
  return (
    <div>
      <section
        {...scrollable}
        className="max-h-96 overflow-auto rounded-control border border-line focus-ring"
        aria-label="Data of the chart"
      >
        <table className="w-full border-collapse text-dense">
          <caption className="px-3 py-2 text-left text-text-2">{caption}</caption>
          <thead className="sticky top-0 bg-sunken text-caption text-text-2">
            <tr>
              <th scope="col" className="px-3 py-2 text-left font-medium">
                Time
              </th>
              {[
                'Exposed',
                'Baseline',
                `Difference, ${measure.suffix}`,
                'Low',
                'High',
                'People exposed / baseline',
                'Events exposed / baseline',
              ].map((name) => (
                <th key={name} scope="col" className="px-3 py-2 text-right font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {newest.map((point) => (
              <TwinRow key={point.at} point={point} measure={measure} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      </section>
      <a
        download={fileName}
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(points))}`}
        className="mt-2 inline-block text-dense text-accent underline underline-offset-2"
      >
        Download as CSV
      </a>
    </div>
  )
}

function TwinRow({ point, measure, timeZone }: { point: ChartPoint; measure: Measure; timeZone: string }) {
  const told = difference({ estimate: point.difference, low: point.low, high: point.high }, measure)
  const bound = (value: number | null) =>
    difference({ estimate: value, low: point.low, high: point.high }, measure).value
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
        <time dateTime={point.at} title={day(point.at, timeZone)}>
          {clock(point.at, timeZone, true)}
        </time>
      </th>
      <td className={NUMBER}>{level(point.exposed, measure)}</td>
      <td className={NUMBER}>{level(point.baseline, measure)}</td>
      <td className={NUMBER}>{told.value}</td>
      <td className={NUMBER}>{bound(point.low)}</td>
      <td className={NUMBER}>{bound(point.high)}</td>
      <td className={NUMBER}>
        {countExact(point.exposedUnits)} / {countExact(point.baselineUnits)}
      </td>
      <td className={NUMBER}>
        {countExact(point.exposedEvents)} / {countExact(point.baselineEvents)}
      </td>
    </tr>
  )
}

const COLUMNS = [
  'at',
  'exposed',
  'baseline',
  'difference',
  'low',
  'high',
  'exposedUnits',
  'baselineUnits',
  'exposedEvents',
  'baselineEvents',
  'share',
] as const

const csvOf = (points: readonly ChartPoint[]): string =>
  [COLUMNS.join(','), ...points.map((point) => COLUMNS.map((column) => point[column] ?? '').join(','))].join('\r\n')
