import { type CommandContext, type Committed } from '@/lib/platform/command'
import { type Json } from '@/lib/kernel/hash'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { type IncidentId } from '@/lib/kernel/id'
import { type Decision, type IncidentEvent } from '../core/events'
import { type Facts } from '../core/facts'
import { type Incident } from '../core/model'
import { type IncidentView } from '../core/schema'
import { lockIncident } from './incident-rows'
import { queueMail, type MailCause } from './queue-mail'
import { lastSaid } from './last-said'
import { type Place, saveIncident, topicsOf } from './save-incident'
import { viewOf } from './view-of'

export const notFound = (): Refusal => refuse('not-found', 'This incident does not exist here.')

export const placeOf = ({ tx, actor, now }: CommandContext): Place => ({ tx, workspaceId: actor.workspaceId, now })

type More = {
  /** Further writes of the same decision, after the incident is stored. */
  also?: (place: Place, after: Incident) => Promise<void>
  mail?: (after: Incident, events: readonly IncidentEvent[]) => MailCause | null
  detail?: Readonly<Record<string, Json>>
}

/** What every verb of an incident does: lock, gather, decide, store, and answer with the page as it is now. */
export async function decideOn(
  context: CommandContext,
  incidentId: IncidentId,
  decide: (incident: Incident, facts: Facts) => Decision | Promise<Decision>,
  more: More = {},
): Promise<Committed<IncidentView> | Refusal> {
  const { tx, actor, now } = context
  const place = placeOf(context)
  const before = await lockIncident(tx, actor.workspaceId, incidentId)
  if (!before) return notFound()
  const facts: Facts = { now, actor, last: await lastSaid(tx, actor.workspaceId, incidentId) }
  const decision = await decide(before, facts)
  if (!decision.ok) return decision
  const after = await saveIncident(place, before, decision.events)
  await more.also?.(place, after)
  const mail = more.mail?.(after, decision.events) ?? null
  if (mail && decision.events.length > 0) await queueMail(place, after, { except: actor.id, ...mail })
  return {
    ok: true,
    value: await viewOf(tx, after, actor, now),
    object: { kind: 'incident', id: incidentId },
    detail: {
      ...more.detail,
      before: { state: before.state, severity: before.severity, version: before.version },
      after: { state: after.state, severity: after.severity, version: after.version },
      events: decision.events.map(({ kind }) => kind),
    },
    topics: topicsOf(after),
  }
}
