import { type EnvironmentId, type RolloutId, type StageId } from '@/lib/kernel/id'
import { type Arm, type CohortDelta, type MeasurementPlan } from './schema'

/** How the numbers of means, ratios and quantiles lie in a delta: whoever reads deltas reads them by this. */
export { type Layout, layoutOf, type Moments, noMoments, plusMoments, readMoments } from './layout'

export { type PastMetric } from './history'

/** Which stage of which rollout a revision of a flag served; structurally what flags keeps with each snapshot. */
export type ServedStage = {
  rolloutId: RolloutId
  stageId: StageId
  share: number
  exposedVariant: string
  /** Where other people became eligible in the middle of the stage: entries and evidence are kept under this then. */
  stratumId?: StageId | undefined
}

/** Finds it by the revision that the client ran, by event time when the record does not name one. */
export type StageOf = (
  environmentId: EnvironmentId,
  flagKey: string,
  revision: number | null,
  timeMs: number,
) => ServedStage | null

type Seen = {
  environmentId: EnvironmentId
  /** Pseudonym, hex. */
  unit: string
  /** When it happened and when it reached us, unix ms. Evidence is counted in order of arrival. */
  timeMs: number
  arrivedMs: number
  attributes: Readonly<Record<string, string | number | boolean>>
}

export type ExposureRecord = Seen & {
  kind: 'exposure'
  flag: string
  /** Null when the evaluation named none (disabled, error): usage, never evidence. */
  variant: string | null
  revision: number | null
  /** Arm by the hash of the clear unit id, computed before pseudonymising; null when not known. */
  expectedArm: Arm | null
}

export type TrackRecord = Seen & {
  kind: 'track'
  name: string
  value: number | null
}

export type EvidenceRecord = ExposureRecord | TrackRecord

/**
 * Coin class of an entry (statistics.md §2d): largest share under which the unit was counted as control before, `known`
 * when its arm was settled already, `crossed` when it met an arm that the hash did not give it; that entry counts for
 * cross-exposure and in no comparison.
 */
export type Coin = number | 'known' | 'crossed'

/** A unit's entry into a stage: fixed at the first exposure, except that `crossed` may become true once. */
export type StageEntry = {
  stageId: StageId
  share: number
  arm: Arm
  coin: Coin
  enteredAtMs: number
  arrivedMs: number
  /** Metrics that the plan had then: the entry counts for no metric appended later. */
  metrics: number
  crossed: boolean
}

/** When a metric's outcome happened to a unit; `stageId` is '' for first events, of which a rollout has one per unit. */
export type UnitOutcome = { metric: number; stageId: StageId | ''; happenedAtMs: number }

/** All that is known of one unit in one rollout: its rows in unit_stage and unit_metric. */
export type UnitState = { rolloutId: RolloutId; unit: string; entries: StageEntry[]; outcomes: UnitOutcome[] }

export type BatchInput = {
  plans: readonly MeasurementPlan[]
  stageOf: StageOf
  /** State of every unit of the batch that has any, in every rollout of `plans`. */
  units: readonly UnitState[]
  /** Events of units that enter a stage in this batch, arrived in the last ten minutes before it. */
  lookBack: readonly TrackRecord[]
  /** Arrival up to which the windows of a proportion metric are closed; null: none is. */
  closedTo: (rolloutId: RolloutId, metric: number) => number | null
  /** In order of arrival. */
  records: readonly EvidenceRecord[]
}

/** A delta and the arrival of the first record in it, unix ms. */
export type TimedDelta = { arrivedMs: number; delta: CohortDelta }

export type BatchOutput = {
  /** New entries, and old ones that were seen crossed just now. */
  entries: { rolloutId: RolloutId; unit: string; entry: StageEntry; isNew: boolean }[]
  outcomes: { rolloutId: RolloutId; unit: string; outcome: UnitOutcome }[]
  deltas: TimedDelta[]
}
