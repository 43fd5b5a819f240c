import { findEnvironment, listEnvironments } from '@/lib/flags/server/contract'
import { findRollout } from '@/lib/rollouts/server/contract'
import { elapsedMs } from '@/lib/kernel/time'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { byOf } from '../core/facts'
import { OpenIncidentInput, type IncidentView } from '../core/schema'
import { placeOf } from './decide-on'
import { topicsOf } from './save-incident'
import { startIncident } from './start-incident'
import { viewOf } from './view-of'

/** Opened by a person or a program: somebody is looking at it already. */
export const openIncident = command<OpenIncidentInput, IncidentView>({
  name: 'incident.open',
  permission: 'incident.open',
  input: OpenIncidentInput,
  async run(context, input) {
    const { tx, actor, now } = context
    const { workspaceId } = actor
    if (input.impactStartedAt && elapsedMs(now, input.impactStartedAt) > 0) {
      return refuse('in-the-future', 'Impact cannot have started in the future.', { field: 'impactStartedAt' })
    }
    const rollout = input.rollout ? await findRollout(tx, workspaceId, input.rollout) : null
    if (input.rollout && !rollout) {
      return refuse('unknown-rollout', `There is no rollout ${input.rollout} here.`, { field: 'rollout' })
    }
    const named = input.environment ? await findEnvironment(tx, workspaceId, input.environment) : null
    if (input.environment && !named) {
      return refuse('unknown-environment', `There is no environment ${input.environment}.`, { field: 'environment' })
    }
    const environmentId = rollout?.environmentId ?? named?.id ?? (await production(tx, workspaceId))
    const incident = await startIncident(placeOf(context), {
      title: input.title,
      severity: input.severity,
      origin: 'person',
      environmentId,
      service: input.service ?? null,
      rollouts: rollout ? [rollout.rollout.id] : [],
      summary: input.summary,
      impactStartedAt: input.impactStartedAt ?? null,
      detectedAt: input.impactStartedAt ?? null,
      by: byOf(actor),
    })
    return {
      ok: true,
      value: await viewOf(tx, incident, actor, now),
      object: { kind: 'incident', id: incident.id },
      detail: { title: input.title, severity: input.severity, rollout: rollout?.rollout.id ?? null },
      topics: topicsOf(incident),
    }
  },
})

type Where = Parameters<typeof listEnvironments>

/** Where people are hurt when nobody says otherwise: the environment that is called so, else the last one. */
export async function production(db: Where[0], workspaceId: Where[1]) {
  const all = await listEnvironments(db, workspaceId)
  return (all.find(({ key }) => /^prod/i.test(key)) ?? all.at(-1))?.id ?? null
}
