'use client'
import { memo } from 'react'
import { ComposedChart, XAxis, YAxis } from 'recharts'
import { decimal } from '@/lib/kernel/format'
import { ActiveReader, Cursor } from './active'
import { Backdrop, HatchDefs, useHatches } from './backdrop'
import { type EdgeLabel, EdgeLabels } from './edge-labels'
import { HEIGHT } from './frame'
import { ValueLine } from './lines'
import { type PlotModel, type Shared } from './plot-model'
import { Rules } from './rules'
import { type ChartPoint, type Row } from './types'

type Props = {
  shared: Shared
  axis: PlotModel['values']
  width: number
  label: string
  onActive: (point: ChartPoint | null) => void
}

/** The panel that explains: both cohorts as they are. */
export const ValuesPanel = memo(function ValuesPanel(props: Props) {
  const { shared, axis } = props
  const { rows, frame, range } = shared
  const hatches = useHatches()
  return (
    <ComposedChart
      width={props.width}
      height={HEIGHT.values + 24}
      data={rows}
      margin={{ top: 6, right: frame.right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
      title={props.label}
    >
      <HatchDefs hatches={hatches} />
      <Backdrop stretches={shared.stretches} hatches={hatches} harm={null} named={false} />
      <XAxis
        dataKey="t"
        type="number"
        domain={range}
        allowDataOverflow
        ticks={shared.time.map((tick) => tick.t)}
        tickFormatter={(t: number) => shared.time.find((tick) => tick.t === t)?.label ?? ''}
        tickLine={false}
        axisLine={{ stroke: 'var(--line)' }}
        tick={{ className: 'fill-text-3 text-caption num' }}
        height={24}
        interval="preserveStartEnd"
      />
      <YAxis
        width={frame.left}
        domain={axis.domain}
        ticks={axis.ticks}
        allowDataOverflow
        tickFormatter={(value: number) => tickText(value, axis.suffix)}
        tickLine={false}
        axisLine={false}
        tick={{ className: 'fill-text-3 text-caption num' }}
      />
      <Rules hairlines={shared.hairlines} />
      <ValueLine rows={rows} of="baseline" stroke="var(--baseline)" strokeWidth={2} strokeDasharray="5 3" />
      <ValueLine rows={rows} of="exposed" stroke="var(--exposed)" strokeWidth={2} />
      <Cursor />
      <ActiveReader rows={rows} onActive={props.onActive} />
      <EdgeLabels labels={edgeLabels(rows, axis.suffix, frame.narrow)} />
    </ComposedChart>
  )
})

const tickText = (value: number, suffix: string): string =>
  suffix === '%' ? `${decimal(value, 2)}%` : decimal(value, 2)

function edgeLabels(rows: readonly Row[], suffix: string, narrow: boolean): EdgeLabel[] {
  const ends = [
    {
      key: 'exposed',
      at: rows.findLast((row) => row.exposed !== null)?.exposed,
      className: 'fill-exposed font-medium',
    },
    {
      key: 'baseline',
      at: rows.findLast((row) => row.baseline !== null)?.baseline,
      className: 'fill-baseline font-medium',
    },
  ]
  return ends.flatMap(({ key, at, className }) => {
    if (at === null || at === undefined) return []
    const value = suffix === '%' ? `${decimal(at, 2)}%` : `${decimal(at, 0)} ${suffix}`
    return [{ key, at, className, text: narrow ? value : `${key} ${value}` }]
  })
}
