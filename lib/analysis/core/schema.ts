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
/** What it protects or is to win, in people's words. */
const Objective = z.string().trim().max(500)
/** The change from which people notice, in the metric's own unit. */
const NoticeableFrom = z.number().positive().max(LARGEST)
/** Day by which somebody looks whether it still says what it should. */
const ReviewOn = z.iso.date()
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
  objective: Objective.nullish(),
  noticeableFrom: NoticeableFrom.nullish(),
  reviewOn: ReviewOn.nullish(),
})
export type MetricDefinition = z.infer<typeof MetricDefinition>

export const MetricView = MetricDefinition.extend({
  id: MetricId,
  version: z.int(),
  /** First version that measures what this one does. */
  measuredSince: z.int(),
  /** Archived ones are offered to no new rollout. */
  archivedAt: Instant.nullable(),
  createdAt: Instant,
})
export type MetricView = z.infer<typeof MetricView>

/** One version: who wrote it, why, and whether it counts what the one before it did. */
export const MetricVersionView = z.object({
  version: z.int(),
  definition: MetricDefinition,
  by: z.string(),
  note: z.string(),
  at: Instant,
  /** In words, what differs from the version before. */
  changed: z.array(z.string()),
  /** It counts something else than the version before: the line breaks here. */
  breaks: z.boolean(),
})
export type MetricVersionView = z.infer<typeof MetricVersionView>

/** A rollout that measures a metric or plans to, and as what. */
export const MetricUser = z.object({
  id: z.string(),
  name: z.string(),
  flag: z.string(),
  role: z.enum(['guardrail', 'goal']),
  state: z.enum(['draft', 'live', 'ended']),
})
export type MetricUser = z.infer<typeof MetricUser>

const OtherSource = z.looseObject({ kind: z.enum(['span', 'series', 'prometheus', 'feedback', 'duration', 'funnel']) })

const MetricName = z.string().trim().min(1).max(200)
const Window = Duration.refine((d) => durationMs(d) > 0, { error: 'must be longer than nothing' })

/** Body of `POST /api/v1/metrics`. What is known but not built yet is refused by `defineMetric`, in words. */
export const CreateMetricInput = z.strictObject({
  key: Key,
  name: MetricName.optional(),
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
  window: Window.nullable().default(null),
  owner: z.string().trim().max(100).default(''),
  declaredRate: Rate.nullable().default(null),
  objective: Objective.default(''),
  noticeableFrom: NoticeableFrom.nullable().default(null),
  reviewOn: ReviewOn.nullable().default(null),
})
export type CreateMetricInput = z.infer<typeof CreateMetricInput>

/** Asks what a definition would have said lately, before it is saved. */
export const TestMetricInput = z.object({ environment: z.string().max(100), definition: CreateMetricInput })

/** A day or an hour of a metric. */
export const MetricPoint = z.object({
  at: Instant,
  people: z.int(),
  /** People to whom it happened, and how often. */
  had: z.int(),
  events: z.int(),
  value: z.number().nullable(),
})
export type MetricPoint = z.infer<typeof MetricPoint>

const Part = z.number()
/** A metric by day and by hour in one environment, and where it usually lies: null below seven days that say something. */
export const MetricSeries = z.object({
  days: z.array(MetricPoint),
  hours: z.array(MetricPoint),
  /** Which part of all people was read; 1 is everybody. */
  daysPart: Part,
  hoursPart: Part,
  usual: z.object({ low: z.number(), middle: z.number(), high: z.number() }).nullable(),
})
export type MetricSeries = z.infer<typeof MetricSeries>

/** The last seven days as a definition reads them. `part`: which part of all people was read; 1 is everybody. */
export const MetricTest = MetricPoint.omit({ at: true }).extend({ part: Part, days: z.array(MetricPoint) })
export type MetricTest = z.infer<typeof MetricTest>

const Note = z.string().trim().max(1000).default('')

/** What is left out stays as it is; null takes it away. */
export const EditMetricInput = z.strictObject({
  key: Key,
  expectedVersion: z.int(),
  note: Note,
  name: MetricName.optional(),
  source: z.union([EventSource, OtherSource]).optional(),
  aggregation: Aggregation.optional(),
  of: Summed.nullish(),
  per: EventSource.nullish(),
  level: z.number().gt(0).lt(1).nullish(),
  cap: Cap.nullish(),
  direction: Direction.optional(),
  unit: z.string().trim().max(50).optional(),
  harmLimit: SizeInput.nullish(),
  hardLimit: Rate.nullish(),
  mde: SizeInput.nullish(),
  window: Window.nullish(),
  owner: z.string().trim().max(100).optional(),
  declaredRate: Rate.nullish(),
  objective: Objective.optional(),
  noticeableFrom: NoticeableFrom.nullish(),
  reviewOn: ReviewOn.nullish(),
})
export type EditMetricInput = z.infer<typeof EditMetricInput>

export const ArchiveMetricInput = z.strictObject({ key: Key, expectedVersion: z.int(), note: Note })
export type ArchiveMetricInput = z.infer<typeof ArchiveMetricInput>

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
