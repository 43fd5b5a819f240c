import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { type MetricChoice, type ValueConfig } from './config'
import { type Size } from './schema'

/** One person's number: y, and the denominator d of a ratio (0 where there is none). */
export type PersonNumber = { y: number; d: number }

/**
 * How people's numbers spread: σ² of one person's number, of (y − rd)/d̄ for a ratio; d̄ (1 for a mean); and how many people
 * tell it.
 */
export type Spread = { sigma2: number; meanD: number; units: number }

/** So few people say nothing of a spread. */
export const SPREAD_UNITS_MIN = 100
/** A p99.9 needs at least a thousand. */
const CAP_UNITS_MIN = 1000
const CAP_LEVEL = 0.999

/**
 * Freezes a mean or a ratio. With people of before Start the cap, the centre and the spread are theirs; without, the
 * engine learns them from the first control people.
 */
export function freezeValue(choice: MetricChoice, weight: number): Outcome<ValueConfig> {
  const { definition } = choice
  const aggregation = definition.aggregation === 'ratio' ? 'ratio' : 'mean'
  const cap = definition.cap ?? capOf(choice.people ?? [])
  const usual = usualOf(choice.people ?? [], aggregation, cap)
  const margin = choice.limit === null ? definition.harmLimit : { kind: 'absolute' as const, value: choice.limit }
  const harm = definition.direction === 'lower' ? 'up' : 'down'
  const baseline = usual?.level ?? null
  const refusal = margin && baseline !== null ? badMargin(definition.key, margin, harm, baseline) : null
  if (refusal) return refusal
  return ok({
    metricId: choice.metricId,
    version: choice.version,
    key: definition.key,
    name: definition.name,
    unit: definition.unit,
    direction: definition.direction,
    aggregation,
    of: definition.of ?? 'sum',
    role: choice.role,
    critical: choice.critical,
    weight,
    harm,
    cap,
    centre: aggregation === 'mean' ? (baseline ?? 0) : 0,
    slope: aggregation === 'ratio' ? (baseline ?? 0) : 0,
    baseline,
    baselineFrom: usual ? 'history' : 'first-control',
    spread: usual?.spread ?? null,
    margin,
    mde: definition.mde,
    limit: margin && absoluteSize(margin, baseline),
    hardLimit: null,
  })
}

/** A size in the metric's own unit; null: it is a part of something that is not known. */
export function absoluteSize({ kind, value }: Size, baseline: number | null): number | null {
  if (kind === 'absolute') return value
  return baseline === null ? null : value * Math.abs(baseline)
}

function badMargin(key: string, margin: Size, harm: 'up' | 'down', baseline: number): Outcome<never> | null {
  const field = `guardrails.${key}`
  if (margin.kind === 'relative' && baseline <= 0) {
    return refuse('limit-needs-level', `The usual level of ${key} is not above 0: a part of it limits nothing.`, {
      field,
      remedy: 'Set an absolute limit.',
    })
  }
  if (harm === 'up' || baseline <= 0 || (absoluteSize(margin, baseline) ?? 0) < baseline) return null
  return refuse('limit-too-wide', `The harm limit of ${key} is as large as its usual level.`, {
    field,
    remedy: 'Set a smaller limit, or a relative one.',
  })
}

function capOf(people: readonly PersonNumber[]): number | null {
  if (people.length < CAP_UNITS_MIN) return null
  const sizes = people.map(({ y }) => Math.abs(y)).toSorted((a, b) => a - b)
  const cap = sizes[Math.ceil(CAP_LEVEL * sizes.length) - 1] ?? 0
  return cap > 0 ? cap : null
}

function usualOf(
  people: readonly PersonNumber[],
  aggregation: ValueConfig['aggregation'],
  cap: number | null,
): { level: number; spread: Spread } | null {
  const n = people.length
  if (n < SPREAD_UNITS_MIN) return null
  const limit = cap ?? Infinity
  const capped = people.map(({ y, d }) => ({ y: Math.min(Math.max(y, -limit), limit), d }))
  const meanY = capped.reduce((sum, { y }) => sum + y, 0) / n
  const meanD = aggregation === 'ratio' ? capped.reduce((sum, { d }) => sum + d, 0) / n : 1
  if (meanD === 0) return null
  const level = meanY / meanD
  const left = capped.map(({ y, d }) => (aggregation === 'ratio' ? y - level * d : y - level))
  const sigma2 = left.reduce((sum, u) => sum + u * u, 0) / (n - 1) / meanD ** 2
  return Number.isFinite(sigma2) && sigma2 > 0 ? { level, spread: { sigma2, meanD, units: n } } : null
}
