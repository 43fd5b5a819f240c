import { type RolloutId } from '@/lib/kernel/id'
import { type BatchOutput, type StageEntry, type UnitOutcome, type UnitState } from './model'
import { withEntry } from './unit-state'

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
  readonly #open = new Map<string, OpenUnit>()

  constructor(states: readonly UnitState[]) {
    for (const state of states) {
      const entries = state.entries.reduce<StageEntry[]>(withEntry, [])
      this.#open.set(keyOf(state.rolloutId, state.unit), fresh(state.rolloutId, state.unit, entries, state.outcomes))
    }
  }

  find(rolloutId: RolloutId, unit: string): OpenUnit | null {
    return this.#open.get(keyOf(rolloutId, unit)) ?? null
  }

  open(rolloutId: RolloutId, unit: string): OpenUnit {
    const found = this.find(rolloutId, unit)
    if (found) return found
    const opened = fresh(rolloutId, unit, [], [])
    this.#open.set(keyOf(rolloutId, unit), opened)
    return opened
  }

  changes(): Pick<BatchOutput, 'entries' | 'outcomes'> {
    const changes: Pick<BatchOutput, 'entries' | 'outcomes'> = { entries: [], outcomes: [] }
    for (const open of this.#open.values()) {
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

const keyOf = (rolloutId: RolloutId, unit: string): string => `${rolloutId} ${unit}`

function fresh(
  rolloutId: RolloutId,
  unit: string,
  entries: readonly StageEntry[],
  outcomes: readonly UnitOutcome[],
): OpenUnit {
  return { rolloutId, unit, entries, outcomes, newEntries: new Set(), crossings: new Set(), newOutcomes: [] }
}
