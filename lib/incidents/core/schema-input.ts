import { z } from 'zod'
import { Key } from '@/lib/flags/core/schema'
import { IncidentId, IncidentTaskId, SuspectId, TimelineEventId, UserId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'

export const Severity = z.enum(['SEV1', 'SEV2', 'SEV3', 'SEV4'])
export type Severity = z.infer<typeof Severity>

/** In the order an incident goes through them; the last three are side exits. */
export const INCIDENT_STATES = [
  'triage',
  'investigating',
  'identified',
  'mitigated',
  'monitoring',
  'resolved',
  'reviewing',
  'closed',
  'declined',
  'cancelled',
  'merged',
] as const
export const IncidentState = z.enum(INCIDENT_STATES)
export type IncidentState = z.infer<typeof IncidentState>

export const MILESTONES = ['impact_started', 'detected', 'acknowledged', 'identified', 'mitigated', 'resolved'] as const
export const MilestoneKind = z.enum(MILESTONES)
export type MilestoneKind = z.infer<typeof MilestoneKind>

export const IncidentOrigin = z.enum(['gate', 'alert', 'feedback', 'person'])
export type IncidentOrigin = z.infer<typeof IncidentOrigin>
export const SuspectKind = z.enum(['rollout', 'flag', 'deploy', 'config', 'external'])
export type SuspectKind = z.infer<typeof SuspectKind>
export const SuspectState = z.enum(['open', 'ruled_out', 'confirmed'])
export type SuspectState = z.infer<typeof SuspectState>
export const IncidentRole = z.enum(['lead', 'comms', 'scribe', 'responder'])
export type IncidentRole = z.infer<typeof IncidentRole>
export const UpdateAudience = z.enum(['internal', 'status', 'affected'])
export type UpdateAudience = z.infer<typeof UpdateAudience>

const Title = z.string().trim().min(1, { error: 'a few words' }).max(200)
const Text = z.string().trim().min(1, { error: 'a few words' }).max(5000)
const Reason = z.string().trim().max(1000)
const Version = z.int().min(0)
const Service = z.string().trim().min(1).max(100)
const which = { incidentId: IncidentId }
const versioned = { ...which, expectedVersion: Version.optional() }

/** Body of `POST /api/v1/incidents`. */
export const OpenIncidentInput = z.strictObject({
  title: Title,
  severity: Severity.default('SEV3'),
  environment: Key.optional(),
  service: Service.optional(),
  rollout: z.string().max(40).optional(),
  summary: z.string().trim().max(2000).default(''),
  impactStartedAt: Instant.optional(),
})
export type OpenIncidentInput = z.infer<typeof OpenIncidentInput>

export const AcknowledgeInput = z.strictObject(which)
export const SetSeverityInput = z.strictObject({ ...versioned, severity: Severity, reason: Reason.default('') })
export type SetSeverityInput = z.infer<typeof SetSeverityInput>
export const SetStateInput = z.strictObject({ ...versioned, to: IncidentState, reason: Reason.default('') })
export type SetStateInput = z.infer<typeof SetStateInput>
export const SetMilestoneInput = z.strictObject({
  ...versioned,
  milestone: MilestoneKind,
  at: Instant,
  reason: Reason.default(''),
})
export type SetMilestoneInput = z.infer<typeof SetMilestoneInput>
export const JudgeSuspectInput = z.strictObject({
  ...which,
  suspectId: SuspectId,
  verdict: SuspectState,
  reason: Reason.default(''),
})
export type JudgeSuspectInput = z.infer<typeof JudgeSuspectInput>
export const MergeInput = z.strictObject({ ...versioned, into: z.string().max(40), reason: Reason.default('') })
export type MergeInput = z.infer<typeof MergeInput>
export const UnmergeInput = z.strictObject(versioned)
export const AssignInput = z.strictObject({
  ...which,
  role: IncidentRole,
  /** Empty: oneself. */
  userId: UserId.optional(),
  /** Who is replaced as lead, as the sender saw it; a lead is never replaced unseen. */
  replaces: UserId.optional(),
  leave: z.boolean().default(false),
})
export type AssignInput = z.infer<typeof AssignInput>
export const AddTaskInput = z.strictObject({
  ...which,
  title: Title,
  ownerId: UserId.optional(),
  dueAt: Instant.optional(),
  link: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]).default(''),
})
export type AddTaskInput = z.infer<typeof AddTaskInput>
export const FinishTaskInput = z.strictObject({ ...which, taskId: IncidentTaskId, done: z.boolean().default(true) })
export type FinishTaskInput = z.infer<typeof FinishTaskInput>
export const PostUpdateInput = z.strictObject({
  ...which,
  body: Text,
  audience: UpdateAudience.default('internal'),
})
export type PostUpdateInput = z.infer<typeof PostUpdateInput>
export const AddNoteInput = z.strictObject({
  ...which,
  body: Text,
  /** Back-dated rows are marked with the time they were written. */
  at: Instant.optional(),
})
export type AddNoteInput = z.infer<typeof AddNoteInput>
export const EditRowInput = z.strictObject({
  ...which,
  eventId: TimelineEventId,
  title: Title.optional(),
  body: z.string().trim().max(5000).optional(),
  pinned: z.boolean().optional(),
  withdraw: z.boolean().optional(),
})
export type EditRowInput = z.infer<typeof EditRowInput>
export const LinkRolloutInput = z.strictObject({ ...which, rollout: z.string().max(40) })
export type LinkRolloutInput = z.infer<typeof LinkRolloutInput>
export const RenameInput = z.strictObject({ ...versioned, title: Title })
export type RenameInput = z.infer<typeof RenameInput>

/** What others may tell every timeline: `POST /api/v1/timeline`. */
export const ToldKind = z.enum([
  'note',
  'deploy.started',
  'deploy.finished',
  'deploy.rolled_back',
  'service.config_changed',
  'external.status',
])
export const TellInput = z.strictObject({
  kind: ToldKind,
  title: Title,
  body: z.string().trim().max(5000).default(''),
  occurredAt: Instant.optional(),
  environment: Key.optional(),
  service: Service.optional(),
  rollout: z.string().max(40).optional(),
  incident: z.string().max(40).optional(),
  /** The sender's own id: the same thing told twice is written once. */
  externalId: z.string().trim().min(1).max(200).optional(),
  data: z.record(z.string().max(100), z.union([z.string().max(1000), z.number(), z.boolean()])).default({}),
})
export type TellInput = z.infer<typeof TellInput>
