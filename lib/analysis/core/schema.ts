import { z } from 'zod'
import { Key } from '@/lib/flags/core/schema'
import { MetricId, PolicyId } from '@/lib/kernel/id'
import { Duration, durationMs, Instant } from '@/lib/kernel/time'

const Rate = z.number().gt(0).lt(1)
const Scalar = z.union([z.string().max(1000), z.number(), z.boolean()])

/** Larger numbers would lose what is added to them. */
const LARGEST = 1e12

/**
 * A size of change in the metric's own unit (.003 = 3 per 1,000 people; 200 = 200 ms), or as a part of the baseline
 * (.2 = a fifth).
 */
export const Size = z.strictObject({
  kind: z.enum(['absolute', 'relative']),
  value: z.number().positive().max(LARGEST),
})
export type Size = z.infer<typeof Size>
/** A bare number is absolute. */
const SizeInput = z.union([
  Size,
  z
    .number()
    .positive()
    .max(LARGEST)
    .transform((value): Size => ({ kind: 'absolute', value })),
])

export const EventSource = z.strictObject({
  kind: z.literal('event'),
  event: z.string().trim().min(1).max(200),
  /** Count the event only where this attribute has one of these values. */
  where: z
    .strictObject({ attribute: z.string().min(1).max(100), values: z.array(Scalar).min(1).max(100) })
    .nullable()
    .default(null),
  /** Least `value` of the event that counts. */
  atLeast: z.number().nullable().default(null),
})
export type EventSource = z.infer<typeof EventSource>

export const Direction = z.enum(['lower', 'higher'])
export type Direction = z.infer<typeof Direction>
export const Aggregation = z.enum(['first-event', 'proportion', 'mean', 'ratio', 'quantile'])
export type Aggregation = z.infer<typeof Aggregation>

const Summed = z.enum(['sum', 'first'])
const Cap = z.number().positive().max(LARGEST)

/** What a metric is, as every version of it is kept. Rates are per person. */
export const MetricDefinition = z.strictObject({
  key: Key,
  name: z.string(),
  source: EventSource,
  /**
   * `first-event`: time to a person's first such event. `proportion`: happened within `window` of entry. `mean` and
   * `ratio`: of people's numbers within `window`. `quantile`: of people's first values.
   */
  aggregation: Aggregation,
  /** A mean's number of one person: the sum of all values (0 when none came), or the first value. */
  of: Summed.nullish(),
  /** A ratio's denominator: the events whose values are summed below the line. */
  per: EventSource.nullish(),
  /** A quantile's level, such as .95. */
  level: z.number().gt(0).lt(1).nullish(),
  /** No person counts for more than this in a mean or a ratio; null: frozen at Start where there is history. */
  cap: Cap.nullish(),
  /** Which way is better. */
  direction: Direction,
  unit: z.string(),
  /** Largest harm that a rollout may do; null: any harm counts. */
  harmLimit: Size.nullable(),
  /** A rate among the exposed that no rollout may pass while the baseline keeps to it; null: none declared. */
  hardLimit: Rate.nullable(),
  /** The change worth finding fastest; null: the default of the kind. */
  mde: Size.nullable(),
  window: Duration.nullable(),
  owner: z.string(),
  /** The usual rate, used until there is history. */
  declaredRate: Rate.nullable(),
})
export type MetricDefinition = z.infer<typeof MetricDefinition>

export const MetricView = MetricDefinition.extend({ id: MetricId, version: z.int(), createdAt: Instant })
export type MetricView = z.infer<typeof MetricView>

const OtherSource = z.looseObject({ kind: z.enum(['span', 'series', 'prometheus', 'feedback', 'duration', 'funnel']) })

/** Body of `POST /api/v1/metrics`. What is known but not built yet is refused by `defineMetric`, in words. */
export const CreateMetricInput = z.strictObject({
  key: Key,
  name: z.string().trim().min(1).max(200).optional(),
  source: z.union([EventSource, OtherSource]),
  aggregation: Aggregation,
  of: Summed.nullable().default(null),
  per: EventSource.nullable().default(null),
  level: z.number().gt(0).lt(1).nullable().default(null),
  cap: Cap.nullable().default(null),
  direction: Direction,
  unit: z.string().trim().max(50).default('people'),
  harmLimit: SizeInput.nullable().default(null),
  hardLimit: Rate.nullable().default(null),
  mde: SizeInput.nullable().default(null),
  window: Duration.refine((d) => durationMs(d) > 0, { error: 'must be longer than nothing' })
    .nullable()
    .default(null),
  owner: z.string().trim().max(100).default(''),
  declaredRate: Rate.nullable().default(null),
})
export type CreateMetricInput = z.infer<typeof CreateMetricInput>

/** One line of a policy. Harm is the e-value Ē; `for` delays it until the value has stayed over all that time. */
export const PolicyRule = z.strictObject({
  when: z.union([z.strictObject({ harm: z.number().min(1) }), z.strictObject({ hardLimit: z.literal(true) })]),
  for: Duration.nullable(),
  act: z.enum(['pause', 'stop', 'roll-back']),
})
export type PolicyRule = z.infer<typeof PolicyRule>

/** Automation as data: what to do by itself, how long a stage may stay undecided, what each stage must be able to see. */
export const Policy = z.strictObject({
  key: Key,
  name: z.string().min(1).max(100),
  version: z.int().min(1),
  rules: z.array(PolicyRule).max(20),
  /** Whether a stage with every gate met goes on to the next by itself. */
  autoAdvance: z.boolean(),
  maxDwell: Duration,
  /** For stages that declare no margin: widest harm, in limits, that may stay open up to this share (percent). */
  margins: z.array(z.strictObject({ upTo: z.number().gt(0).max(100), margin: z.number().min(1) })).min(1),
})
export type Policy = z.infer<typeof Policy>

export const PolicyView = Policy.extend({ id: PolicyId })
export type PolicyView = z.infer<typeof PolicyView>
