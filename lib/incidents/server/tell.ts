import { type Json } from '@/lib/kernel/hash'
import { assertNever } from '@/lib/kernel/result'
import { type IncidentEvent } from '../core/events'
import { nameOf } from '../core/facts'
import { MILESTONE_WORDS } from '../core/milestones'
import { type Incident } from '../core/model'
import { STATE_WORDS } from '../core/states'

export type Told = { kind: string; title: string; body: string; data: Json }

const say = (kind: string, title: string, body = '', data: Json = {}): Told => ({ kind, title, body, data })

/** What an event says on the timeline; null where another event of the same decision, or the rollout itself, tells it. */
export function tell(event: IncidentEvent, after: Incident): Told | null {
  const name = nameOf(after)
  const by = event.by.name
  switch (event.kind) {
    case 'incident.acknowledged':
      return say('incident.acknowledged', `${by} acknowledged ${name}`)
    case 'incident.state_changed': {
      const { from, to } = event
      // Acknowledging says so already.
      if (from === 'triage' && to === 'investigating' && event.reason === '') return null
      const title = titleOfMove(name, by, event)
      return say('incident.state_changed', title, event.reason, { from, to })
    }
    case 'milestone.set':
      return event.byHand
        ? say('milestone.set', `${by} set “${MILESTONE_WORDS[event.milestone]}”`, event.reason, { at: event.value })
        : null
    case 'severity.changed':
      return say('incident.severity', `${by} set ${name} to ${event.to} (was ${event.from})`, event.reason)
    case 'incident.renamed':
      return say('incident.renamed', `${by} renamed ${name}`, `was: ${event.from}`)
    case 'lead.changed':
      return event.lead
        ? say('role.changed', `${event.lead.name} leads ${name}`)
        : say('role.changed', `${by} stopped leading ${name}`)
    case 'incident.merged':
      return say('incident.merged', `${by} merged ${name} into ${event.intoName}`, event.reason, { into: event.into })
    case 'incident.unmerged':
      return say('incident.unmerged', `${by} took ${name} out again; it is ${STATE_WORDS[event.back].toLowerCase()}`)
    case 'rollout.linked':
      return say('incident.linked', `${by} linked ${event.name} to ${name}`, '', { rollout: event.rolloutId })
    case 'rollout.unlinked':
      return say('incident.unlinked', `${by} unlinked ${event.name} from ${name}`, '', { rollout: event.rolloutId })
    case 'service.joined':
      return say('incident.linked', `${event.service} joined ${name}`, '', { service: event.service })
    case 'exposure.stopped':
    case 'exposure.restored':
      return null
    default:
      return assertNever(event)
  }
}

function titleOfMove(
  name: string,
  by: string,
  event: Extract<IncidentEvent, { kind: 'incident.state_changed' }>,
): string {
  const { from, to } = event
  if (to === 'investigating' && from !== 'triage') return `${by} opened ${name} again`
  if (to === 'declined') return `${by} declined ${name}`
  if (to === 'cancelled') return `${by} cancelled ${name}`
  if (to === 'resolved') return `${by} resolved ${name}`
  return `${name} is ${STATE_WORDS[to].toLowerCase()} (${by})`
}
