'use client'
import { type SVGProps, useId } from 'react'
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'
import { bandPath, linePath } from './line-path'
import { type Row } from './types'

type Look = Pick<SVGProps<SVGPathElement>, 'fill' | 'stroke' | 'strokeWidth' | 'strokeDasharray'>

type Line = Look & { rows: readonly Row[]; of: 'difference' | 'exposed' | 'baseline' }

/** One value of each row as a line. Drawn here: the library's own lines and areas weigh more than all other charts. */
export function ValueLine({ rows, of, ...look }: Line) {
  const spots = rows.map((row) => ({ t: row.t, value: row[of] }))
  return <Path {...look} fill="none" draw={(x, y) => linePath(spots, x, y)} />
}

/** The range of each row as an area. */
export function BandArea({ rows, ...look }: Look & { rows: readonly Row[] }) {
  const spots = rows.map((row) => ({ t: row.t, value: row.band }))
  return <Path {...look} draw={(x, y) => bandPath(spots, x, y)} />
}

type Scale = (value: number) => number | undefined

/** A path in the chart's own scales, cut where the plot ends. */
function Path({ draw, ...look }: Look & { draw: (x: Scale, y: Scale) => string }) {
  const id = useId()
  const plot = usePlotArea()
  const x = useXAxisScale()
  const y = useYAxisScale()
  if (!plot || !x || !y) return null
  return (
    <g>
      <clipPath id={id}>
        <rect x={plot.x} y={plot.y} width={plot.width} height={plot.height} />
      </clipPath>
      <path d={draw(x, y)} clipPath={`url(#${id})`} {...look} />
    </g>
  )
}
