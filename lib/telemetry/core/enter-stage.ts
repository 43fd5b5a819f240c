import { add, type CohortSums } from './cohort-sums'
import { type BatchInput, type ExposureRecord, type ServedStage, type StageEntry } from './model'
import { type Arm, type CohortDelta, type MeasurementPlan } from './schema'
import { coinOf, coveredMetrics, hasOutcome, type RiskStratum, riskStratum } from './unit-state'
import { addEntry, markCrossed, type OpenUnit } from './units'

/** What counting one record for one unit needs. */
export type Counting = {
  plan: MeasurementPlan
  unit: OpenUnit
  sums: CohortSums
  closedTo: BatchInput['closedTo']
}

/**
 * The unit's entry into a stage, made by its first exposure there; null when it had entered already. A second arm in the
 * same stage is cross-exposure and is counted once per unit and stage; the entry stays as it was.
 */
export function enterStage(
  { plan, unit, sums }: Counting,
  served: ServedStage,
  arm: Arm,
  exposure: ExposureRecord,
): StageEntry | null {
  const known = unit.entries.find((entry) => entry.stageId === served.stageId)
  if (known) {
    if (known.arm === arm || known.crossed) return null
    markCrossed(unit, known.stageId)
    sums.row(plan, known).nCrossed += 1
    return null
  }
  const coin = coinOf(unit.entries, { arm, share: served.share, expectedArm: exposure.expectedArm })
  const entry: StageEntry = {
    stageId: served.stageId,
    share: served.share,
    arm,
    coin,
    enteredAtMs: exposure.timeMs,
    arrivedMs: exposure.arrivedMs,
    metrics: plan.metrics.length,
    crossed: coin === 'crossed',
  }
  addEntry(unit, entry)
  const row = sums.row(plan, entry)
  row.nEnter += 1
  if (entry.crossed) row.nCrossed += 1
  return entry
}

/**
 * What an entry does to the risk sets (statistics.md §2b, §2d): a unit to which no event has happened leaves the stratum
 * in which it was at risk, whatever its arm, and enters that of its new stage. Per stage, class and arm, those who
 * entered less those who left and those who had their event are who is at risk: never fewer than nobody.
 */
export function countEntry({ plan, unit, sums }: Counting, before: readonly StageEntry[]): void {
  const from = riskStratum(before)
  const to = riskStratum(unit.entries)
  const covered = coveredMetrics(before)
  // One row each for all the metrics, looked up when the first of them needs it.
  let [left, entered]: (CohortDelta | null)[] = [null, null]
  for (const [metric, { aggregation }] of plan.metrics.entries()) {
    if (aggregation !== 'first-event' || hasOutcome(unit.outcomes, metric, '')) continue
    const leaves = metric < covered ? from : null
    if (isSame(leaves, to)) continue
    if (leaves) add((left ??= sums.row(plan, leaves)).riskExit, metric)
    if (to) add((entered ??= sums.row(plan, to)).riskEnter, metric)
  }
}

/** The arm belongs to the stage: a unit enters a stage once. */
const isSame = (a: RiskStratum | null, b: RiskStratum | null): boolean =>
  a?.stageId === b?.stageId && a?.coin === b?.coin
