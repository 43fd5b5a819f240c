import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { incidentAlert, incidentRole, incidentTask, incidentUpdate } from '@/drizzle/schema/incidents'
import { findEnvironment } from '@/lib/flags/server/contract'
import { findRollout } from '@/lib/rollouts/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Incident } from '../core/model'
import { type IncidentView } from '../core/schema'
import { incidentView } from '../core/view'
import { causeOf, flagCauseOf } from './cause-of'
import { findIncident, listMergedInto } from './incident-rows'
import { lastSaid } from './last-said'
import { listSuspects, type SuspectRow } from './suspect-rows'

/** Everything the page of one incident shows to this viewer, now. */
export async function viewOf(db: Db | Tx, incident: Incident, viewer: Member, now: Instant): Promise<IncidentView> {
  const { workspaceId } = viewer
  const suspects = await listSuspects(db, workspaceId, incident.id)
  const [roles, tasks, updates] = [incidentRole, incidentTask, incidentUpdate]
  const [alerts] = await db
    .select({ firing: sql<number>`count(*) filter (where ${incidentAlert.status} = 'firing')::int` })
    .from(incidentAlert)
    .where(and(eq(incidentAlert.workspaceId, workspaceId), eq(incidentAlert.incidentId, incident.id)))
  const stoppable = stoppableOf(incident, suspects)
  const found = stoppable ? await causeFound(db, incident, stoppable, viewer, now) : null
  return incidentView(
    incident,
    { now, actor: viewer, last: await lastSaid(db, workspaceId, incident.id) },
    {
      environmentName: await environmentName(db, workspaceId, incident),
      suspects: await Promise.all(
        suspects.map(async (row) => Object.assign(row, { rollout: await rolloutName(db, row) })),
      ),
      cause: found?.cause ?? null,
      impact: found?.impact ?? null,
      roles: await db
        .select()
        .from(roles)
        .where(and(eq(roles.workspaceId, workspaceId), eq(roles.incidentId, incident.id)))
        .orderBy(asc(roles.since)),
      tasks: await db
        .select()
        .from(tasks)
        .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.incidentId, incident.id)))
        .orderBy(asc(tasks.createdAt), asc(tasks.id)),
      updates: await db
        .select()
        .from(updates)
        .where(and(eq(updates.workspaceId, workspaceId), eq(updates.incidentId, incident.id)))
        .orderBy(desc(updates.at))
        .limit(50),
      alertsFiring: alerts?.firing ?? 0,
      merged: await listMergedInto(db, workspaceId, incident.id),
      mergedInto: incident.mergedInto ? await findIncident(db, workspaceId, incident.mergedInto) : null,
      follows: incident.follows ? await findIncident(db, workspaceId, incident.follows) : null,
      rollouts: await rolloutNames(db, workspaceId, incident),
    },
  )
}

/**
 * The one that X stops: a rollout that was confirmed, else one that the incident is about (its own gate tripped), else
 * the most likely. Being near in time alone never puts a bystander before what was found harmful.
 */
function stoppableOf({ rollouts }: Incident, suspects: readonly SuspectRow[]): SuspectRow | undefined {
  const all = suspects.filter(({ kind, state }) => (kind === 'rollout' || kind === 'flag') && state !== 'ruled_out')
  const isLinked = ({ ref }: SuspectRow) => rollouts.some((id) => id === ref)
  return all.find(({ state }) => state === 'confirmed') ?? all.find(isLinked) ?? all[0]
}

function causeFound(db: Db | Tx, incident: Incident, suspect: SuspectRow, viewer: Member, now: Instant) {
  if (suspect.kind === 'rollout') return causeOf(db, viewer.workspaceId, suspect, viewer, now)
  return incident.environmentId ? flagCauseOf(db, suspect, incident.environmentId, viewer) : null
}

async function environmentName(db: Db | Tx, workspaceId: WorkspaceId, { environmentId }: Incident) {
  if (environmentId === null) return null
  return (await findEnvironment(db, workspaceId, environmentId))?.name ?? null
}

async function rolloutName(db: Db | Tx, row: SuspectRow): Promise<string | null> {
  if (row.kind !== 'rollout') return null
  const found = await findRollout(db, row.workspaceId, row.ref)
  return found ? `RO-${found.rollout.number}` : null
}

async function rolloutNames(db: Db | Tx, workspaceId: WorkspaceId, { rollouts }: Incident) {
  const rows = await Promise.all(rollouts.map((id) => findRollout(db, workspaceId, id)))
  return rows.flatMap((row) => (row ? { id: row.rollout.id, name: `RO-${row.rollout.number}` } : []))
}
