import { type EnvironmentId, type RolloutId, type StageId } from '@/lib/kernel/id'
import { type Cohort } from './schema-words'

/** An arm that was met earlier than this says nothing about what was written now. */
export const LOOK_BACK_MS = 72 * 3_600_000

/** One variant of one flag as the person met it, with the stage that its revision served. */
export type Met = {
  environmentId: EnvironmentId
  flag: string
  variant: string
  revision: number | null
  firstMs: number
  lastMs: number
  served: { rolloutId: RolloutId; stageId: StageId; exposedVariant: string } | null
}
/** Since when the person is in an arm of a rollout. */
export type Entry = { rolloutId: RolloutId; arm: 'exposed' | 'control'; enteredMs: number }

export type Snapshot = {
  environmentId: EnvironmentId
  flagKey: string
  variant: string
  cohort: Cohort
  rolloutId: RolloutId | null
  stageId: StageId | null
  revision: number | null
  firstExposedMs: number | null
}

/** The arm of each flag at a moment: the one met last; both arms of one rollout within the look-back are `mixed`. */
export function exposureAt(met: readonly Met[], entries: readonly Entry[], atMs: number): Snapshot[] {
  const flags = new Map<string, Met[]>()
  for (const one of met) {
    if (one.lastMs > atMs || one.lastMs < atMs - LOOK_BACK_MS) continue
    const key = `${one.environmentId} ${one.flag}`
    flags.set(key, [...(flags.get(key) ?? []), one])
  }
  return [...flags.values()].flatMap((seen) => {
    const [last] = seen.toSorted((a, b) => b.lastMs - a.lastMs)
    if (!last) return []
    const rolloutId = last.served?.rolloutId ?? null
    const arms = new Set(seen.filter((one) => one.served && one.served.rolloutId === rolloutId).map(armOf))
    const crossed = arms.has('exposed') && arms.has('baseline')
    const cohort = crossed ? 'mixed' : armOf(last)
    const snapshot: Snapshot = {
      environmentId: last.environmentId,
      flagKey: last.flag,
      variant: last.variant,
      cohort,
      rolloutId,
      stageId: last.served?.stageId ?? null,
      revision: last.revision,
      firstExposedMs: firstOf(last, seen, entries),
    }
    return [snapshot]
  })
}

function armOf({ served, variant }: Met): Cohort {
  if (!served) return 'unknown'
  return variant === served.exposedVariant ? 'exposed' : variant === 'control' ? 'baseline' : 'unknown'
}

/** Raw records are looked through for three days only; the entry into the arm is remembered for good. */
function firstOf(last: Met, seen: readonly Met[], entries: readonly Entry[]): number {
  const arm = armOf(last) === 'exposed' ? 'exposed' : 'control'
  const entered = entries.filter((entry) => entry.rolloutId === last.served?.rolloutId && entry.arm === arm)
  const same = seen.filter((one) => one.variant === last.variant)
  return Math.min(...entered.map((entry) => entry.enteredMs), ...same.map((one) => one.firstMs))
}

const STRENGTH: readonly Cohort[] = ['exposed', 'mixed', 'baseline', 'unknown']

/** The cohort of an item over all its flags, for its chip: the first of exposed, mixed, baseline, unknown. */
export const strongestCohort = (rows: readonly { cohort: Cohort }[]): Cohort =>
  STRENGTH.find((cohort) => rows.some((row) => row.cohort === cohort)) ?? 'unknown'

const DAY_MS = 86_400_000
/** When it happened as the channel says, kept within [received − 90 days, received + 5 minutes]. */
export const occurredWithin = (occurredMs: number | null, receivedMs: number): number =>
  occurredMs === null ? receivedMs : Math.min(Math.max(occurredMs, receivedMs - 90 * DAY_MS), receivedMs + 300_000)
