import { type RolloutId } from '@/lib/kernel/id'
import { closeValues, closeWindows } from './close-windows'
import { applyBatch, LOOK_BACK_MS, unitsEntering } from './ingest-to-delta'
import { type EvidenceRecord, type StageOf, type TimedDelta, type TrackRecord, type UnitState } from './model'
import { type CohortDelta, type MeasurementPlan } from './schema'
import { hasOutcome, inOrder } from './unit-state'

/**
 * The telemetry tables as plain maps, around the very functions that ingest runs: for simulation, and for tests of what
 * does not depend on Postgres. One workspace.
 */
export class MemoryStore {
  readonly #units = new Map<string, UnitState>()
  readonly #events = new Map<string, TrackRecord[]>()
  readonly #closed = new Map<string, number>()

  /** Takes one batch, in order of arrival; what it changed, second by second. */
  take(plans: readonly MeasurementPlan[], stageOf: StageOf, records: readonly EvidenceRecord[]): TimedDelta[] {
    const ids = new Set(records.map((record) => record.unit))
    const units = [...ids].flatMap((unit) =>
      plans.flatMap((plan) => this.#units.get(`${plan.rolloutId} ${unit}`) ?? []),
    )
    const entering = unitsEntering({ plans, stageOf, units, records })
    const earliestMs = (records[0]?.arrivedMs ?? 0) - LOOK_BACK_MS
    const lookBack = [...entering].flatMap((unit) =>
      (this.#events.get(unit) ?? []).filter(({ arrivedMs }) => arrivedMs >= earliestMs),
    )
    const closedTo = (rolloutId: RolloutId, metric: number): number | null =>
      this.#closed.get(`${rolloutId} ${metric}`) ?? null
    const output = applyBatch({ plans, stageOf, units, lookBack, closedTo, records })
    for (const { rolloutId, unit, entry } of output.entries) {
      const state = this.#state(rolloutId, unit)
      state.entries = [...state.entries.filter((known) => known.stageId !== entry.stageId), entry]
    }
    for (const { rolloutId, unit, outcome } of output.outcomes) this.#state(rolloutId, unit).outcomes.push(outcome)
    const keptMs = plans.some(readsWindows) ? Infinity : LOOK_BACK_MS
    for (const record of records) if (record.kind === 'track') this.#remember(record, keptMs)
    return output.deltas
  }

  /** Closes a metric's windows for all entries that arrived up to `throughMs`. */
  close(plan: MeasurementPlan, metric: number, throughMs: number): CohortDelta[] {
    const key = `${plan.rolloutId} ${metric}`
    const afterMs = this.#closed.get(key) ?? null
    if (afterMs !== null && throughMs <= afterMs) return []
    this.#closed.set(key, throughMs)
    const due = this.units(plan.rolloutId).flatMap(({ unit, entries, outcomes }) =>
      entries
        .filter(({ arrivedMs }) => arrivedMs <= throughMs && (afterMs === null || arrivedMs > afterMs))
        .map((entry) => ({ entry, entries, unit, people: 1, isBooked: hasOutcome(outcomes, metric, entry.stageId) })),
    )
    if (plan.metrics[metric]?.aggregation === 'proportion') {
      return closeWindows(plan, [{ metric, entered: due, booked: due.filter(({ isBooked }) => isBooked) }])
    }
    const isOurs = ({ environmentId }: TrackRecord): boolean => environmentId === plan.environmentId
    const people = due.map(({ unit, entry, entries }) => {
      const events = (this.#events.get(unit) ?? []).filter(isOurs)
      return { entry, entries: inOrder(entries), events }
    })
    return closeValues(plan, metric, people)
  }

  units(rolloutId: RolloutId): UnitState[] {
    return [...this.#units.values()].filter((unit) => unit.rolloutId === rolloutId)
  }

  #state(rolloutId: RolloutId, unit: string): UnitState {
    const key = `${rolloutId} ${unit}`
    const found = this.#units.get(key)
    if (found) return found
    const state: UnitState = { rolloutId, unit, entries: [], outcomes: [] }
    this.#units.set(key, state)
    return state
  }

  #remember(event: TrackRecord, keptMs: number): void {
    const recent = (this.#events.get(event.unit) ?? []).filter((e) => e.arrivedMs >= event.arrivedMs - keptMs)
    this.#events.set(event.unit, [...recent, event])
  }
}

/** A window that closes reads all that came in it and before it; nothing else reads further back than an entry does. */
const readsWindows = ({ metrics }: MeasurementPlan): boolean => metrics.some(({ measure }) => measure?.kind === 'value')
