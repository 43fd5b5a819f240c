import { type MetricView } from '@/lib/analysis/core/schema'
import { type ShowsIn } from '@/lib/analysis/core/shows-in'
import { amount, count, measureOf, share } from '@/lib/kernel/format'
import { hoursWords } from '@/lib/kernel/format-time'

/** What a metric starts from, where nothing was declared (statistics.md §2b). */
const ASSUMED = { lower: 0.01, higher: 0.1 } as const
/** Harm that is looked for where any harm counts: a fifth of the usual rate. */
const ANY = 0.2

/**
 * The usual rate and the harm that a plan tolerates, both per person. Null: nothing can be said before there is data,
 * as of means, ratios and quantiles. @param typed per 1,000 people, as written
 */
export function limitOf(metric: MetricView, typed: string): { baseline: number; harm: number } | null {
  if (metric.aggregation !== 'first-event' && metric.aggregation !== 'proportion') return null
  const baseline = metric.declaredRate ?? ASSUMED[metric.direction]
  const own = Number(typed.replace(',', '.')) / 1000
  const { harmLimit } = metric
  const harm =
    own > 0
      ? own
      : harmLimit === null
        ? baseline * ANY
        : harmLimit.kind === 'absolute'
          ? harmLimit.value
          : baseline * harmLimit.value
  return harm > 0 && harm < 1 ? { baseline, harm } : null
}

/** "At 5% about 12,000 people a day: a rise of 3 per 1,000 shows in about 8 h; smaller than 2.4 stays hidden." */
export function shownWords(weight: string, metric: MetricView, harm: number, shown: ShowsIn): string {
  const measure = measureOf(metric.unit, harm)
  const size = (value: number) => amount(Number(value.toPrecision(2)), measure)
  const way = metric.direction === 'lower' ? 'rise' : 'fall'
  const people = `At ${share(Number(weight.replace(',', '.')))} about ${count(Math.round(shown.exposedADay))} people a day`
  const name = metric.name.toLowerCase()
  if (shown.hours === null)
    return `${people}: too few for a ${way} of ${size(harm)} ${measure.suffix} in ${name} to show within a year.`
  const soon = `a ${way} of ${size(harm)} ${measure.suffix} in ${name} shows in about ${hoursWords(shown.hours)}`
  const hidden =
    shown.smallest === null
      ? 'in this soak nothing shows'
      : `smaller than ${size(shown.smallest)} stays hidden in this soak`
  return `${people}: ${soon}; ${hidden}.`
}
