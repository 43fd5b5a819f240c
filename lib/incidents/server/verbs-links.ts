import { findRollout } from '@/lib/rollouts/server/contract'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { decided } from '../core/events'
import { byOf } from '../core/facts'
import { LinkRolloutInput, type IncidentView } from '../core/schema'
import { decideOn } from './decide-on'
import { scanSuspects } from './scan-suspects'

const unknown = (name: string) => refuse('unknown-rollout', `There is no rollout ${name} here.`, { field: 'rollout' })

/** Ties a rollout to an incident: its rows join the timeline, and it becomes a suspect. Linked already is a yes. */
export const linkRollout = command<LinkRolloutInput, IncidentView>({
  name: 'incident.link-rollout',
  permission: 'incident.respond',
  input: LinkRolloutInput,
  async run(context, input) {
    const { tx, actor } = context
    const row = await findRollout(tx, actor.workspaceId, input.rollout)
    if (!row) return unknown(input.rollout)
    const { rollout } = row
    return decideOn(
      context,
      input.incidentId,
      (incident, facts) => {
        if (incident.rollouts.includes(rollout.id)) return decided()
        if (incident.environmentId !== null && incident.environmentId !== row.environmentId) {
          return refuse('other-environment', `RO-${rollout.number} runs in another environment.`, { field: 'rollout' })
        }
        const [at, by] = [facts.now, byOf(facts.actor)]
        return decided({ kind: 'rollout.linked', rolloutId: rollout.id, name: `RO-${rollout.number}`, at, by })
      },
      { detail: { rollout: rollout.id }, also: scanSuspects },
    )
  },
})

/** Takes the tie away: its rows leave the timeline. It stays among the suspects while it changed at the wrong time. */
export const unlinkRollout = command<LinkRolloutInput, IncidentView>({
  name: 'incident.unlink-rollout',
  permission: 'incident.respond',
  input: LinkRolloutInput,
  async run(context, input) {
    const { tx, actor } = context
    const row = await findRollout(tx, actor.workspaceId, input.rollout)
    if (!row) return unknown(input.rollout)
    const { id: rolloutId, number } = row.rollout
    return decideOn(
      context,
      input.incidentId,
      (incident, facts) => {
        if (!incident.rollouts.includes(rolloutId)) return decided()
        const [at, by] = [facts.now, byOf(facts.actor)]
        return decided({ kind: 'rollout.unlinked', rolloutId, name: `RO-${number}`, at, by })
      },
      { detail: { rollout: rolloutId } },
    )
  },
})
