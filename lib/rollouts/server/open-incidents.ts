import { and, asc, eq } from 'drizzle-orm'
import { rollout, rolloutIncident } from '@/drizzle/schema/rollouts'
import { type EnvironmentId, type IncidentId, type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'

type Told = {
  workspaceId: WorkspaceId
  incidentId: IncidentId
  name: string
  severity: string
  /** What it is about; none: it is over, or was not that bad. */
  rolloutIds: readonly RolloutId[]
}

/** Incidents' word about one of theirs, in place of what it said before. */
export async function putOpenIncident(tx: Tx, { rolloutIds, ...told }: Told): Promise<void> {
  const { workspaceId, incidentId } = told
  await tx
    .delete(rolloutIncident)
    .where(and(eq(rolloutIncident.workspaceId, workspaceId), eq(rolloutIncident.incidentId, incidentId)))
  if (rolloutIds.length === 0) return
  await tx.insert(rolloutIncident).values(rolloutIds.map((rolloutId) => ({ ...told, rolloutId })))
}

/** Open SEV1 and SEV2 about any rollout of this flag here, the worst first. */
export function readOpenIncidents(
  db: Db | Tx,
  { workspaceId, environmentId, flagKey }: { workspaceId: WorkspaceId; environmentId: EnvironmentId; flagKey: string },
): Promise<{ name: string; severity: string }[]> {
  const { name, severity } = rolloutIncident
  return db
    .selectDistinct({ name, severity })
    .from(rolloutIncident)
    .innerJoin(rollout, eq(rollout.id, rolloutIncident.rolloutId))
    .where(
      and(
        eq(rolloutIncident.workspaceId, workspaceId),
        eq(rollout.environmentId, environmentId),
        eq(rollout.flagKey, flagKey),
      ),
    )
    .orderBy(asc(severity), asc(name))
    .limit(10)
}
