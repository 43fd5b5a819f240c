'use client'
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'

type Props = { hairlines: readonly number[]; zero?: boolean; harm?: number | null }

/** The straight lines of a panel: moments of events, no difference, and the harm limit. */
export function Rules({ hairlines, zero = false, harm = null }: Props) {
  const plot = usePlotArea()
  const x = useXAxisScale()
  const y = useYAxisScale()
  if (!plot || !x || !y) return null
  const level = (value: number) => y(value) ?? Number.NaN
  const inside = (at: number) => at >= plot.y && at <= plot.y + plot.height
  const across = { x1: plot.x, x2: plot.x + plot.width }
  return (
    <g>
      {hairlines.map((t) => (
        <line
          key={t}
          x1={x(t)}
          x2={x(t)}
          y1={plot.y}
          y2={plot.y + plot.height}
          stroke="var(--line-strong)"
          strokeOpacity={0.55}
        />
      ))}
      {zero && inside(level(0)) && <line {...across} y1={level(0)} y2={level(0)} stroke="var(--text-3)" />}
      {harm !== null && inside(level(harm)) && (
        <line
          {...across}
          y1={level(harm)}
          y2={level(harm)}
          stroke="var(--bad)"
          strokeWidth={1.5}
          strokeDasharray="6 4"
        />
      )}
    </g>
  )
}
