import { type RolloutId } from '@/lib/kernel/id'
import { type BatchOutput, type StageEntry, type UnitOutcome, type UnitState } from './model'
import { inOrder, withEntry } from './unit-state'

/** One unit in one rollout while a batch is applied; remembers what changed. */
export type OpenUnit = {
  readonly rolloutId: RolloutId
  readonly unit: string
  entries: readonly StageEntry[]
  outcomes: readonly UnitOutcome[]
  readonly newEntries: Set<StageEntry['stageId']>
  readonly crossings: Set<StageEntry['stageId']>
  readonly newOutcomes: UnitOutcome[]
}

/** The unit states of a batch, copied on write: the caller's are left as they were. */
export class Units {
  readonly #byRollout = new Map<RolloutId, Map<string, OpenUnit>>()
  /** In the order in which they were opened. */
  readonly #all: OpenUnit[] = []

  constructor(states: readonly UnitState[]) {
    for (const { rolloutId, unit, entries, outcomes } of states) {
      this.#add(fresh(rolloutId, unit, inOrder(entries), outcomes))
    }
  }

  find(rolloutId: RolloutId, unit: string): OpenUnit | null {
    return this.#byRollout.get(rolloutId)?.get(unit) ?? null
  }

  open(rolloutId: RolloutId, unit: string): OpenUnit {
    return this.find(rolloutId, unit) ?? this.#add(fresh(rolloutId, unit, [], []))
  }

  #add(opened: OpenUnit): OpenUnit {
    const units = this.#byRollout.get(opened.rolloutId) ?? new Map<string, OpenUnit>()
    this.#byRollout.set(opened.rolloutId, units.set(opened.unit, opened))
    this.#all.push(opened)
    return opened
  }

  changes(): Pick<BatchOutput, 'entries' | 'outcomes'> {
    const changes: Pick<BatchOutput, 'entries' | 'outcomes'> = { entries: [], outcomes: [] }
    for (const open of this.#all) {
      const { rolloutId, unit } = open
      for (const entry of open.entries) {
        const isNew = open.newEntries.has(entry.stageId)
        if (isNew || open.crossings.has(entry.stageId)) changes.entries.push({ rolloutId, unit, entry, isNew })
      }
      for (const outcome of open.newOutcomes) changes.outcomes.push({ rolloutId, unit, outcome })
    }
    return changes
  }
}

export function addEntry(unit: OpenUnit, entry: StageEntry): void {
  unit.entries = withEntry(unit.entries, entry)
  unit.newEntries.add(entry.stageId)
}

export function markCrossed(unit: OpenUnit, stageId: StageEntry['stageId']): void {
  unit.entries = unit.entries.map((entry) => (entry.stageId === stageId ? { ...entry, crossed: true } : entry))
  unit.crossings.add(stageId)
}

export function addOutcome(unit: OpenUnit, outcome: UnitOutcome): void {
  unit.outcomes = [...unit.outcomes, outcome]
  unit.newOutcomes.push(outcome)
}

function fresh(
  rolloutId: RolloutId,
  unit: string,
  entries: readonly StageEntry[],
  outcomes: readonly UnitOutcome[],
): OpenUnit {
  return { rolloutId, unit, entries, outcomes, newEntries: new Set(), crossings: new Set(), newOutcomes: [] }
}
