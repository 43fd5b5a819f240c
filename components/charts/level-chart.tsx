'use client'
import { useZone } from '@/components/ui/zone'
import { toMs, type Instant } from '@/lib/kernel/moments'
import { EventRail, type RailHandle } from './event-rail'
import { frameOf } from './frame'
import { bandPath, linePath } from './line-path'
import { scaleLinear } from './scales'
import { niceTicks } from './series'
import { timeTicks } from './time-axis'
import { type ChartEvent } from './types'
import { useWidth } from './use-width'
import { type Ref } from 'react'

const HEIGHT = 180
const TOP = 10
const BOTTOM = 24

export type LevelPoint = { at: Instant; value: number | null }

type Props = {
  label: string
  points: readonly LevelPoint[]
  from: Instant
  to: Instant
  usual: { low: number; high: number } | null
  events: readonly ChartEvent[]
  /** How a level is written at the axis. */
  write: (value: number) => string
  /** From zero for rates and counts; latencies are shown where they are. */
  fromZero: boolean
  rail: Ref<RailHandle>
}

/** One level over time with its usual range, and what happened above it. What it says is also a table. */
export function LevelChart({ label, points, from, to, usual, events, write, fromZero, rail }: Props) {
  const { timeZone } = useZone()
  const [ref, width] = useWidth<HTMLDivElement>()
  const frame = frameOf(width)
  const range: [number, number] = [toMs(from), toMs(to)]
  const values = [...points.flatMap(({ value }) => value ?? []), ...(usual ? [usual.low, usual.high] : [])]
  const top = Math.max(...values, Number.MIN_VALUE) * 1.1
  const low = fromZero ? Math.min(0, ...values) : Math.min(...values, top) * 0.9
  const x = scaleLinear(range, [frame.left, Math.max(frame.left + 1, width - 16)])
  const y = scaleLinear([low, top], [HEIGHT - BOTTOM, TOP])
  const spots = points.map(({ at, value }) => ({ t: toMs(at), value }))
  const band = usual ? range.map((t) => ({ t, value: [usual.low, usual.high] as const })) : []
  const last = spots.findLast(({ value }) => value !== null)
  return (
    <div ref={ref} className="min-w-0">
      {width > 0 && (
        <>
          <EventRail
            events={events}
            range={range}
            frame={{ ...frame, right: 16 }}
            widthPx={width}
            timeZone={timeZone}
            ref={rail}
          />
          <svg role="img" aria-label={label} width={width} height={HEIGHT} className="block">
            {niceTicks([low, top], 4).map((tick) => (
              <g key={tick}>
                <line x1={frame.left} x2={width - 16} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
                <text
                  x={frame.left - 6}
                  y={(y(tick) ?? 0) + 4}
                  textAnchor="end"
                  className="fill-text-3 text-caption num"
                >
                  {write(tick)}
                </text>
              </g>
            ))}
            {timeTicks(range[0], range[1], frame.narrow ? 4 : 8, timeZone).map((tick) => (
              <text
                key={tick.t}
                x={x(tick.t)}
                y={HEIGHT - 6}
                textAnchor="middle"
                className="fill-text-3 text-caption num"
              >
                {tick.label}
              </text>
            ))}
            {usual && <path d={bandPath(band, x, y)} fill="var(--baseline)" opacity="0.16" />}
            {events.map(({ id, at }) => (
              <line
                key={id}
                x1={x(toMs(at))}
                x2={x(toMs(at))}
                y1={TOP}
                y2={HEIGHT - BOTTOM}
                stroke="var(--line-strong)"
                strokeWidth="1"
              />
            ))}
            <path d={linePath(spots, x, y)} fill="none" stroke="var(--exposed)" strokeWidth="2" />
            {spots.map(({ t, value }) =>
              value === null ? null : <circle key={t} cx={x(t)} cy={y(value)} r="2" fill="var(--exposed)" />,
            )}
            {last && <circle cx={x(last.t)} cy={y(last.value ?? 0)} r="3.5" fill="var(--exposed)" />}
          </svg>
        </>
      )}
    </div>
  )
}
