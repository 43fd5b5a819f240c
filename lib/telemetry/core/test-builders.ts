import { type EnvironmentId, type MetricId, type RolloutId, type StageId } from '@/lib/kernel/id'
import { type ExposureRecord, type ServedStage, type StageOf, type TrackRecord } from './model'
import { type CohortDelta, type MeasurementPlan, type PlanMetric } from './schema'

/** Builders for tests: what a test does not name is ordinary. */
export const ROLLOUT: RolloutId = 'rol_000000000001'
export const ENVIRONMENT: EnvironmentId = 'env_000000000001'
export const [S5, S25, S1, EDITED]: readonly [StageId, StageId, StageId, StageId] = [
  'stg_000000000005',
  'stg_000000000025',
  'stg_000000000001',
  'stg_000000000026',
]
const METRIC: MetricId = 'met_000000000001'

/** Revision → stage: 5 %, 25 %, 1 % as after a stop and resume, 25 % as after an edit of the audience. */
export const SERVED: Readonly<Record<number, ServedStage>> = {
  1: { rolloutId: ROLLOUT, stageId: S5, share: 5000, exposedVariant: 'on' },
  2: { rolloutId: ROLLOUT, stageId: S25, share: 25_000, exposedVariant: 'on' },
  4: { rolloutId: ROLLOUT, stageId: EDITED, share: 25_000, exposedVariant: 'on' },
  3: { rolloutId: ROLLOUT, stageId: S1, share: 1000, exposedVariant: 'on' },
}
/** Without a revision by time: stage 2 began at minute 60. */
export const stageOf: StageOf = (_environment, flag, revision, timeMs) =>
  flag === 'checkout' ? (SERVED[revision ?? (timeMs >= 3_600_000 ? 2 : 1)] ?? null) : null

export function aMetric(changes: Partial<PlanMetric> = {}): PlanMetric {
  return {
    metricId: METRIC,
    key: 'errors',
    version: 1,
    aggregation: 'first-event',
    event: 'error',
    where: null,
    atLeast: null,
    windowMs: null,
    ...changes,
  }
}

export const bought = (changes: Partial<PlanMetric> = {}): PlanMetric =>
  aMetric({ key: 'bought', aggregation: 'proportion', event: 'buy', windowMs: 300_000, ...changes })

export const spent = (
  changes: Partial<PlanMetric> = {},
  measure: Partial<Extract<PlanMetric['measure'], { kind: 'value' }>> = {},
): PlanMetric =>
  aMetric({
    key: 'spent',
    aggregation: 'mean',
    event: 'buy',
    windowMs: 300_000,
    measure: { kind: 'value', of: 'sum', per: null, cap: null, centre: 0, slope: 0, ...measure },
    ...changes,
  })

export const slow = (thresholds: number[] | null, changes: Partial<PlanMetric> = {}): PlanMetric =>
  aMetric({
    key: 'slow',
    aggregation: 'quantile',
    event: 'view',
    measure: { kind: 'tail', size: thresholds?.length ?? 5, thresholds, afterMs: null },
    ...changes,
  })

export function aPlan(metrics: PlanMetric[] = [aMetric()]): MeasurementPlan {
  return {
    rolloutId: ROLLOUT,
    environmentId: ENVIRONMENT,
    flagKey: 'checkout',
    version: 1,
    exposedVariant: 'on',
    baselineVariant: 'control',
    metrics,
  }
}

/** Arrival follows the event by a second unless said otherwise. */
export function exposed(unit: string, variant: string, changes: Partial<ExposureRecord> = {}): ExposureRecord {
  const timeMs = changes.timeMs ?? 0
  return {
    kind: 'exposure',
    environmentId: ENVIRONMENT,
    unit,
    timeMs,
    arrivedMs: timeMs + 1000,
    flag: 'checkout',
    variant,
    revision: 1,
    expectedArm: null,
    attributes: {},
    ...changes,
  }
}

export function did(unit: string, name: string, changes: Partial<TrackRecord> = {}): TrackRecord {
  const timeMs = changes.timeMs ?? 0
  return {
    kind: 'track',
    environmentId: ENVIRONMENT,
    unit,
    timeMs,
    arrivedMs: timeMs + 1000,
    name,
    value: null,
    attributes: {},
    ...changes,
  }
}

/** Deltas added up per cohort, zero rows left out, in a fixed order: what two ways of counting must agree on. */
export function totals(deltas: readonly CohortDelta[]): CohortDelta[] {
  const sums = new Map<string, CohortDelta>()
  for (const delta of deltas) {
    const key = `${delta.rolloutId} ${delta.stageId} ${delta.coin} ${delta.arm}`
    const sum = sums.get(key)
    sums.set(key, sum ? plus(sum, delta) : delta)
  }
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => trimmed(sum))
    .filter((sum) => Object.entries(sum).some(([name, n]) => name !== 'share' && name !== 'coin' && isCount(n)))
}

const isCount = (n: unknown): boolean =>
  (typeof n === 'number' && n !== 0) || (Array.isArray(n) && n.some((x) => x !== 0))

function plus(a: CohortDelta, b: CohortDelta): CohortDelta {
  return {
    ...a,
    nEnter: a.nEnter + b.nEnter,
    nCrossed: a.nCrossed + b.nCrossed,
    riskEnter: each(a.riskEnter, b.riskEnter),
    riskExit: each(a.riskExit, b.riskExit),
    firstEvents: each(a.firstEvents, b.firstEvents),
    booked: each(a.booked, b.booked),
    bookedYes: each(a.bookedYes, b.bookedYes),
    events: each(a.events, b.events),
    lagMsSum: a.lagMsSum + b.lagMsSum,
    lagCount: a.lagCount + b.lagCount,
    ...(a.moments || b.moments ? { moments: mostAndSums(a.moments ?? [], b.moments ?? []) } : {}),
    ...(a.tails || b.tails ? { tails: each(a.tails ?? [], b.tails ?? []) } : {}),
  }
}

/** Of eleven numbers a person's largest is the fourth. */
const mostAndSums = (x: readonly number[], y: readonly number[]): number[] =>
  each(x, y).map((sum, i) => (i % 11 === 3 ? Math.max(x[i] ?? 0, y[i] ?? 0) : sum))

/** Arrays without trailing zeros, so that a plan that grew compares with one that has not yet. */
function trimmed(delta: CohortDelta): CohortDelta {
  return {
    ...delta,
    riskEnter: cut(delta.riskEnter),
    riskExit: cut(delta.riskExit),
    firstEvents: cut(delta.firstEvents),
    booked: cut(delta.booked),
    bookedYes: cut(delta.bookedYes),
    events: cut(delta.events),
    ...(delta.moments ? { moments: cut(delta.moments) } : {}),
    ...(delta.tails ? { tails: cut(delta.tails) } : {}),
  }
}

const each = (x: readonly number[], y: readonly number[]): number[] =>
  Array.from({ length: Math.max(x.length, y.length) }, (_, i) => (x[i] ?? 0) + (y[i] ?? 0))
const cut = (x: readonly number[]): number[] => x.slice(0, x.findLastIndex((n) => n !== 0) + 1)
