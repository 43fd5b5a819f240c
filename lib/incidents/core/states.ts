import { type IncidentState } from './schema'

/** The way forward; any step may be skipped. */
export const FORWARD = [
  'triage',
  'investigating',
  'identified',
  'mitigated',
  'monitoring',
  'resolved',
  'reviewing',
  'closed',
] as const satisfies readonly IncidentState[]

const SIDE: ReadonlySet<IncidentState> = new Set(['declined', 'cancelled', 'merged'])
const OVER: ReadonlySet<IncidentState> = new Set(['resolved', 'reviewing', 'closed', 'declined', 'cancelled'])

/** Place on the way forward; -1 for a side exit. */
export const placeOf = (state: IncidentState): number => FORWARD.findIndex((each) => each === state)

export const isSideExit = (state: IncidentState): boolean => SIDE.has(state)

/** Nobody is hurt any more, or nobody ever was. A merged incident lives on in the other one. */
export const isEnded = (state: IncidentState): boolean => OVER.has(state)

/** Somebody has to look at it. */
export const isOpen = (state: IncidentState): boolean => !OVER.has(state) && state !== 'merged'

/** How long a resolved incident may open again, and how soon that counts as flapping. */
export const REOPEN_MS = 24 * 3_600_000
export const FLAPPING_MS = 15 * 60_000

export const STATE_WORDS: Readonly<Record<IncidentState, string>> = {
  triage: 'Triage',
  investigating: 'Investigating',
  identified: 'Identified',
  mitigated: 'Mitigated',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  reviewing: 'Reviewing',
  closed: 'Closed',
  declined: 'Declined',
  cancelled: 'Cancelled',
  merged: 'Merged',
}
