import { CohortSums } from './cohort-sums'
import { countEntry, enterStage } from './enter-stage'
import { countEvent } from './count-event'
import { PlanIndex } from './match-metric'
import { type BatchInput, type BatchOutput, type ExposureRecord, type ServedStage, type TrackRecord } from './model'
import { Units } from './units'
import { type Arm, type MeasurementPlan } from './schema'

/** An exposure takes events of its unit that arrived this long before it (protocols.md §3.7). */
export const LOOK_BACK_MS = 600_000

/**
 * The pure heart of ingest: what a batch of records changes. Sums of all deltas equal the exact unit-level counts,
 * whatever the batches were (statistics.md §3): records are counted one by one in order of arrival, and all memory is
 * in the unit states. O(records + their look-back).
 */
export function applyBatch(input: BatchInput): BatchOutput {
  const plans = new PlanIndex(input.plans)
  const units = new Units(input.units)
  const sums = new CohortSums()
  const eventsOf = new Map<string, TrackRecord[]>()
  for (const event of input.lookBack) remember(eventsOf, event)
  for (const record of input.records) {
    sums.at(record.arrivedMs)
    if (record.kind === 'track') {
      const counting = plans.counting(record.environmentId, record.name)
      if (counting.length > 0) remember(eventsOf, record)
      for (const plan of counting) {
        const unit = units.find(plan.rolloutId, record.unit)
        if (unit) countEvent({ plan, unit, sums, closedTo: input.closedTo }, record, 'first-sight')
      }
      continue
    }
    const met = meeting(input, plans, record)
    if (!met) continue
    const unit = units.open(met.plan.rolloutId, record.unit)
    const context = { plan: met.plan, unit, sums, closedTo: input.closedTo }
    const before = unit.entries
    const entry = enterStage(context, met.served, met.arm, record)
    if (!entry || entry.coin === 'crossed') continue
    countEntry(context, before)
    for (const event of eventsOf.get(record.unit) ?? []) {
      if (event.environmentId !== record.environmentId || event.timeMs < entry.enteredAtMs) continue
      if (event.arrivedMs < record.arrivedMs - LOOK_BACK_MS) continue
      const counted = before.some((e) => e.coin !== 'crossed' && e.enteredAtMs <= event.timeMs)
      countEvent(context, event, counted ? 'seen-before' : 'first-sight')
    }
  }
  return { ...units.changes(), deltas: sums.deltas() }
}

/** Units that enter a stage in this batch: theirs are the events to look back over. */
export function unitsEntering(input: Omit<BatchInput, 'lookBack' | 'closedTo'>): Set<string> {
  const plans = new PlanIndex(input.plans)
  const units = new Units(input.units)
  const entering = new Set<string>()
  for (const record of input.records) {
    const met = record.kind === 'exposure' ? meeting(input, plans, record) : null
    if (!met) continue
    const unit = units.find(met.plan.rolloutId, record.unit)
    if (!unit?.entries.some((entry) => entry.stageId === met.served.stageId)) entering.add(record.unit)
  }
  return entering
}

/** The measured stage and arm that an exposure is about; null when it is evidence of nothing. */
function meeting(
  input: Pick<BatchInput, 'stageOf'>,
  plans: PlanIndex,
  record: ExposureRecord,
): { served: ServedStage; arm: Arm; plan: MeasurementPlan } | null {
  if (record.variant === null) return null
  const stage = input.stageOf(record.environmentId, record.flag, record.revision, record.timeMs)
  if (!stage) return null
  // A stratum is to evidence what a stage is: people enter it by themselves, and arms are compared inside it.
  const served = stage.stratumId === undefined ? stage : { ...stage, stageId: stage.stratumId }
  const plan = plans.plan(served.rolloutId)
  if (!plan) return null
  if (record.variant === served.exposedVariant) return { served, arm: 'exposed', plan }
  return record.variant === plan.baselineVariant ? { served, arm: 'control', plan } : null
}

function remember(eventsOf: Map<string, TrackRecord[]>, event: TrackRecord): void {
  const list = eventsOf.get(event.unit)
  if (list) list.push(event)
  else eventsOf.set(event.unit, [event])
}
