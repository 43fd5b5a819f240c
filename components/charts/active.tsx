'use client'
import { createContext, useContext, useEffect, useEffectEvent } from 'react'
import { useActiveTooltipLabel, useIsTooltipActive, usePlotArea, useXAxisScale } from 'recharts'
import { type ChartPoint, type Row } from './types'

/** The moment that pointer or arrow keys are at, shared by both panels. */
export const ActiveContext = createContext<number | null>(null)

type Props = { rows: readonly Row[]; onActive: (point: ChartPoint | null) => void }

/** Tells which moment the pointer or the arrow keys of this panel are at. */
export function ActiveReader({ rows, onActive }: Props) {
  const active = useIsTooltipActive()
  const t = useActiveTooltipLabel()
  const point = active ? (rows.find((row) => row.t === t)?.point ?? null) : null
  const tell = useEffectEvent(onActive)
  useEffect(() => tell(point), [point])
  return null
}

/** A hairline at that moment, with a dot on each line given. */
export function Cursor() {
  const t = useContext(ActiveContext)
  const plot = usePlotArea()
  const x = useXAxisScale()
  const at = t === null ? undefined : x?.(t)
  if (!plot || at === undefined) return null
  return <line x1={at} x2={at} y1={plot.y} y2={plot.y + plot.height} stroke="var(--text-2)" />
}
