import { z } from 'zod'
import { EnvironmentId, MetricId, RolloutId, StageId } from '@/lib/kernel/id'

/** Which track events are meant: by name, optionally only where an attribute has one of these values. */
const Counted = z.object({
  event: z.string(),
  where: z
    .object({ attribute: z.string(), values: z.array(z.union([z.string(), z.number(), z.boolean()])) })
    .nullable(),
  /** Least value of the event's `value` that counts; null counts every event. */
  atLeast: z.number().nullable(),
})
export type Counted = z.infer<typeof Counted>

/**
 * The number of one person (mean, ratio), booked when the window closes. Everything in it is frozen at Start, so that
 * sums of what is booked stay exact: y' = y − centre − slope·d lies around 0 and nothing cancels.
 */
const ValueMeasure = z.object({
  kind: z.literal('value'),
  /** `sum`: of all events in the window, 0 when nothing came. `first`: of the first event; only people who have one. */
  of: z.enum(['sum', 'first']),
  /** A ratio's denominator d: the events whose values are summed below the line. */
  per: Counted.nullable(),
  /** No person counts for more than this, in either direction. */
  cap: z.number().positive().nullable(),
  centre: z.number(),
  slope: z.number(),
})
export type ValueMeasure = z.infer<typeof ValueMeasure>

/** Exceedances of thresholds by a person's first value (quantiles), booked at the event. */
const TailMeasure = z.object({
  kind: z.literal('tail'),
  /** How many thresholds there are, from the beginning: it is the layout of every delta. */
  size: z.int().positive(),
  /** Rising; null until they are frozen from the first control people: nothing is counted before. */
  thresholds: z.array(z.number()).nullable(),
  /** People who entered up to this arrival do not count: the thresholds may be made from them. */
  afterMs: z.number().nullable(),
})
export type TailMeasure = z.infer<typeof TailMeasure>

/** One guardrail or goal as ingest must count it. Its place in the plan is its place in every delta's arrays. */
export const PlanMetric = Counted.extend({
  metricId: MetricId,
  key: z.string(),
  version: z.int(),
  /**
   * `first-event`: time to the unit's first such event (risk sets). `proportion`: happened within `windowMs` of entry.
   * `mean`, `ratio` and `quantile`: by `measure`.
   */
  aggregation: z.enum(['first-event', 'proportion', 'mean', 'ratio', 'quantile']),
  windowMs: z.int().positive().nullable(),
  measure: z.discriminatedUnion('kind', [ValueMeasure, TailMeasure]).optional(),
})
export type PlanMetric = z.infer<typeof PlanMetric>

/** What ingest measures for one live rollout. Written by analysis through telemetry's contract. Metrics only append. */
export const MeasurementPlan = z.object({
  rolloutId: RolloutId,
  environmentId: EnvironmentId,
  flagKey: z.string(),
  version: z.int(),
  exposedVariant: z.string(),
  baselineVariant: z.literal('control'),
  metrics: z.array(PlanMetric).max(40),
})
export type MeasurementPlan = z.infer<typeof MeasurementPlan>

export const Arm = z.enum(['exposed', 'control'])
export type Arm = z.infer<typeof Arm>

/**
 * One additive row of evidence: what one commit changed in one cohort (statistics.md §3). Immutable; corrections are
 * new rows. Counts are whole numbers and may be negative in a correction. Arrays align with the plan's metrics.
 */
export const CohortDelta = z.object({
  rolloutId: RolloutId,
  stageId: StageId,
  /** Configured exposed share of the stage, thousandths of a percent. */
  share: z.int(),
  /**
   * Coin class a_u: largest share under which the unit was counted as control; `known` units carry no fresh coin. Risk
   * sets go by the largest share met before in either arm, the same for whoever has a fresh coin (`riskStratum`).
   */
  coin: z.union([z.int().min(0), z.literal('known')]),
  arm: Arm,
  /** Units entering this stage and class. Fresh coins count for 2×2 and SRM. */
  nEnter: z.int(),
  /** Units seen in an arm that the hash did not give them. */
  nCrossed: z.int(),
  /** Per metric: entries into and exits from this cohort's risk set, first events in it (first-event metrics only). */
  riskEnter: z.array(z.int()),
  riskExit: z.array(z.int()),
  firstEvents: z.array(z.int()),
  /** Per metric: units whose outcome is booked, and those of them with outcome 1 (proportion metrics only). */
  booked: z.array(z.int()),
  bookedYes: z.array(z.int()),
  /** Per metric: raw matching events, for display. */
  events: z.array(z.int()),
  /** Sums over people of the plan's means and ratios, and exceedances of its quantiles, by `layout`; absent: none. */
  moments: z.array(z.number()).optional(),
  tails: z.array(z.int()).optional(),
  /** Sum over this row's metric-bearing records of (arrival − event time) in ms, and their number: reporting lag. */
  lagMsSum: z.number(),
  lagCount: z.int(),
})
export type CohortDelta = z.infer<typeof CohortDelta>

/** A closed set: why a record or a request was not taken. Each is counted per workspace, door and hour. */
export const RejectionCode = z.enum([
  'unknown-key',
  'expired-key',
  'scope',
  'body-too-large',
  'inflated-too-large',
  'too-many-rows',
  'record-too-large',
  'unsupported-media-type',
  'unsupported-encoding',
  'malformed',
  'too-deep',
  'no-event-name',
  'no-flag-key',
  'no-unit',
  'no-variant',
  'bad-id',
  'duplicate-id',
  'bad-unit',
  'bad-name',
  'bad-value',
  'bad-revision',
  'bad-time',
  'too-old',
  'in-the-future',
  'bad-attributes',
  'unknown-type',
  'not-measured',
  'rate-limited',
  'storage',
  'busy',
])
export type RejectionCode = z.infer<typeof RejectionCode>

/** What may tell whose a record is: the session or the trace that it belongs to (`trace` and 32 hex digits). */
export type Alias = `session ${string}` | `trace ${string}`

/** A record after decoding and before pseudonymising. Times in unix ms. */
export type IncomingRecord = {
  kind: 'exposure' | 'track'
  /** The sender's own id, for deduplication; null when it has none. */
  id: string | null
  /** The targeting key in clear; it never reaches a table (HMAC at commit). Null: only its aliases may tell. */
  unit: string | null
  aliases?: readonly Alias[]
  timeMs: number
  /** exposure only */
  flag: string | null
  variant: string | null
  revision: number | null
  /** track only: event name and value */
  name: string | null
  value: number | null
  attributes: Record<string, string | number | boolean>
  /** Who sent it, for the propagation meter: service.instance.id or session.id. */
  client: { id: string; service: string | null; version: string | null } | null
}

export const IngestAnswer = z.object({
  accepted: z.int(),
  rejected: z.array(z.object({ index: z.int(), code: RejectionCode, message: z.string() })),
})
export type IngestAnswer = z.infer<typeof IngestAnswer>
