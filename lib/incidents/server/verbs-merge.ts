import { type z } from 'zod'
import { recordTimelines } from '@/lib/governance/server/contract'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { merge, unmerge } from '../core/decide-people'
import { byOf, nameOf } from '../core/facts'
import { MergeInput, UnmergeInput, type IncidentView } from '../core/schema'
import { decideOn, notFound } from './decide-on'
import { findIncident, lockIncident } from './incident-rows'
import { tellRollouts } from './tell-rollouts'

/** One cause, two incidents: rows and links stay where they are and are read from the other one too. */
export const mergeIncident = command<MergeInput, IncidentView>({
  name: 'incident.merge',
  permission: 'incident.lead',
  input: MergeInput,
  async run(context, input) {
    const { tx, actor, now } = context
    const found = await findIncident(tx, actor.workspaceId, input.into)
    if (!found) return refuse('not-found', 'The other incident does not exist here.', { field: 'into' })
    // Always in the order of their ids: two people who merge both ways must not wait for each other.
    const first = [found.id, input.incidentId].toSorted()[0]
    if (first) await lockIncident(tx, actor.workspaceId, first)
    const into = await lockIncident(tx, actor.workspaceId, found.id)
    if (!into) return notFound()
    return decideOn(context, input.incidentId, (incident, facts) => merge(incident, into, input, facts), {
      detail: { into: into.id, reason: input.reason },
      also: async (place, after) => {
        if (after.state !== 'merged') return
        const { workspaceId } = place
        await tellRollouts(place, into)
        const title = `${actor.name} merged ${nameOf(after)} into ${nameOf(into)}`
        const told = { workspaceId, incidentId: into.id, kind: 'incident.merged', source: 'incidents', title }
        const at = { occurredAt: now, recordedAt: now, actor: byOf(actor) }
        await recordTimelines(tx, [{ ...told, ...at, dedupeKey: `merged:${after.id}:${after.version}` }])
      },
    })
  },
})

export const unmergeIncident = command<z.infer<typeof UnmergeInput>, IncidentView>({
  name: 'incident.unmerge',
  permission: 'incident.lead',
  input: UnmergeInput,
  async run(context, input) {
    const { tx, actor } = context
    const merged = await findIncident(tx, actor.workspaceId, input.incidentId)
    const into = merged?.mergedInto ? await findIncident(tx, actor.workspaceId, merged.mergedInto) : null
    return decideOn(context, input.incidentId, (incident, facts) => unmerge(incident, input.expectedVersion, facts), {
      also: async (place) => (into ? tellRollouts(place, into) : undefined),
    })
  },
})
