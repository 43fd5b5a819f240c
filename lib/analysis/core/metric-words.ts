import { decimal, percent, significant } from '@/lib/kernel/format'
import { durationWords } from '@/lib/kernel/format-time'
import { assertNever } from '@/lib/kernel/result'
import { type EventSource, type MetricDefinition, type Size } from './schema'

type Defined = Pick<
  MetricDefinition,
  'source' | 'aggregation' | 'of' | 'per' | 'level' | 'cap' | 'window' | 'unit' | 'direction'
>

/** The five forms in plain words, with what each needs of an event. */
export const AGGREGATION_WORDS: Readonly<
  Record<MetricDefinition['aggregation'], { word: string; about: string; example: string }>
> = {
  'first-event': {
    word: 'People it happens to',
    about: 'Whether, and how soon, something first happens to a person. For errors, crashes and tickets.',
    example: 'error',
  },
  proportion: {
    word: 'People who do it in time',
    about: 'Which part of people do something within a time after they first meet the change.',
    example: 'purchase',
  },
  mean: {
    word: 'Average per person',
    about: 'A number of each person, averaged: what their events add up to, or the value of their first one.',
    example: 'task.completed',
  },
  ratio: {
    word: 'One event per another',
    about: 'How much of one event there is for each of another: failed requests per request.',
    example: 'request.failed',
  },
  quantile: {
    word: 'The slowest (p95)',
    about: 'The value that only one in twenty people’s first event passes. For waiting times.',
    example: 'page.loaded',
  },
}

export const isRateForm = ({ aggregation }: Pick<MetricDefinition, 'aggregation'>): boolean =>
  aggregation === 'first-event' || aggregation === 'proportion'

/** What a metric counts, as one sentence. */
export function metricSentence(metric: Defined): string {
  const event = eventWords(metric.source)
  const within = metric.window === null ? '' : ` within ${durationWords(metric.window)} of meeting the change`
  switch (metric.aggregation) {
    case 'first-event':
      return `People to whom ${event} happens at least once, from the moment they meet the change.`
    case 'proportion':
      return `People who have ${event}${within}.`
    case 'mean': {
      const capped = metric.cap ? `, nobody counting for more than ${significant(metric.cap, 4)}` : ''
      return metric.of === 'first'
        ? `The value of a person’s first ${event}${within}, averaged over the people who have one${capped}.`
        : `What ${event} adds up to for each person${within}, averaged over all people${capped}.`
    }
    case 'ratio':
      return `${event} for each ${metric.per ? eventWords(metric.per) : 'event'}${within}, over all people.`
    case 'quantile':
      return `The value that only ${percent(1 - (metric.level ?? 0.95))} of people’s first ${event}${within} passes.`
    default:
      return assertNever(metric.aggregation)
  }
}

function eventWords({ event, where, atLeast }: EventSource): string {
  const values = where?.values.map(String) ?? []
  const only = where
    ? ` where ${where.attribute} is ${[values.slice(0, -1).join(', '), values.at(-1) ?? ''].filter(Boolean).join(' or ')}`
    : ''
  const least = atLeast === null ? '' : ` of at least ${decimal(atLeast, 4)}`
  return `“${event}”${only}${least}`
}

/** A level of a metric as people say it: `0.24%`, `1.8 s`, `3.4 per person`. */
export function levelWords(metric: Pick<MetricDefinition, 'aggregation' | 'unit'>, value: number): string {
  if (isRateForm(metric)) return percent(value)
  return withUnit(value, metric.unit)
}

function withUnit(value: number, unit: string): string {
  if (unit === 'ms' && Math.abs(value) >= 999.5) return `${significant(value / 1000, 3)} s`
  return [significant(value, 3), unit === 'people' ? '' : unit].filter(Boolean).join(' ')
}

type Limited = Pick<MetricDefinition, 'aggregation' | 'unit' | 'direction'>

/** A size of change: `3 per 1,000`, `200 ms`, `20% of the usual`. */
export function sizeWords(metric: Pick<MetricDefinition, 'aggregation' | 'unit'>, { kind, value }: Size): string {
  if (kind === 'relative') return `${percent(value)} of the usual`
  if (!isRateForm(metric)) return withUnit(value, metric.unit)
  return value >= 0.02 ? `${significant(value * 100, 3)} pp` : `${significant(value * 1000, 3)} per 1,000`
}

/**
 * A harm limit beside what is usual: `3 per 1,000 more, that is 2.0 × the usual rate` (statistics.md §2k, limit → ratio).
 * @param usual what the metric usually is; null: nobody knows yet
 */
export function limitWords(metric: Limited, limit: Size | null, usual: number | null): string {
  const more = metric.direction === 'lower' ? 'more' : 'less'
  if (limit === null) return `Any harm counts: ${more} than the baseline by whatever can be told.`
  const level = isRateForm(metric) ? 'rate' : 'level'
  const told = `${sizeWords(metric, limit)} ${more}`
  if (usual === null || usual <= 0) {
    return limit.kind === 'relative' ? `${told} (a part of the ${level} at Start).` : `${told}.`
  }
  const sign = metric.direction === 'lower' ? 1 : -1
  const change = limit.kind === 'relative' ? limit.value : limit.value / usual
  const ratio = 1 + sign * change
  if (ratio <= 0)
    return `${told}: as much as the usual ${level} of ${levelWords(metric, usual)}, so it protects nobody.`
  const decimals = change < 0.1 ? 2 : ratio < 10 ? 1 : 0
  const size =
    limit.kind === 'relative' ? ` (${sizeWords(metric, { kind: 'absolute', value: limit.value * usual })})` : ''
  return `${told}${size}, that is ${ratio.toFixed(decimals)} × the usual ${level} of ${levelWords(metric, usual)}.`
}
