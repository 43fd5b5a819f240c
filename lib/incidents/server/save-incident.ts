import { incidentMilestone, incidentState } from '@/drizzle/schema/incidents'
import { recordTimelines } from '@/lib/governance/server/contract'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { notifyLive } from '@/lib/platform/notify'
import { applyAll } from '../core/apply'
import { type IncidentEvent } from '../core/events'
import { type By, type Incident } from '../core/model'
import { type IncidentState } from '../core/schema'
import { updateIncident } from './incident-rows'
import { tell } from './tell'
import { tellRollouts } from './tell-rollouts'

export type Place = { tx: Tx; workspaceId: WorkspaceId; now: Instant }

/** What changes whether, and which, rollouts may start. */
const CONCERNS_ROLLOUTS: ReadonlySet<IncidentEvent['kind']> = new Set([
  'incident.state_changed',
  'severity.changed',
  'incident.merged',
  'incident.unmerged',
  'rollout.linked',
  'rollout.unlinked',
])

/** Stores what was decided, in the caller's transaction: the incident, its history, and the timeline. */
export async function saveIncident(
  { tx, workspaceId, now }: Place,
  before: Incident,
  events: readonly IncidentEvent[],
): Promise<Incident> {
  if (events.length === 0) return before
  const after = applyAll(before, events)
  await updateIncident(tx, workspaceId, after, now)
  await keepHistory({ tx, workspaceId, now }, after, events)
  if (events.some(({ kind }) => CONCERNS_ROLLOUTS.has(kind))) await tellRollouts({ tx, workspaceId, now }, after)
  await recordTimelines(
    tx,
    events.flatMap((event) => {
      const told = tell(event, after)
      if (!told) return []
      const { environmentId } = after
      return {
        ...told,
        workspaceId,
        incidentId: after.id,
        environmentId: environmentId ?? undefined,
        occurredAt: event.at,
        recordedAt: now,
        actor: event.by,
        source: 'incidents',
      }
    }),
  )
  return after
}

export async function keepHistory(
  { tx, workspaceId, now }: Place,
  { id: incidentId }: Incident,
  events: readonly IncidentEvent[],
): Promise<void> {
  const states = events.flatMap((event) => movesOf(event))
  if (states.length > 0) {
    await tx.insert(incidentState).values(
      states.map(({ at, by, state, reason }) => ({
        workspaceId,
        incidentId,
        state,
        at,
        actorKind: by.kind,
        actorId: by.id,
        actorName: by.name,
        reason,
      })),
    )
  }
  const milestones = events.flatMap((event) => (event.kind === 'milestone.set' ? [event] : []))
  if (milestones.length > 0) {
    await tx.insert(incidentMilestone).values(
      milestones.map(({ milestone: kind, value: at, byHand, by }) => ({
        workspaceId,
        incidentId,
        kind,
        at,
        recordedAt: now,
        source: byHand ? 'by hand' : 'derived',
        actorName: by.name,
      })),
    )
  }
}

type Move = { state: IncidentState; reason: string; at: Instant; by: By }

function movesOf(event: IncidentEvent): Move[] {
  const { at, by } = event
  if (event.kind === 'incident.state_changed') return [{ state: event.to, reason: event.reason, at, by }]
  if (event.kind === 'incident.merged') return [{ state: 'merged', reason: event.reason, at, by }]
  return event.kind === 'incident.unmerged' ? [{ state: event.back, reason: 'taken out again', at, by }] : []
}

/** Both live topics of an incident: its own page and the list. */
export function topicsOf({ id, version }: Pick<Incident, 'id' | 'version'>) {
  return [
    { topic: `incident:${id}`, id, version },
    { topic: 'incidents', id, version },
  ]
}

/** Tells the screens from outside a command's own answer. */
export async function tellScreens({ tx, workspaceId }: Place, incident: Incident): Promise<void> {
  for (const told of topicsOf(incident)) await notifyLive(tx, { workspaceId, ...told })
}
