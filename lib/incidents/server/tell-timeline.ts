import { findEnvironment } from '@/lib/flags/server/contract'
import { recordTimelines } from '@/lib/governance/server/contract'
import { findRollout } from '@/lib/rollouts/server/contract'
import { instant, toMs } from '@/lib/kernel/time'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { byOf } from '../core/facts'
import { TellInput } from '../core/schema'
import { findIncident } from './incident-rows'
import { topicsOf } from './save-incident'

const AHEAD_MS = 5 * 60_000

/** What a pipeline or a program tells every timeline: deploys, changes, posts of others, notes. */
export const tellTimeline = command<TellInput, { id: string | null; repeated: boolean }>({
  name: 'timeline.tell',
  permission: 'incident.respond',
  input: TellInput,
  async run({ tx, actor, now }, input) {
    const { workspaceId } = actor
    const environment = input.environment ? await findEnvironment(tx, workspaceId, input.environment) : null
    if (input.environment && !environment) {
      return refuse('unknown-environment', `There is no environment ${input.environment}.`, { field: 'environment' })
    }
    const rollout = input.rollout ? await findRollout(tx, workspaceId, input.rollout) : null
    if (input.rollout && !rollout)
      return refuse('unknown-rollout', 'There is no such rollout here.', { field: 'rollout' })
    const incident = input.incident ? await findIncident(tx, workspaceId, input.incident) : null
    if (input.incident && !incident) {
      return refuse('unknown-incident', 'There is no such incident here.', { field: 'incident' })
    }
    const aheadMs = input.occurredAt ? toMs(input.occurredAt) - toMs(now) : 0
    const occurredAt = input.occurredAt ? instant(Math.min(toMs(input.occurredAt), toMs(now))) : now
    const [written] = await recordTimelines(tx, [
      {
        workspaceId,
        environmentId: environment?.id ?? rollout?.environmentId ?? incident?.environmentId ?? undefined,
        rolloutId: rollout?.rollout.id,
        incidentId: incident?.id,
        service: input.service,
        kind: input.kind,
        source: 'api',
        occurredAt,
        recordedAt: now,
        actor: byOf(actor),
        title: input.title,
        body: input.body,
        // A clock that is more than five minutes ahead is set to ours, and the row says so.
        data: { ...input.data, ...(aheadMs > AHEAD_MS ? { clamped: true } : {}) },
        dedupeKey: input.externalId ? `told:${actor.id}:${input.externalId}` : undefined,
      },
    ])
    return {
      ok: true,
      value: { id: written?.id ?? null, repeated: written === undefined },
      object: { kind: 'timeline', id: written?.id ?? input.externalId ?? '' },
      detail: { kind: input.kind, title: input.title },
      topics: incident ? topicsOf(incident) : [],
    }
  },
})
