import { refuse, type Refusal } from '@/lib/kernel/result'
import { elapsedMs, type Instant, toMs } from '@/lib/kernel/time'
import { type By, type Incident } from './model'
import { type IncidentEvent } from './events'
import { MILESTONES, type MilestoneKind } from './schema'

export const MILESTONE_WORDS: Readonly<Record<MilestoneKind, string>> = {
  impact_started: 'Impact started',
  detected: 'Detected',
  acknowledged: 'Acknowledged',
  identified: 'Identified',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
}

export type Milestones = Incident['milestones']

/** The first pair out of order, or null: each milestone lies at or after the ones before it. */
export function outOfOrder(milestones: Milestones): { early: MilestoneKind; late: MilestoneKind } | null {
  let before: { kind: MilestoneKind; at: Instant } | null = null
  for (const kind of MILESTONES) {
    const at = milestones[kind]
    if (at === undefined) continue
    if (before && toMs(at) < toMs(before.at)) return { early: before.kind, late: kind }
    before = { kind, at }
  }
  return null
}

/** Why a milestone cannot be put at a moment, by name; null when it can. */
export function milestoneRefusal(
  milestones: Milestones,
  kind: MilestoneKind,
  at: Instant,
  now: Instant,
): Refusal | null {
  if (elapsedMs(now, at) > 0) {
    return refuse('in-the-future', `${MILESTONE_WORDS[kind]} lies in the future.`, { field: 'at' })
  }
  const wrong = outOfOrder({ ...milestones, [kind]: at })
  if (!wrong) return null
  const message = `${MILESTONE_WORDS[wrong.late]} would come before ${MILESTONE_WORDS[wrong.early].toLowerCase()}.`
  return refuse('milestone-order', message, {
    remedy: `Set ${MILESTONE_WORDS[kind === wrong.late ? wrong.early : wrong.late].toLowerCase()} first.`,
    field: 'at',
  })
}

/** A milestone that follows from what happened: kept if it is known already, and never before an earlier one. */
export function derived(milestones: Milestones, kind: MilestoneKind, at: Instant, by: By): IncidentEvent[] {
  if (milestones[kind] !== undefined) return []
  const place = MILESTONES.indexOf(kind)
  const earlier = MILESTONES.slice(0, place).flatMap((each) => milestones[each] ?? [])
  const later = MILESTONES.slice(place + 1).flatMap((each) => milestones[each] ?? [])
  const from = Math.max(toMs(at), ...earlier.map(toMs))
  const moment = [...earlier, ...later, at].find((each) => toMs(each) === Math.min(from, ...later.map(toMs))) ?? at
  return [{ kind: 'milestone.set', milestone: kind, value: moment, byHand: false, reason: '', at, by }]
}
