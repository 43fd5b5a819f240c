import { recordTimelines } from '@/lib/governance/server/contract'
import { type EnvironmentId, type IncidentId, type RolloutId } from '@/lib/kernel/id'
import { toMs, type Instant } from '@/lib/kernel/time'
import { addJob } from '@/lib/platform/jobs'
import { nextNumber } from '@/lib/platform/counter'
import { newId } from '@/lib/platform/new-id'
import { type IncidentEvent } from '../core/events'
import { nameOf } from '../core/facts'
import { type By, type Incident } from '../core/model'
import { type IncidentOrigin, type MilestoneKind, type Severity } from '../core/schema'
import { insertIncident } from './incident-rows'
import { queueMail } from './queue-mail'
import { keepHistory, type Place, tellScreens } from './save-incident'
import { scanSuspects } from './scan-suspects'
import { tellRollouts } from './tell-rollouts'
import { watchJob, WATCH_FIRST_MS } from './watch-job'

export type NewIncident = {
  title: string
  severity: Severity
  origin: IncidentOrigin
  environmentId: EnvironmentId | null
  service?: string | null
  rollouts?: RolloutId[]
  dedupeKey?: string | null
  summary?: string
  follows?: IncidentId | null
  impactStartedAt?: Instant | null
  detectedAt?: Instant | null
  impactRange?: Incident['impactRange']
  by: By
}

/** Opens an incident in the caller's transaction: history, timeline, suspects and mail with it. */
export async function startIncident(place: Place, draft: NewIncident): Promise<Incident> {
  const { tx, workspaceId, now } = place
  const isPerson = draft.origin === 'person'
  const earliest = (at: Instant | null | undefined) => (at && toMs(at) < toMs(now) ? at : now)
  const detected = earliest(draft.detectedAt)
  const started = draft.impactStartedAt ? [earliest(draft.impactStartedAt), detected].toSorted()[0] : undefined
  const incident: Incident = {
    id: newId('inc', toMs(now)),
    number: await nextNumber(tx, workspaceId, 'incident'),
    title: draft.title,
    severity: draft.severity,
    // Whoever opens it by hand is looking at it.
    state: isPerson ? 'investigating' : 'triage',
    environmentId: draft.environmentId,
    service: draft.service ?? null,
    services: draft.service ? [draft.service] : [],
    rollouts: draft.rollouts ?? [],
    origin: draft.origin,
    isDrill: false,
    dedupeKey: draft.dedupeKey ?? null,
    summary: draft.summary ?? '',
    lead: null,
    milestones: {
      ...(started ? { impact_started: started } : {}),
      detected,
      ...(isPerson ? { acknowledged: now } : {}),
    },
    impactRange: draft.impactRange ?? null,
    acknowledgedBy: isPerson ? draft.by.name : null,
    stopped: null,
    mergedInto: null,
    beforeMerge: null,
    follows: draft.follows ?? null,
    openedAt: now,
    resolvedAt: null,
    version: 1,
  }
  await insertIncident(tx, workspaceId, incident, now)
  await keepHistory(place, incident, openingEvents(incident, draft.by))
  await tellRollouts(place, incident)
  await recordTimelines(tx, [
    {
      workspaceId,
      incidentId: incident.id,
      environmentId: incident.environmentId ?? undefined,
      kind: 'incident.opened',
      source: 'incidents',
      occurredAt: now,
      recordedAt: now,
      actor: draft.by,
      title: `${draft.by.name} opened ${nameOf(incident)}: ${incident.title}`,
      body: incident.summary,
      dedupeKey: `incident.opened:${incident.id}`,
    },
  ])
  await scanSuspects(place, incident)
  await queueMail(place, incident, {
    cause: 'opened',
    line: `${draft.by.name} opened it: ${incident.title}`,
    isWorse: true,
    except: isPerson ? draft.by.id : null,
  })
  await addJob(tx, watchJob(place, incident.id, WATCH_FIRST_MS))
  await tellScreens(place, incident)
  return incident
}

function openingEvents(incident: Incident, by: By): IncidentEvent[] {
  const at = incident.openedAt
  const milestones = Object.entries(incident.milestones) as [MilestoneKind, Instant][] // keys of this very type
  return [
    { kind: 'incident.state_changed', from: incident.state, to: incident.state, reason: 'opened', at, by },
    ...milestones.map(([milestone, value]): IncidentEvent => {
      return { kind: 'milestone.set', milestone, value, byHand: false, reason: '', at, by }
    }),
  ]
}
