import { assertNever } from '@/lib/kernel/result'
import { type IncidentEvent } from './events'
import { type Incident } from './model'
import { isEnded } from './states'

/** The incident after one event. Pure and total: what may happen was decided before. */
export function apply(incident: Incident, event: IncidentEvent): Incident {
  switch (event.kind) {
    case 'incident.acknowledged':
      return { ...incident, acknowledgedBy: event.by.name }
    case 'incident.state_changed': {
      const isOver = isEnded(event.to)
      const resolvedAt = isOver ? (incident.resolvedAt ?? event.at) : null
      return { ...incident, state: event.to, resolvedAt }
    }
    case 'milestone.set': {
      const { [event.milestone]: _, ...others } = incident.milestones
      const milestones = event.value === null ? others : { ...others, [event.milestone]: event.value }
      const isTold = event.byHand && event.milestone === 'impact_started'
      return { ...incident, milestones, impactRange: isTold ? null : (incident.impactRange ?? null) }
    }
    case 'severity.changed':
      return { ...incident, severity: event.to }
    case 'incident.renamed':
      return { ...incident, title: event.to }
    case 'lead.changed':
      return { ...incident, lead: event.lead && { ...event.lead, since: event.at } }
    case 'incident.merged':
      return { ...incident, state: 'merged', mergedInto: event.into, beforeMerge: event.from }
    case 'incident.unmerged':
      return { ...incident, state: event.back, mergedInto: null, beforeMerge: null }
    case 'rollout.linked':
      return { ...incident, rollouts: [...incident.rollouts.filter((id) => id !== event.rolloutId), event.rolloutId] }
    case 'rollout.unlinked':
      return { ...incident, rollouts: incident.rollouts.filter((id) => id !== event.rolloutId) }
    case 'service.joined':
      return { ...incident, services: [...incident.services.filter((name) => name !== event.service), event.service] }
    case 'exposure.stopped':
      return { ...incident, stopped: event.stopped }
    case 'exposure.restored':
      return { ...incident, stopped: null }
    default:
      return assertNever(event)
  }
}

/** All events of one decision; together they raise the version once. */
export function applyAll(incident: Incident, events: readonly IncidentEvent[]): Incident {
  const after = events.reduce(apply, incident)
  return events.length > 0 ? { ...after, version: incident.version + 1 } : after
}
