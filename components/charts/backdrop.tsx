'use client'
import { useId } from 'react'
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'
import { type Stretch } from './types'

/** Hatches of one chart; ids are unique so that two charts on a page do not share them. */
export function useHatches() {
  const id = useId().replaceAll(':', '')
  return { harm: `${id}-harm`, drift: `${id}-drift`, stipple: `${id}-stipple`, fog: `${id}-fog` }
}
type Hatches = ReturnType<typeof useHatches>

export function HatchDefs({ hatches }: { hatches: Hatches }) {
  return (
    <defs>
      <Lines id={hatches.harm} turn={45} apart={8} colour="var(--harm-hatch)" />
      <Lines id={hatches.drift} turn={30} apart={6} colour="var(--fog-hatch)" />
      <Lines id={hatches.fog} turn={-45} apart={7} colour="var(--fog-hatch)" />
      <pattern id={hatches.stipple} width="7" height="7" patternUnits="userSpaceOnUse">
        <circle cx="2" cy="2" r="0.9" fill="var(--fog-hatch)" />
      </pattern>
    </defs>
  )
}

const Lines = ({ id, turn, apart, colour }: { id: string; turn: number; apart: number; colour: string }) => (
  <pattern id={id} width={apart} height={apart} patternUnits="userSpaceOnUse" patternTransform={`rotate(${turn})`}>
    <line x1="0" y1="0" x2="0" y2={apart} stroke={colour} strokeWidth="1.5" />
  </pattern>
)

type Props = { stretches: readonly Stretch[]; hatches: Hatches; harm: number | null; named: boolean }

/** What lies behind the lines: the harm side, pauses, drift and gaps, each with its own pattern and a word. */
export function Backdrop({ stretches, hatches, harm, named }: Props) {
  const plot = usePlotArea()
  const x = useXAxisScale()
  const y = useYAxisScale()
  if (!plot || !x || !y) return null
  const limit = harm === null ? undefined : y(harm)
  const inside = (t: number) => Math.min(plot.x + plot.width, Math.max(plot.x, x(t) ?? plot.x))
  return (
    <g>
      {limit !== undefined && harm !== null && (
        <HarmSide plot={plot} limit={limit} above={harm > 0} hatch={hatches.harm} />
      )}
      {stretches.map((stretch) => {
        const [from, to] = [inside(stretch.from), inside(stretch.to)]
        if (to - from < 1 || stretch.kind === 'risk') return null
        const fill = { paused: hatches.stipple, drift: hatches.drift, gap: null, risk: null }[stretch.kind]
        return (
          <g key={`${stretch.kind}-${stretch.from}`}>
            {fill && <rect x={from} y={plot.y} width={to - from} height={plot.height} fill={`url(#${fill})`} />}
            {named && to - from > stretch.label.length * 6 && (
              <text x={from + 5} y={plot.y + plot.height - 6} className="fill-text-2 text-caption">
                {stretch.label}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}

type Side = {
  plot: { x: number; y: number; width: number; height: number }
  limit: number
  above: boolean
  hatch: string
}

function HarmSide({ plot, limit, above, hatch }: Side) {
  const top = above ? plot.y : Math.max(plot.y, limit)
  const bottom = above ? Math.min(plot.y + plot.height, limit) : plot.y + plot.height
  if (bottom <= top) return null
  const box = { x: plot.x, y: top, width: plot.width, height: bottom - top }
  return (
    <>
      <rect {...box} fill="var(--harm-fill)" />
      <rect {...box} fill={`url(#${hatch})`} />
    </>
  )
}
