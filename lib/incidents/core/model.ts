import { type EnvironmentId, type IncidentId, type RolloutId, type UserId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type IncidentOrigin, type IncidentState, type MilestoneKind, type Severity } from './schema'

export type { MilestoneKind } from './schema'

/** Who did it, as kept and shown in sentences. */
export type By = { kind: string; id: string; name: string }

/** Exposure that was taken away while the incident was open; null again after an undo or a resume. */
export type Stopped = { rolloutId: RolloutId; at: Instant; by: By }

export type Incident = {
  id: IncidentId
  number: number
  title: string
  severity: Severity
  state: IncidentState
  environmentId: EnvironmentId | null
  service: string | null
  /** Services that joined by alerts. */
  services: string[]
  rollouts: RolloutId[]
  origin: IncidentOrigin
  isDrill: boolean
  dedupeKey: string | null
  summary: string
  lead: { id: UserId; name: string; since: Instant } | null
  milestones: Partial<Record<MilestoneKind, Instant>>
  /** Between which moments the impact began, where it was found from counts; none once somebody set it. */
  impactRange?: { from: Instant; to: Instant } | null
  acknowledgedBy: string | null
  stopped: Stopped | null
  mergedInto: IncidentId | null
  /** What it was before it was merged: un-merge restores it. */
  beforeMerge: IncidentState | null
  /** The incident that was resolved too long ago to open again. */
  follows: IncidentId | null
  openedAt: Instant
  resolvedAt: Instant | null
  version: number
}

/** The parts of a suspect's score, each 0 to 1; null: not known, counted as 0 and said so. */
export type SuspectFeatures = {
  time: number
  contrast: number | null
  service: number | null
  audience: number | null
  history: number
  /** Why it cannot be the cause, found by the numbers alone. */
  ruledOut: string | null
  /** Lower and upper bound of exposed / baseline harm, for the sentence. */
  ratio: { low: number | null; high: number | null } | null
  /** Began at a deploy, and only the exposed are harmed: both are named. */
  withDeploy: string | null
  /** What became of people without the new version at a deploy; absent where nobody could say. */
  baselineAfter?: 'worse' | 'steady' | undefined
  minutesBefore: number
}
