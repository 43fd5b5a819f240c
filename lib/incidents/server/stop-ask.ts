import { findEnvironment } from '@/lib/flags/server/contract'
import { type Actor } from '@/lib/kernel/actor'
import { RolloutId } from '@/lib/kernel/id'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'
import { nameOf } from '../core/facts'
import { type Incident } from '../core/model'
import { findIncident } from './incident-rows'
import { listSuspects, type SuspectRow } from './suspect-rows'

/**
 * The one that X stops: a rollout that was confirmed, else one that the incident is about (its own gate tripped), else
 * the most likely. Being near in time alone never puts a bystander before what was found harmful.
 */
export function stoppableOf({ rollouts }: Incident, suspects: readonly SuspectRow[]): SuspectRow | undefined {
  const all = suspects.filter(({ kind, state }) => (kind === 'rollout' || kind === 'flag') && state !== 'ruled_out')
  const isLinked = ({ ref }: SuspectRow) => rollouts.some((id) => id === ref)
  return all.find(({ state }) => state === 'confirmed') ?? all.find(isLinked) ?? all[0]
}

export type StopAsk =
  | { kind: 'rollout'; rolloutId: RolloutId; note: string }
  | { kind: 'flag'; key: string; environment: string; note: string }

/** What Stop exposure of an incident means now: the verb of its suspect, with that verb's own input. */
export async function readStopAsk(runtime: Runtime, actor: Actor, idOrName: string): Promise<Outcome<StopAsk>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const incident = await findIncident(db, actor.workspaceId, idOrName)
  if (!incident) return refuse('not-found', 'This incident does not exist here.')
  const note = nameOf(incident)
  const suspect = stoppableOf(incident, await listSuspects(db, actor.workspaceId, incident.id))
  const rolloutId = RolloutId.safeParse(suspect?.ref)
  if (suspect?.kind === 'rollout' && rolloutId.success) return ok({ kind: 'rollout', rolloutId: rolloutId.data, note })
  const environment = incident.environmentId && (await findEnvironment(db, actor.workspaceId, incident.environmentId))
  if (suspect && environment) return ok({ kind: 'flag', key: suspect.ref, environment: environment.key, note })
  return refuse('no-suspect', 'No rollout or flag is suspected, so there is nothing to stop.', {
    remedy: 'Link a rollout to it.',
  })
}
