import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { type CreateMetricInput, EventSource, type MetricDefinition } from './schema'

/** The definition that an input describes, or why it cannot be measured (yet). */
export function defineMetric(input: CreateMetricInput): Outcome<MetricDefinition> {
  const source = EventSource.safeParse(input.source)
  if (!source.success) {
    return refuse('unsupported-source', `Metrics from ${input.source.kind} cannot be measured yet.`, {
      field: 'source.kind',
      remedy: "Send the moment as an event and use source kind 'event'.",
    })
  }
  const { aggregation } = input
  if (aggregation !== 'first-event' && aggregation !== 'proportion') {
    return refuse('unsupported-aggregation', `A ${aggregation} cannot be measured yet.`, {
      field: 'aggregation',
      remedy: "Use 'first-event' or 'proportion'; the event's least value goes into source.atLeast.",
    })
  }
  if (aggregation === 'proportion' && input.window === null) {
    return refuse('window-needed', 'A proportion needs the time within which the event must happen.', {
      field: 'window',
      remedy: "Set window, such as 'PT1H'.",
    })
  }
  const tooWide = widerThanBaseline(input)
  if (tooWide) return tooWide
  return ok({
    key: input.key,
    name: input.name ?? input.key,
    source: source.data,
    aggregation,
    direction: input.direction,
    unit: input.unit,
    harmLimit: input.harmLimit,
    hardLimit: input.hardLimit,
    mde: input.mde,
    window: aggregation === 'proportion' ? input.window : null,
    owner: input.owner,
    declaredRate: input.declaredRate,
  })
}

/** A limit on a fall that allows the rate to fall to nothing protects nobody. */
function widerThanBaseline(input: CreateMetricInput): Outcome<never> | null {
  const { harmLimit, declaredRate } = input
  if (input.direction === 'lower' || harmLimit === null) return null
  const most = harmLimit.kind === 'relative' ? 1 : declaredRate
  if (most === null || harmLimit.value < most) return null
  return refuse('limit-too-wide', 'This harm limit would allow the rate to fall to nothing.', { field: 'harmLimit' })
}
