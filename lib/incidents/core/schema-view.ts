import { z } from 'zod'
import {
  IncidentId,
  IncidentTaskId,
  IncidentUpdateId,
  RolloutId,
  SuspectId,
  TimelineEventId,
  UserId,
} from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { Propagation } from '@/lib/rollouts/core/schema'
import {
  IncidentOrigin,
  IncidentRole,
  IncidentState,
  MilestoneKind,
  Severity,
  SuspectKind,
  SuspectState,
  UpdateAudience,
} from './schema-input'

/** A verb the viewer may or may not use now; the reason is what the command would refuse with. */
export const Ask = z.object({ enabled: z.boolean(), reason: z.string().nullable() })
export type Ask = z.infer<typeof Ask>

export const SuspectView = z.object({
  id: SuspectId,
  kind: SuspectKind,
  ref: z.string(),
  title: z.string(),
  score: z.number(),
  /** Why it is suspected or ruled out, a sentence each. */
  reasons: z.array(z.string()),
  state: SuspectState,
  reason: z.string(),
  by: z.string(),
  changedAt: Instant,
  /** RO-142 when it is a rollout. */
  rollout: z.string().nullable(),
})
export type SuspectView = z.infer<typeof SuspectView>

/** One look at the harmed signal after exposure was taken away. */
export const WatchPoint = z.object({ from: Instant, to: Instant, perMin: z.number(), usual: z.boolean() })
export type WatchPoint = z.infer<typeof WatchPoint>

export const WatchView = z.object({
  name: z.string(),
  beforePerMin: z.number(),
  /** What the baseline's rate would give; null: not known. */
  usualPerMin: z.number().nullable(),
  points: z.array(WatchPoint),
  state: z.enum(['watching', 'recovered', 'not-helped']),
  sentence: z.string(),
})
export type WatchView = z.infer<typeof WatchView>

/** The block that fills the first phone screen: the top suspect and the one button. */
export const CauseView = z.object({
  suspectId: SuspectId,
  /** Stopped by its rollout; null: the flag has none, and is stopped itself. */
  rolloutId: RolloutId.nullable(),
  rolloutVersion: z.int(),
  environment: z.string(),
  name: z.string(),
  flag: z.string(),
  environmentName: z.string(),
  state: z.string(),
  /** What is happening to people, in a sentence. */
  sentence: z.string(),
  /** Since when it hurts people, where analysis says so. */
  since: Instant.nullable(),
  /** What pressing does to how many, and whether it can be undone. */
  consequence: z.string(),
  weight: z.number(),
  people: z.int(),
  stop: Ask.extend({ confirm: z.boolean(), lost: z.string().nullable() }),
  pause: Ask,
  stopped: z.object({ at: Instant, by: z.string() }).nullable(),
  undo: z.object({ until: Instant }).nullable(),
  undoReason: z.string().nullable(),
  propagation: Propagation.nullable(),
  watch: WatchView.nullable(),
})
export type CauseView = z.infer<typeof CauseView>

export const NextState = Ask.extend({ to: IncidentState, label: z.string(), needsReason: z.boolean() })
export type NextState = z.infer<typeof NextState>

const Named = z.object({ id: z.string(), name: z.string() })

/** Everything the incident page and `GET /api/v1/incidents/{id}` show; the timeline is read by itself. */
export const IncidentView = z.object({
  id: IncidentId,
  name: z.string(), // INC-37
  title: z.string(),
  severity: Severity,
  state: IncidentState,
  stateSentence: z.string(),
  /** One sentence a tired person can act on. */
  answer: z.string(),
  environmentName: z.string().nullable(),
  services: z.array(z.string()),
  origin: IncidentOrigin,
  isDrill: z.boolean(),
  isOpen: z.boolean(),
  summary: z.string(),
  openedAt: Instant,
  resolvedAt: Instant.nullable(),
  version: z.int(),
  now: Instant,
  lead: z.object({ id: UserId, name: z.string() }).nullable(),
  roles: z.array(z.object({ role: IncidentRole, userId: UserId, name: z.string() })),
  tasks: z.array(
    z.object({
      id: IncidentTaskId,
      title: z.string(),
      owner: z.string(),
      dueAt: Instant.nullable(),
      link: z.string(),
      doneAt: Instant.nullable(),
      doneBy: z.string(),
    }),
  ),
  updates: z.array(
    z.object({ id: IncidentUpdateId, audience: UpdateAudience, body: z.string(), by: z.string(), at: Instant }),
  ),
  milestones: z.array(
    z.object({
      kind: MilestoneKind,
      label: z.string(),
      at: Instant.nullable(),
      /** Found from counts: almost surely it lies between these. */
      between: z.object({ from: Instant, to: Instant }).nullable(),
    }),
  ),
  suspects: z.array(SuspectView),
  cause: CauseView.nullable(),
  impact: z.string().nullable(),
  rollouts: z.array(Named),
  mergedInto: Named.nullable(),
  merged: z.array(Named),
  follows: Named.nullable(),
  alertsFiring: z.int(),
  states: z.array(NextState),
  /** What the viewer may do: work on it, take its lead, merge it. */
  may: z.object({ acknowledge: Ask, respond: Ask, lead: Ask, merge: Ask }),
})
export type IncidentView = z.infer<typeof IncidentView>

/** A row of the list. */
export const IncidentRow = z.object({
  id: IncidentId,
  name: z.string(),
  title: z.string(),
  severity: Severity,
  state: IncidentState,
  stateWord: z.string(),
  isOpen: z.boolean(),
  isDrill: z.boolean(),
  openedAt: Instant,
  resolvedAt: Instant.nullable(),
  lead: z.string(),
  suspect: z.string(),
  impact: z.string(),
  version: z.int(),
})
export type IncidentRow = z.infer<typeof IncidentRow>

/** What the strip under the top bar says while a SEV1 or SEV2 is open. */
export const IncidentStrip = z.object({
  id: IncidentId,
  name: z.string(),
  title: z.string(),
  severity: Severity,
  openedAt: Instant,
  suspect: z.string().nullable(),
  /** Stop exposure of what it suspects, by this viewer; asking names who and where. */
  stop: Ask,
  isDrill: z.boolean(),
  more: z.int(),
  now: Instant,
})
export type IncidentStrip = z.infer<typeof IncidentStrip>

export const TimelineFilter = z.enum(['all', 'decisions', 'signals', 'people', 'everything'])
export type TimelineFilter = z.infer<typeof TimelineFilter>

export const TimelineRow = z.object({
  id: TimelineEventId,
  kind: z.string(),
  group: z.enum(['decisions', 'signals', 'people']),
  mark: z.string(),
  occurredAt: Instant,
  recordedAt: Instant,
  /** Written down noticeably later than it happened. */
  isLate: z.boolean(),
  /** The sender's clock was ahead; its time was clamped. */
  isClamped: z.boolean(),
  title: z.string(),
  titleOriginal: z.string().nullable(),
  body: z.string(),
  by: z.string(),
  pinned: z.boolean(),
  /** A person wrote it: it may be edited and withdrawn. */
  isHuman: z.boolean(),
  /** Rows in a row with the same key fold. */
  fold: z.string().nullable(),
})
export type TimelineRow = z.infer<typeof TimelineRow>

export const TimelinePage = z.object({
  items: z.array(TimelineRow),
  nextCursor: z.string().nullable(),
  /** Not shown by the filter. */
  hidden: z.int(),
  total: z.int(),
})
export type TimelinePage = z.infer<typeof TimelinePage>
