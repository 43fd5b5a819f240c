import { type IncidentId, type RolloutId, type UserId } from '@/lib/kernel/id'
import { type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type By, type Stopped } from './model'
import { type IncidentState, type MilestoneKind, type Severity } from './schema'

type Done = { at: Instant; by: By }

/** What happened to an incident. `apply` folds these; history, timeline and mail read them. */
export type IncidentEvent =
  | ({ kind: 'incident.acknowledged' } & Done)
  | ({ kind: 'incident.state_changed'; from: IncidentState; to: IncidentState; reason: string } & Done)
  /** `value` null: taken back, as Resolved is when the incident opens again. */
  | ({ kind: 'milestone.set'; milestone: MilestoneKind; value: Instant | null; byHand: boolean; reason: string } & Done)
  | ({ kind: 'severity.changed'; from: Severity; to: Severity; reason: string } & Done)
  | ({ kind: 'incident.renamed'; from: string; to: string } & Done)
  | ({ kind: 'lead.changed'; lead: { id: UserId; name: string } | null } & Done)
  | ({ kind: 'incident.merged'; into: IncidentId; intoName: string; from: IncidentState; reason: string } & Done)
  | ({ kind: 'incident.unmerged'; back: IncidentState } & Done)
  | ({ kind: 'rollout.linked'; rolloutId: RolloutId; name: string } & Done)
  | ({ kind: 'rollout.unlinked'; rolloutId: RolloutId; name: string } & Done)
  | ({ kind: 'service.joined'; service: string } & Done)
  | ({ kind: 'exposure.stopped'; stopped: Stopped } & Done)
  | ({ kind: 'exposure.restored'; rolloutId: RolloutId } & Done)

/** Events of a yes (none: it was so already), or the no. */
export type Decision = { ok: true; events: IncidentEvent[] } | Refusal

export const decided = (...events: IncidentEvent[]): { ok: true; events: IncidentEvent[] } => ({ ok: true, events })
