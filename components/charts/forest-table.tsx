import { type ReactNode } from 'react'
import { difference, level, measureOf } from '@/lib/kernel/format'
import { forestMost, forestPlace } from './forest-scale'
import { Sparkline } from './sparkline'

export type ForestRow = {
  key: string
  name: string
  unit: string
  form?: string | undefined
  direction: 'lower' | 'higher'
  limit: number | null
  exposed: number | null
  baseline: number | null
  estimate: number | null
  low: number | null
  high: number | null
  /** Mark and word of the row's verdict. */
  verdict: ReactNode
  trend: readonly (number | null)[] | null
}

type Props = {
  caption: string
  rows: readonly ForestRow[]
  /** Row shown in the chart. */
  chosen: string | null
  onChoose: (key: string) => void
}

const NUMBER = 'num px-2 py-2 text-right whitespace-nowrap max-sm:hidden'

/** Every metric on one scale, difference ÷ harm limit, so that all limits stand on the same line. */
export function ForestTable({ caption, rows, chosen, onChoose }: Props) {
  const most = forestMost(rows)
  const trends = rows.some((row) => row.trend)
  return (
    <table className="w-full border-collapse text-dense md:table-fixed">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-caption text-text-3">
        <tr>
          <th scope="col" className="py-1 pr-2 text-left font-medium md:w-[18%]">
            Metric
          </th>
          <th scope="col" className="px-2 py-1 text-left font-medium max-md:hidden md:w-[14%]">
            Verdict
          </th>
          <th scope="col" className="px-2 py-1 text-right font-medium max-sm:hidden md:w-[8%]">
            Exposed
          </th>
          <th scope="col" className="px-2 py-1 text-right font-medium max-sm:hidden md:w-[8%]">
            Baseline
          </th>
          <th scope="col" className="px-2 py-1 text-left font-medium max-sm:hidden md:w-[22%]">
            Difference (band)
          </th>
          <th scope="col" className="py-1 text-left font-medium max-md:hidden">
            <ForestHead most={most} />
          </th>
          {trends && (
            <th scope="col" className="px-2 py-1 text-left font-medium max-lg:hidden md:w-28">
              Trend
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const measure = measureOf(row.unit, row.limit, row.form)
          const told = difference(row, measure)
          const text = (
            <>
              <span className="font-medium">{told.value}</span> {told.suffix}{' '}
              <span className="text-text-2">{told.band}</span>
            </>
          )
          return (
            <tr key={row.key} className="border-t border-line has-aria-current:bg-sunken/60">
              <th scope="row" className="py-2 pr-2 pl-0 text-left font-normal">
                <button
                  type="button"
                  aria-current={row.key === chosen ? 'true' : undefined}
                  onClick={() => onChoose(row.key)}
                  className="touchable flex w-full items-center gap-2 rounded-chip text-left hover:underline aria-current:font-medium"
                >
                  {row.name}
                </button>
                <span className="mt-0.5 block md:hidden">{row.verdict}</span>
                <span className="num mt-0.5 block sm:hidden">{text}</span>
                <span className="mt-1 block md:hidden">
                  <ForestPlot row={row} most={most} />
                </span>
              </th>
              <td className="px-2 py-2 max-md:hidden">{row.verdict}</td>
              <td className={NUMBER}>{level(row.exposed, measure)}</td>
              <td className={NUMBER}>{level(row.baseline, measure)}</td>
              <td className="num px-2 py-2 whitespace-nowrap max-sm:hidden">{text}</td>
              <td className="py-1 max-md:hidden">
                <ForestPlot row={row} most={most} />
              </td>
              {trends && (
                <td className="px-2 max-lg:hidden">
                  {row.trend && (
                    <Sparkline
                      values={row.trend}
                      limit={row.limit === null ? null : row.direction === 'lower' ? row.limit : -row.limit}
                    />
                  )}
                </td>
              )}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const x = (value: number, most: number): number => 8 + ((value + most) / (2 * most)) * 284

function ForestHead({ most }: { most: number }) {
  return (
    <span className="relative block h-4">
      <span className="absolute left-0">◄ better</span>
      <span className="absolute -translate-x-1/2" style={{ left: `${x(0, most) / 3}%` }}>
        0
      </span>
      <span className="absolute -translate-x-1/2 whitespace-nowrap text-bad" style={{ left: `${x(1, most) / 3}%` }}>
        harm limit
      </span>
    </span>
  )
}

/** Decorative: the difference and its band stand beside it in words. */
function ForestPlot({ row, most }: { row: ForestRow; most: number }) {
  const place = forestPlace(row, most)
  if (place === null) {
    return (
      <span className="text-caption text-text-3">
        {row.limit === null ? 'no harm limit' : 'nothing to compare yet'}
      </span>
    )
  }
  const over = place.at >= 1
  const [from, to, at] = [x(place.from, most), x(place.to, most), x(place.at, most)]
  return (
    <svg aria-hidden="true" viewBox="0 0 300 24" preserveAspectRatio="none" className="block h-6 w-full">
      <rect x={x(1, most)} y="0" width={300 - x(1, most)} height="24" fill="var(--harm-fill)" />
      <line x1={x(0, most)} x2={x(0, most)} y1="0" y2="24" stroke="var(--text-3)" vectorEffect="non-scaling-stroke" />
      <line
        x1={x(1, most)}
        x2={x(1, most)}
        y1="0"
        y2="24"
        stroke="var(--bad)"
        strokeDasharray="4 3"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
      <line
        x1={from}
        x2={to}
        y1="12"
        y2="12"
        stroke="var(--text-2)"
        strokeWidth="2"
        vectorEffect="non-scaling-stroke"
      />
      {place.cutLeft ? <Head at={from} turn={-1} /> : <Stop at={from} />}
      {place.cutRight ? <Head at={to} turn={1} /> : <Stop at={to} />}
      <path
        d={`M${at} 12h0`}
        stroke={over ? 'var(--bad)' : 'var(--exposed)'}
        strokeWidth="10"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

const Stop = ({ at }: { at: number }) => (
  <line x1={at} x2={at} y1="7" y2="17" stroke="var(--text-2)" strokeWidth="2" vectorEffect="non-scaling-stroke" />
)
const Head = ({ at, turn }: { at: number; turn: 1 | -1 }) => (
  <path
    d={`M${at - turn * 6} 6L${at} 12L${at - turn * 6} 18`}
    fill="none"
    stroke="var(--text-2)"
    strokeWidth="2"
    vectorEffect="non-scaling-stroke"
  />
)
