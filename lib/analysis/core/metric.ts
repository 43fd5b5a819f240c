import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { EXCEEDANCE_LEVELS } from '@/lib/statistics/exceedance'
import { type CreateMetricInput, type EditMetricInput, EventSource, type MetricDefinition } from './schema'

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
  const refusal = cannotBe(input) ?? doesNotFit(input) ?? (isRate(input) ? badRate(input) : badNumber(input))
  if (refusal) return refusal
  return ok({
    key: input.key,
    name: input.name ?? input.key,
    source: source.data,
    aggregation,
    of: aggregation === 'mean' ? (input.of ?? 'sum') : null,
    per: input.per,
    level: aggregation === 'quantile' ? (input.level ?? 0.95) : null,
    cap: input.cap,
    direction: input.direction,
    unit: input.unit,
    harmLimit: input.harmLimit,
    hardLimit: input.hardLimit,
    mde: input.mde,
    window: aggregation === 'first-event' ? null : input.window,
    owner: input.owner,
    declaredRate: input.declaredRate,
    objective: input.objective,
    noticeableFrom: input.noticeableFrom,
    reviewOn: input.reviewOn,
  })
}

/**
 * A definition with what an edit says anew. What only the aggregation of before could have goes with it.
 */
export function editMetric(before: MetricDefinition, input: EditMetricInput): Outcome<MetricDefinition> {
  const { expectedVersion: _, note: __, ...said } = input
  const aggregation = said.aggregation ?? before.aggregation
  const isSame = aggregation === before.aggregation
  const wasRate = isRate(before)
  const kept: CreateMetricInput = {
    ...before,
    of: (isSame && before.of) || null,
    per: (isSame && before.per) || null,
    level: (isSame && before.level) || null,
    cap: (isSame && before.cap) || null,
    hardLimit: wasRate && isRate({ aggregation }) ? before.hardLimit : null,
    declaredRate: wasRate && isRate({ aggregation }) ? before.declaredRate : null,
    objective: before.objective ?? '',
    noticeableFrom: before.noticeableFrom ?? null,
    reviewOn: before.reviewOn ?? null,
  }
  const given = Object.entries(said).filter(([, value]) => value !== undefined)
  return defineMetric({ ...kept, ...Object.fromEntries(given) })
}

const isRate = ({ aggregation }: Pick<CreateMetricInput, 'aggregation'>): boolean =>
  aggregation === 'first-event' || aggregation === 'proportion'

/** What an aggregation cannot do without. */
function cannotBe({ aggregation, window, per, level, direction }: CreateMetricInput): Outcome<never> | null {
  if (window === null && aggregation !== 'first-event' && aggregation !== 'quantile') {
    return refuse('window-needed', `A ${aggregation} needs the time within which the event must happen.`, {
      field: 'window',
      remedy: "Set window, such as 'PT1H'.",
    })
  }
  if (aggregation === 'ratio' && per === null) {
    return refuse('denominator-needed', 'A ratio needs the events that it is measured by.', {
      field: 'per',
      remedy: "Set per to an event source, such as {kind: 'event', event: 'request'}.",
    })
  }
  if (aggregation !== 'quantile') return null
  if (direction === 'higher') {
    return refuse('unsupported-direction', 'A quantile can only be guarded against rising.', {
      field: 'direction',
      remedy: "Set direction to 'lower', or measure a mean.",
    })
  }
  if (level !== null && !EXCEEDANCE_LEVELS.some((known) => known === level)) {
    return refuse('unsupported-level', `Quantiles are measured at ${EXCEEDANCE_LEVELS.join(', ')}.`, { field: 'level' })
  }
  return null
}

/** What says something about another aggregation is a mistake, not a wish. */
function doesNotFit(input: CreateMetricInput): Outcome<never> | null {
  const { aggregation } = input
  const isNumber = aggregation === 'mean' || aggregation === 'ratio'
  const wrong = [
    { field: 'of', is: input.of !== null && aggregation !== 'mean' },
    { field: 'per', is: input.per !== null && aggregation !== 'ratio' },
    { field: 'level', is: input.level !== null && aggregation !== 'quantile' },
    { field: 'cap', is: input.cap !== null && !isNumber },
    { field: 'declaredRate', is: input.declaredRate !== null && !isRate(input) },
    { field: 'hardLimit', is: input.hardLimit !== null && !isRate(input) },
  ].find(({ is }) => is)
  if (!wrong) return null
  return refuse('does-not-apply', `A ${aggregation} has no ${wrong.field}.`, {
    field: wrong.field,
    remedy: 'Leave it out.',
  })
}

/** A limit on a fall that allows the rate to fall to nothing protects nobody, nor one that allows everybody. */
function badRate(input: CreateMetricInput): Outcome<never> | null {
  const { harmLimit, mde, declaredRate } = input
  for (const [field, size] of [['harmLimit', harmLimit] as const, ['mde', mde] as const]) {
    if (size && size.value > (size.kind === 'absolute' ? 1 : 1000)) {
      return refuse('limit-too-wide', 'A rate of people cannot change by so much.', { field })
    }
  }
  if (input.direction === 'lower' || harmLimit === null) return null
  const most = harmLimit.kind === 'relative' ? 1 : declaredRate
  if (most === null || harmLimit.value < most) return null
  return refuse('limit-too-wide', 'This harm limit would allow the rate to fall to nothing.', { field: 'harmLimit' })
}

/** Of a number, only a relative limit can be seen to be too wide before there is data. */
function badNumber({ harmLimit, direction }: CreateMetricInput): Outcome<never> | null {
  if (direction === 'lower' || harmLimit?.kind !== 'relative' || harmLimit.value < 1) return null
  return refuse('limit-too-wide', 'This harm limit would allow the level to fall to nothing.', { field: 'harmLimit' })
}
