import { type StageId } from '@/lib/kernel/id'
import { type Coin, type StageEntry, type UnitOutcome } from './model'
import { type Arm } from './schema'

/** Entries that take part in comparisons, as kept: by time of entry, at equal times control before exposed. */
function proper(entries: readonly StageEntry[]): StageEntry[] {
  return entries.filter((entry) => entry.coin !== 'crossed')
}

/** Inserts in order of entry time, so that a late record of an older stage changes the past and not the present. */
export function withEntry(entries: readonly StageEntry[], entry: StageEntry): StageEntry[] {
  return [...entries, entry].sort(
    (a, b) => a.enteredAtMs - b.enteredAtMs || rank(a.arm) - rank(b.arm) || a.share - b.share,
  )
}

/** All of a unit's entries in that order. */
export const inOrder = (entries: readonly StageEntry[]): StageEntry[] => entries.reduce<StageEntry[]>(withEntry, [])

const rank = (arm: Arm): number => (arm === 'control' ? 0 : 1)

/** A risk set: people of one arm who entered a stage with the same past. `coin` is the largest share met before, or 0. */
export type RiskStratum = { stageId: StageId; share: number; coin: number; arm: Arm }

/**
 * The risk set that a unit belongs to as long as no event happened to it (statistics.md §2b, stratified by §2d): the
 * stage that it entered last, by the largest share of the stages it had entered before. Which stages a unit meets does
 * not depend on its arm, so both arms of a stratum have the same past, came concurrently, and stand in one ratio: new
 * units as f : 1 − f, and likewise those that come back, be they exposed for long, exposed now or control still. That
 * ratio needs no coin: a unit whose arm was known before is compared here, too, and late onset is seen in it.
 * Who was exposed and is control again (resumed at a smaller share) is in none: no fresh baseline, and not exposed.
 */
export function riskStratum(entries: readonly StageEntry[]): RiskStratum | null {
  const list = proper(entries)
  const last = list.pop()
  if (!last) return null
  if (last.arm === 'control' && list.some((entry) => entry.arm === 'exposed')) return null
  const coin = list.reduce((most, { share }) => Math.max(most, share), 0)
  return { stageId: last.stageId, share: last.share, coin, arm: last.arm }
}

/** How many of the plan's metrics the unit has entered risk sets for. */
export function coveredMetrics(entries: readonly StageEntry[]): number {
  return proper(entries).reduce((most, entry) => Math.max(most, entry.metrics), 0)
}

/** The entry whose stage a moment belongs to: the latest one not after it. */
export function activeEntry(entries: readonly StageEntry[], timeMs: number): StageEntry | null {
  return proper(entries).findLast((entry) => entry.enteredAtMs <= timeMs) ?? null
}

/**
 * One coin per unit and rollout (statistics.md §2d). Hashing is monotone: exposed means bucket < share. The arm is known
 * beforehand when the unit was exposed before or counted as control under no smaller a share; then the entry carries no
 * evidence. What contradicts an earlier entry, or the hash where it is known, is crossed.
 */
export function coinOf(
  entries: readonly StageEntry[],
  seen: { arm: Arm; share: number; expectedArm: Arm | null },
): Coin {
  const list = proper(entries)
  const controlUpTo = list.reduce((most, e) => (e.arm === 'control' ? Math.max(most, e.share) : most), 0)
  const exposedFrom = list.reduce((least, e) => (e.arm === 'exposed' ? Math.min(least, e.share) : least), Infinity)
  const impossible = seen.arm === 'exposed' ? seen.share <= controlUpTo : seen.share >= exposedFrom
  if (seen.expectedArm ? seen.expectedArm !== seen.arm : impossible) return 'crossed'
  return exposedFrom < Infinity || seen.share <= controlUpTo ? 'known' : controlUpTo
}

export function hasOutcome(outcomes: readonly UnitOutcome[], metric: number, stageId: UnitOutcome['stageId']): boolean {
  return outcomes.some((outcome) => outcome.metric === metric && outcome.stageId === stageId)
}
