import type { Instant } from '@/lib/kernel/moments'

/** What charts need of a metric; mirrors the shapes of the rollout's views without importing them. */
export type ChartMetric = {
  key: string
  name: string
  unit: string
  /** A mean, ratio or quantile: levels and limits are in the unit itself; absent: a rate of people. */
  form?: string | undefined
  direction: 'lower' | 'higher'
  /** Harm limit as a rate (0.003 = 3 per 1,000), or null. */
  limit: number | null
  baselineFrozen: number
  baselineMoved: boolean
}

export type ChartPoint = {
  at: Instant
  exposed: number | null
  baseline: number | null
  exposedUnits: number
  baselineUnits: number
  exposedEvents: number
  baselineEvents: number
  /** Exposed minus baseline and its band, as rates. */
  difference: number | null
  low: number | null
  high: number | null
  /** Exposed share of people in percent. */
  share: number
}

export type ChartEvent = {
  id: string
  kind: string
  at: Instant
  by: { kind: 'person' | 'service' | 'policy' | 'system'; name: string } | null
  title: string
  note: string
}

/** A stretch of time that says something about both panels. */
export type Stretch = { kind: 'paused' | 'drift' | 'gap' | 'risk'; from: number; to: number; label: string }

/** A value that may be missing at a time in unix milliseconds. */
export type Row = {
  t: number
  difference: number | null
  band: [number, number] | null
  exposed: number | null
  baseline: number | null
  point: ChartPoint | null
}
