'use client'
import { createContext, useContext, useEffect, useEffectEvent } from 'react'
import { useActiveTooltipDataPoints, useIsTooltipActive, usePlotArea, useXAxisScale } from 'recharts'
import { type ChartPoint, type Row } from './types'

/** The moment that pointer or arrow keys are at, shared by both panels. */
export const ActiveContext = createContext<number | null>(null)

/** Tells which moment the pointer or the arrow keys of this panel are at. */
export function ActiveReader({ onActive }: { onActive: (point: ChartPoint | null) => void }) {
  const active = useIsTooltipActive()
  const rows = useActiveTooltipDataPoints<Row>()
  const point = active ? (rows?.[0]?.point ?? null) : null
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
