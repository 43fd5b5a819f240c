import { windowsOverAt } from '@/lib/telemetry/core/close-windows'
import { MemoryStore } from '@/lib/telemetry/core/memory-store'
import { type EvidenceRecord, type StageOf } from '@/lib/telemetry/core/model'
import { type CohortDelta, type MeasurementPlan } from '@/lib/telemetry/core/schema'
import { type Arrival } from './traffic'

type Shelf = { store: MemoryStore; firstMs: number; lastMs: number; closedMs: number }

/** So few people that closing their windows looks through few. */
const PEOPLE = 64

/**
 * Telemetry's memory store, one for every few people. People do not know of each other in ingest, so that deltas of many
 * stores add up to those of one; and a store whose people have all been and gone is put away.
 */
export class Shelves {
  readonly #shelves = new Map<number, Shelf>()

  /** @param keptMs how long after the last visit an event may still count; null: people come again, nothing goes */
  constructor(
    private readonly plan: MeasurementPlan,
    private readonly stageOf: StageOf,
    private readonly keptMs: number | null,
  ) {}

  take(arrivals: readonly Arrival[]): CohortDelta[] {
    const byShelf = new Map<number, EvidenceRecord[]>()
    for (const { person, record } of arrivals) {
      const key = this.keptMs === null ? 0 : Math.floor(person / PEOPLE)
      const records = byShelf.get(key)
      if (records) records.push(record)
      else byShelf.set(key, [record])
    }
    return [...byShelf].flatMap(([key, records]) => {
      const shelf = this.#shelf(key, records)
      return shelf ? shelf.store.take([this.plan], this.stageOf, records).map(({ delta }) => delta) : []
    })
  }

  /** Closes the windows that are over, or at a stage change all windows. */
  close(nowMs: number, isNewStage: boolean): CohortDelta[] {
    const throughMs = isNewStage ? nowMs : windowsOverAt(this.plan, 0, nowMs)
    const deltas: CohortDelta[] = []
    for (const [key, shelf] of this.#shelves) {
      if (throughMs !== null && shelf.firstMs <= throughMs && shelf.closedMs < shelf.lastMs) {
        deltas.push(...shelf.store.close(this.plan, 0, throughMs))
        shelf.closedMs = throughMs
      }
      if (this.keptMs !== null && shelf.lastMs + this.keptMs < nowMs) this.#shelves.delete(key)
    }
    return deltas
  }

  /** Events of people whose store is gone come too late to count. */
  #shelf(key: number, records: readonly EvidenceRecord[]): Shelf | null {
    const visits = records.filter(({ kind }) => kind === 'exposure')
    const found = this.#shelves.get(key)
    const lastMs = visits.at(-1)?.arrivedMs
    if (found) {
      found.lastMs = lastMs ?? found.lastMs
      return found
    }
    if (lastMs === undefined) return null
    const shelf = { store: new MemoryStore(), firstMs: lastMs, lastMs, closedMs: -Infinity }
    this.#shelves.set(key, shelf)
    return shelf
  }
}
