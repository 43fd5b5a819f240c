import { instant, toMs, type Instant } from '@/lib/kernel/moments'
import { type BusinessTime } from './business-time'
import { type Priority, type TriageState } from './model'
import { type ClockState, type DueView, type SlaPolicy, type SlaTarget } from './schema-due'

/** One clock of an item as it is stored. Times are null while nobody can tell them. */
export type StoredClock = { dueAt: Instant | null; riskAt: Instant | null; metAt: Instant | null }
export type StoredClocks = { first?: StoredClock; solve?: StoredClock }

/** What clocks are derived from: how the item's states followed one another, and when we first answered. */
export type ClockFacts = {
  priority: Priority
  /** In their order. */
  states: readonly { kind: TriageState['kind']; atMs: number }[]
  firstAnsweredMs: number | null
}

/** Amber from here on. */
const RISK = 0.75
const RUNNING: ReadonlySet<TriageState['kind']> = new Set(['new', 'triaged', 'in_progress'])
/** Nothing is owed on what was thrown away or brought together with another item. */
const OWES_NOTHING: ReadonlySet<TriageState['kind']> = new Set(['spam', 'duplicate'])
const isClosed = (kind: TriageState['kind']): boolean => !RUNNING.has(kind) && kind !== 'waiting'

/**
 * When the first answer and the end of an item are due. Clocks run in open states and stand still only while the item
 * waits for whoever wrote it: sleep is our own doing. Closing it answers it too. Null: nothing is owed.
 */
export function clocksOf({ targets }: SlaPolicy, time: BusinessTime, facts: ClockFacts): StoredClocks | null {
  const { priority, states, firstAnsweredMs } = facts
  const last = states.at(-1)
  if (!last || OWES_NOTHING.has(last.kind) || !states.some(({ kind }) => RUNNING.has(kind))) return null
  const closedMs = closedSince(states)
  const { first, solve } = targets[priority]
  const clocks = {
    ...(first ? { first: clockOf(first, time, states, firstAnsweredMs ?? closedMs) } : {}),
    ...(solve ? { solve: clockOf(solve, time, states, closedMs) } : {}),
  }
  return first || solve ? clocks : null
}

/** Since when it is closed; null while it is open. */
function closedSince(states: ClockFacts['states']): number | null {
  let since: number | null = null
  for (const { kind, atMs } of states) {
    if (!isClosed(kind)) since = null
    else since ??= atMs
  }
  return since
}

function clockOf(
  target: SlaTarget,
  time: BusinessTime,
  states: ClockFacts['states'],
  metMs: number | null,
): StoredClock {
  // What came after the end does not count: without it the clock would just have run on.
  const counted = metMs === null ? states : states.filter(({ atMs }) => atMs < metMs)
  const { amountMs, measure } = measureOf(target, time)
  const at = (part: number): Instant | null => momentOf(counted, amountMs * part, measure)
  return { dueAt: at(1), riskAt: at(RISK), metAt: metMs === null ? null : instant(metMs) }
}

type Measure = Pick<BusinessTime, 'after' | 'between'>
const WALL: Measure = { after: (fromMs, ms) => fromMs + ms, between: (fromMs, untilMs) => untilMs - fromMs }
const UNIT_MS = { minutes: 60_000, hours: 3_600_000, 'business-hours': 3_600_000 }

function measureOf({ amount, unit }: SlaTarget, time: BusinessTime): { amountMs: number; measure: Measure } {
  if (unit === 'business-days') return { amountMs: amount * time.dayMs, measure: time }
  return { amountMs: amount * UNIT_MS[unit], measure: unit === 'business-hours' ? time : WALL }
}

/** When so much time has been spent in running states; null when the clock stands still before that. */
function momentOf(states: ClockFacts['states'], amountMs: number, measure: Measure): Instant | null {
  let left = amountMs
  for (const [i, { kind, atMs }] of states.entries()) {
    if (!RUNNING.has(kind)) continue
    const endMs = states[i + 1]?.atMs ?? Infinity
    const spent = endMs === Infinity ? Infinity : measure.between(atMs, endMs)
    if (left <= spent) {
      const momentMs = measure.after(atMs, left)
      return momentMs === Infinity ? null : instant(momentMs)
    }
    left -= spent
  }
  return null
}

/** Sorts behind all that has a time. */
export const NEVER = '9999-12-31T00:00:00.000Z' as Instant // has an Instant's form

/** By which lists are ordered and filtered: the next thing that is owed, and when it begins to press. */
export function nextDue(clocks: StoredClocks | null): { dueAt: Instant; riskAt: Instant } {
  const open = [clocks?.first, clocks?.solve].flatMap((clock) => (clock?.dueAt && !clock.metAt ? [clock] : []))
  return { dueAt: soonest(open.map(({ dueAt }) => dueAt)), riskAt: soonest(open.map(({ riskAt }) => riskAt)) }
}

const soonest = (times: readonly (Instant | null)[]): Instant =>
  times.reduce<Instant>((least, at) => (at !== null && at < least ? at : least), NEVER)

/** The worst first. */
const ORDER: readonly ClockState[] = ['breached', 'at-risk', 'on-track', 'paused', 'missed', 'met']

/** How an item's clocks stand at a moment. */
export function dueView(clocks: StoredClocks | null, now: Instant): DueView | null {
  if (!clocks) return null
  const first = clocks.first && { ...shown(clocks.first), state: stateOf(clocks.first, now) }
  const solve = clocks.solve && { ...shown(clocks.solve), state: stateOf(clocks.solve, now) }
  const state = ORDER.find((one) => one === first?.state || one === solve?.state)
  return state ? { state, ...(first ? { first } : {}), ...(solve ? { solve } : {}) } : null
}

const shown = ({ dueAt, metAt }: StoredClock) => ({ dueAt, metAt })

function stateOf({ dueAt, riskAt, metAt }: StoredClock, now: Instant): ClockState {
  if (metAt !== null) return dueAt !== null && toMs(dueAt) < toMs(metAt) ? 'missed' : 'met'
  if (dueAt === null) return 'paused'
  if (dueAt <= now) return 'breached'
  return riskAt !== null && riskAt <= now ? 'at-risk' : 'on-track'
}
