import { EXCEEDANCE_LEVELS, exceedanceRatio } from '@/lib/statistics/exceedance'
import { type MetricChoice, type TailConfig } from './config'
import { type Size } from './schema'

/**
 * What a quantile is judged by: thresholds c_j, the share of people usually above them, the same for the thresholds
 * stretched by the limit, and how many people tell it.
 */
export type FrozenTail = {
  thresholds: number[]
  usual: number[]
  stretched: { thresholds: number[]; usual: number[]; ratios: number[] } | null
  units: number
}

/** So many first values make thresholds; the 99th percentile of fewer is one person. */
export const TAIL_UNITS_MIN = 200

export function freezeTail(choice: MetricChoice, weight: number): TailConfig {
  const { definition } = choice
  const margin = choice.limit === null ? definition.harmLimit : { kind: 'absolute' as const, value: choice.limit }
  const level = definition.level ?? 0.95
  const frozen = tailOf(choice.values ?? [], level, margin)
  const baseline = frozen && valueAt(frozen, level)
  return {
    metricId: choice.metricId,
    version: choice.version,
    key: definition.key,
    name: definition.name,
    unit: definition.unit,
    direction: 'lower',
    aggregation: 'quantile',
    role: choice.role,
    critical: choice.critical,
    weight,
    harm: 'up',
    level,
    margin,
    size: EXCEEDANCE_LEVELS.length * (margin ? 2 : 1),
    baseline,
    baselineFrom: frozen ? 'history' : 'first-control',
    frozen,
    limit: margin && (margin.kind === 'absolute' ? margin.value : baseline === null ? null : margin.value * baseline),
    hardLimit: null,
  }
}

/** The usual value at a level. */
export const valueAt = ({ thresholds }: FrozenTail, level: number): number =>
  thresholds[placeOf(level)] ?? thresholds[0] ?? 0

/** Which of the five thresholds stands for a level. */
export function placeOf(level: number): number {
  return Math.max(
    0,
    EXCEEDANCE_LEVELS.findIndex((known) => known === level),
  )
}

/** Thresholds from people's first values; null: too few people. Values that are no numbers do not count. */
export function tailOf(values: readonly number[], level: number, margin: Size | null): FrozenTail | null {
  const sorted = values.filter((value) => Number.isFinite(value)).toSorted((a, b) => a - b)
  const n = sorted.length
  if (n < TAIL_UNITS_MIN) return null
  const thresholds = EXCEEDANCE_LEVELS.map((tau) => sorted[Math.ceil(tau * n) - 1] ?? 0)
  const above = (c: number): number => (sorted.filter((value) => value > c).length + 0.5) / (n + 1)
  const frozen: FrozenTail = { thresholds, usual: thresholds.map(above), stretched: null, units: n }
  if (!margin) return frozen
  const at = valueAt(frozen, level)
  // Nothing is a multiple of a usual value that is not above 0: then any harm is past the limit.
  const stretch = margin.kind === 'relative' ? margin.value : at > 0 ? margin.value / at : 0
  const longer = thresholds.map((c) => c + stretch * Math.abs(c))
  const usual = longer.map(above)
  const ratios = usual.map((b, j) => Math.max(1, exceedanceRatio(1 - (frozen.usual[j] ?? 0), b)))
  return { ...frozen, stretched: { thresholds: longer, usual, ratios } }
}

/** All thresholds in the order in which ingest counts against them. */
export const countedThresholds = ({ thresholds, stretched }: FrozenTail): number[] => [
  ...thresholds,
  ...(stretched?.thresholds ?? []),
]
