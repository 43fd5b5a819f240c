import {
  amount,
  band,
  count,
  decimal,
  type Difference,
  level,
  type Measure,
  measureOf,
  uncertaintyDecimals,
} from '@/lib/kernel/format'
import { type MetricEvidence } from './schema'

/** How a metric's difference is told. */
export const measureOfMetric = (metric: MetricEvidence): Measure => measureOf(metric.unit, metric.limit, metric.form)

/** The difference turned so that positive is harm, whatever the good direction. */
export function harmOf(metric: MetricEvidence): Difference {
  const { estimate, low, high } = metric.difference
  if (metric.direction === 'lower') return { estimate, low, high }
  return { estimate: negated(estimate), low: negated(high), high: negated(low) }
}

const negated = (value: number | null): number | null => (value === null ? null : -value)

/** How close to its harm limit: 1 is at it. The larger of the estimate and, at half weight, the band's far end. */
export function closeness(metric: MetricEvidence): number {
  if (metric.limit === null || metric.limit === 0) return 0
  const { estimate, high } = harmOf(metric)
  return Math.max(estimate ?? 0, (high ?? 0) / 2) / metric.limit
}

const RANK: readonly MetricEvidence['code'][] = [
  'harmful',
  'harmful-for-segment',
  'comparison-broken',
  'close-to-limit',
]

const rank = ({ code }: MetricEvidence): number => (RANK.includes(code) ? RANK.indexOf(code) : RANK.length)

/** Guardrails, worst first: those that decide before those that only lie close. */
export function guardrailsWorstFirst(metrics: readonly MetricEvidence[]): MetricEvidence[] {
  return metrics
    .filter((metric) => metric.role === 'guardrail')
    .toSorted((a, b) => rank(a) - rank(b) || closeness(b) - closeness(a))
}

/** The size of a difference in words: `about 6 more per 1,000 payments`. Null while there is no estimate. */
export function sizeWords(metric: MetricEvidence): string | null {
  const { estimate, low, high } = metric.difference
  if (estimate === null) return null
  const measure = measureOfMetric(metric)
  const width = low === null || high === null ? Math.abs(estimate) : high - low
  const size = decimal(Math.abs(estimate * measure.factor), uncertaintyDecimals(width * measure.factor))
  if (size === '0') return 'no difference'
  const way = estimate > 0 ? 'more' : 'fewer'
  if (measure.kind === 'per-1000') return `about ${size} ${way} per 1,000 ${measure.of || 'people'}`
  return `about ${size} ${measure.suffix} ${estimate > 0 ? 'more' : 'less'}`
}

/** The band of the size told by `sizeWords`, signs turned with it: `(3 to 9)`. */
export function sizeBand(metric: MetricEvidence): string {
  const { estimate, low, high } = metric.difference
  const { factor } = measureOfMetric(metric)
  const turned = (estimate ?? 0) < 0 ? { low: negated(high), high: negated(low) } : { low, high }
  const width = low === null || high === null ? Math.abs(estimate ?? 0) : high - low
  const scaled = (value: number | null) => (value === null ? null : value * factor)
  return band(scaled(turned.low), scaled(turned.high), uncertaintyDecimals(width * factor))
}

/** `3 per 1,000 payments`, `0.5 pp`, `100 ms`; null when the metric has no limit. */
export function limitWords(metric: MetricEvidence): string | null {
  if (metric.limit === null) return null
  const measure = measureOfMetric(metric)
  const of = measure.kind === 'per-1000' && measure.of ? ` ${measure.of}` : ''
  return `${amount(metric.limit, measure)} ${measure.suffix}${of}`
}

/** The answer above a difference chart: what the difference is, with its band and limit. */
export function differenceSentence(metric: MetricEvidence): string {
  const size = sizeWords(metric)
  if (size === null) return `${metric.name}: nothing to compare yet.`
  const measure = measureOfMetric(metric)
  const limit = metric.limit === null ? '' : ` The limit is ${amount(metric.limit, measure)}.`
  if (size === 'no difference')
    return `${metric.name}: no difference between exposed and baseline ${sizeBand(metric)}.${limit}`
  return `${metric.name}: ${size} for exposed people than at baseline ${sizeBand(metric)}.${limit}`
}

/** Why nothing is concluded of a mean, ratio or quantile; what is still true, and what would change it. */
const WAITING: Record<NonNullable<MetricEvidence['waiting']>, string> = {
  level: 'What is usual is being learnt from the first baseline people. Until then nothing is compared.',
  people: 'Nothing is concluded before 100 exposed people have a number.',
  'one-person':
    'One person makes up too much of it. Nothing is concluded until others weigh more; a cap on the metric helps next time.',
  uneven: 'The two groups differ in who has a value at all, so those who have one are not compared.',
}

/** What the data so far could not see yet; null when nobody can say. */
export function resolutionSentence(metric: MetricEvidence): string | null {
  if (metric.waiting) return WAITING[metric.waiting]
  if (metric.resolution === null || metric.resolution <= 0) return null
  const measure = measureOfMetric(metric)
  const size = `${amount(Number(metric.resolution.toPrecision(2)), measure)} ${measure.suffix}`
  return `With data so far a change of ${size} or more would show; smaller ones could hide.`
}

/** The same size as people meet it: `about 1 more in every 167 payments`; null while the band reaches to zero. */
export function peopleSentence(metric: MetricEvidence): string | null {
  const measure = measureOfMetric(metric)
  const { estimate, low, high } = metric.difference
  if (measure.kind === 'plain' || estimate === null || low === null || high === null || low * high <= 0) return null
  const [fewest, most] = [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))]
  if (most > 0.5) return null
  const way = estimate > 0 ? 'more' : 'fewer'
  return `That is about 1 ${way} in every ${every(Math.abs(estimate))} ${measure.of || 'people'} (${every(fewest)} to ${every(most)}).`
}

const every = (rate: number): string => count(Math.round(1 / rate))

/** `0.9% exposed, 0.3% baseline`. */
export function levelsSentence(metric: MetricEvidence): string {
  const measure = measureOfMetric(metric)
  return `${level(metric.exposed.rate, measure)} exposed, ${level(metric.baseline.rate, measure)} baseline`
}
