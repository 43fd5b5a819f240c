import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { incidentAlert, incidentRole, incidentTask, incidentUpdate } from '@/drizzle/schema/incidents'
import { findEnvironment } from '@/lib/flags/server/contract'
import { findRollout } from '@/lib/rollouts/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Incident } from '../core/model'
import { type CauseView, type IncidentView } from '../core/schema'
import { incidentView } from '../core/view'
import { causeOf, flagCauseOf } from './cause-of'
import { findIncident, listMergedInto } from './incident-rows'
import { lastSaid } from './last-said'
import { stoppableOf } from './stop-ask'
import { listSuspects, type SuspectRow } from './suspect-rows'

/** Everything the page of one incident shows to this viewer, now. */
export async function viewOf(db: Db | Tx, incident: Incident, viewer: Member, now: Instant): Promise<IncidentView> {
  const { workspaceId } = viewer
  const of = { workspaceId, incidentId: incident.id }
  const suspects = await listSuspects(db, workspaceId, incident.id)
  const stoppable = stoppableOf(incident, suspects)
  // Nothing here waits for anything else: one round trip instead of a dozen.
  const [found, last, environment, named, own, merged, mergedInto, follows, rollouts] = await Promise.all([
    stoppable ? causeFound(db, incident, stoppable, viewer, now) : null,
    lastSaid(db, workspaceId, incident.id),
    environmentName(db, workspaceId, incident),
    Promise.all(suspects.map(async (row) => Object.assign(row, { rollout: await rolloutName(db, row) }))),
    readOwn(db, of),
    listMergedInto(db, workspaceId, incident.id),
    incident.mergedInto ? findIncident(db, workspaceId, incident.mergedInto) : null,
    incident.follows ? findIncident(db, workspaceId, incident.follows) : null,
    rolloutNames(db, workspaceId, incident),
  ])
  return incidentView(
    incident,
    { now, actor: viewer, last },
    {
      environmentName: environment,
      suspects: named,
      cause: found && { ...found.cause, since: sinceOf(incident, found.cause) },
      impact: found?.impact ?? null,
      ...own,
      merged,
      mergedInto,
      follows,
      rollouts,
    },
  )
}

/** What people wrote and took on, and how many alerts fire. */
async function readOwn(
  db: Db | Tx,
  { workspaceId, incidentId }: { workspaceId: WorkspaceId; incidentId: Incident['id'] },
) {
  const [roles, tasks, updates, alerts] = await Promise.all([
    db
      .select()
      .from(incidentRole)
      .where(and(eq(incidentRole.workspaceId, workspaceId), eq(incidentRole.incidentId, incidentId)))
      .orderBy(asc(incidentRole.since)),
    db
      .select()
      .from(incidentTask)
      .where(and(eq(incidentTask.workspaceId, workspaceId), eq(incidentTask.incidentId, incidentId)))
      .orderBy(asc(incidentTask.createdAt), asc(incidentTask.id)),
    db
      .select()
      .from(incidentUpdate)
      .where(and(eq(incidentUpdate.workspaceId, workspaceId), eq(incidentUpdate.incidentId, incidentId)))
      .orderBy(desc(incidentUpdate.at))
      .limit(50),
    db
      .select({ firing: sql<number>`count(*) filter (where ${incidentAlert.status} = 'firing')::int` })
      .from(incidentAlert)
      .where(and(eq(incidentAlert.workspaceId, workspaceId), eq(incidentAlert.incidentId, incidentId))),
  ])
  return { roles, tasks, updates, alertsFiring: alerts[0]?.firing ?? 0 }
}

/** Of its own rollout the incident knows better since when: the engine names the start of an hour. */
function sinceOf({ rollouts, milestones }: Incident, { rolloutId, since }: CauseView): Instant | null {
  const isOwn = rolloutId !== null && rollouts.includes(rolloutId)
  return since !== null && isOwn ? (milestones.impact_started ?? since) : since
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
