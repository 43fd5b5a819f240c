import { and, eq, inArray } from 'drizzle-orm'
import { incident } from '@/drizzle/schema/incidents'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { type Db, type Tx } from '@/lib/platform/database'
import { type EventHandler, handler } from '@/lib/platform/events'
import { findRollout, rolloutSaved, type RolloutSaved } from '@/lib/rollouts/server/contract'
import { OPEN_STATES } from './incident-rows'

type Context = Parameters<EventHandler<RolloutSaved>['handle']>[0]

/** Open SEV1 and SEV2 of an environment that name a rollout of this flag. */
export async function openOnFlag(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  environmentId: EnvironmentId,
  flagKey: string,
): Promise<{ name: string; severity: string }[]> {
  const rows = await db
    .select({ number: incident.number, severity: incident.severity, doc: incident.doc })
    .from(incident)
    .where(
      and(
        eq(incident.workspaceId, workspaceId),
        eq(incident.environmentId, environmentId),
        inArray(incident.state, [...OPEN_STATES]),
        inArray(incident.severity, ['SEV1', 'SEV2']),
      ),
    )
    .limit(50)
  const found: { name: string; severity: string }[] = []
  for (const { number, severity, doc } of rows) {
    for (const id of doc.rollouts) {
      const named = await findRollout(db, workspaceId, id)
      if (named?.rollout.flagKey !== flagKey) continue
      found.push({ name: `INC-${number}`, severity })
      break
    }
  }
  return found
}

/** Nobody gets a flag for the first time while a bad incident about that flag is open (incidents-and-delivery §12). */
export const refuseStart = handler(rolloutSaved, async ({ tx }: Context, saved: RolloutSaved) => {
  const { before, after, events, workspaceId, environmentId } = saved
  if (before?.startedAt !== null || !events.some(({ kind }) => kind === 'rollout.started')) return null
  const [open] = await openOnFlag(tx, workspaceId, environmentId, after.flagKey)
  if (!open) return null
  return refuse('not-ready', `${open.name} (${open.severity}) is open on ${after.flagKey}`, {
    remedy: 'Resolve it first, or lower its severity',
  })
})
