'use client'
import { memo } from 'react'
import { ComposedChart, XAxis, YAxis } from 'recharts'
import { signed } from '@/lib/kernel/format'
import { ActiveReader, Cursor } from './active'
import { Backdrop, HatchDefs, useHatches } from './backdrop'
import { type EdgeLabel, EdgeLabels } from './edge-labels'
import { HEIGHT } from './frame'
import { BandArea, ValueLine } from './lines'
import { type PlotModel, type Shared } from './plot-model'
import { Rules } from './rules'
import { type ChartPoint, type Row } from './types'

type Props = {
  shared: Shared
  axis: PlotModel['difference']
  width: number
  harm: number | null
  fog: boolean
  label: string
  onActive: (point: ChartPoint | null) => void
}

/** The panel that decides: exposed minus baseline with its band, zero, and the harm limit. */
export const DifferencePanel = memo(function DifferencePanel(props: Props) {
  const { shared, axis, harm, fog } = props
  const { rows, frame, range } = shared
  const hatches = useHatches()
  return (
    <ComposedChart
      width={props.width}
      height={frame.narrow ? HEIGHT.narrow : HEIGHT.difference}
      data={rows}
      margin={{ top: 8, right: frame.right, bottom: 4, left: 0 }}
      title={props.label}
    >
      <HatchDefs hatches={hatches} />
      <Backdrop stretches={shared.stretches} hatches={hatches} harm={harm} named />
      <XAxis dataKey="t" type="number" domain={range} hide allowDataOverflow />
      <YAxis
        width={frame.left}
        domain={axis.domain}
        ticks={axis.ticks}
        allowDataOverflow
        tickFormatter={(value: number) => signed(value, 2)}
        tickLine={false}
        axisLine={false}
        tick={{ className: 'fill-text-3 text-caption num' }}
      />
      <BandArea
        rows={rows}
        fill={fog ? `url(#${hatches.fog})` : 'var(--band-fill)'}
        stroke={fog ? 'var(--fog-hatch)' : 'var(--band-edge)'}
        strokeWidth={1}
      />
      <Rules hairlines={shared.hairlines} zero harm={harm} />
      <ValueLine rows={rows} of="difference" stroke={fog ? 'var(--baseline)' : 'var(--exposed)'} strokeWidth={2} />
      <Cursor />
      <ActiveReader rows={rows} onActive={props.onActive} />
      <EdgeLabels labels={edgeLabels(rows, harm, frame.narrow)} />
    </ComposedChart>
  )
})

function edgeLabels(rows: readonly Row[], harm: number | null, narrow: boolean): EdgeLabel[] {
  const labels: EdgeLabel[] = [{ key: 'zero', at: 0, text: narrow ? '0' : 'no difference', className: 'fill-text-3' }]
  if (harm !== null) {
    const text = `${narrow ? '' : 'harm limit '}${signed(harm, 3)}`
    labels.push({ key: 'harm', at: harm, text, className: 'fill-bad font-medium' })
  }
  const now = rows.findLast((row) => row.difference !== null)?.difference
  if (now !== null && now !== undefined && !narrow) {
    labels.push({ key: 'now', at: now, text: `now ${signed(now, 1)}`, className: 'fill-exposed font-bold' })
  }
  return labels
}
