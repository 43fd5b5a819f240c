import { and, desc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { incident } from '@/drizzle/schema/incidents'
import { type EnvironmentId, type IncidentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Incident } from '../core/model'
import { INCIDENT_STATES, type IncidentState } from '../core/schema'
import { isOpen, REOPEN_MS } from '../core/states'

export const OPEN_STATES: readonly IncidentState[] = INCIDENT_STATES.filter(isOpen)

/** The incident, locked until the transaction ends: of two people at once one wins, the other reads what it left. */
export async function lockIncident(tx: Tx, workspaceId: WorkspaceId, id: IncidentId): Promise<Incident | null> {
  const [row] = await tx
    .select({ doc: incident.doc })
    .from(incident)
    .where(and(eq(incident.workspaceId, workspaceId), eq(incident.id, id)))
    .for('update')
  return row?.doc ?? null
}

/** By id, or by the number that people say aloud (INC-37). */
export async function findIncident(db: Db | Tx, workspaceId: WorkspaceId, idOrName: string): Promise<Incident | null> {
  const said = /^INC-(\d{1,9})$/i.exec(idOrName)
  const which = said ? eq(incident.number, Number(said[1])) : eq(incident.id, idOrName as IncidentId) // compared only
  const [row] = await db
    .select({ doc: incident.doc })
    .from(incident)
    .where(and(eq(incident.workspaceId, workspaceId), which))
  return row?.doc ?? null
}

/** The newest first. @param before number of the last one of the page before */
export async function listIncidents(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  { open, before, limit }: { open: boolean | null; before: number | null; limit: number },
): Promise<Incident[]> {
  const rows = await db
    .select({ doc: incident.doc })
    .from(incident)
    .where(
      and(
        eq(incident.workspaceId, workspaceId),
        open === true ? inArray(incident.state, [...OPEN_STATES]) : undefined,
        before === null ? undefined : lt(incident.number, before),
      ),
    )
    .orderBy(desc(incident.number))
    .limit(limit)
  return rows.map(({ doc }) => doc)
}

/** What a new trigger may join: open incidents of the environment, and those that ended lately. Locked, newest first. */
export async function lockJoinable(
  tx: Tx,
  workspaceId: WorkspaceId,
  environmentId: EnvironmentId | null,
  now: Instant,
): Promise<Incident[]> {
  // Two that find nothing to join must not both open one: who comes second waits, and reads what the first has opened.
  const place = `incidents:${workspaceId}:${environmentId ?? ''}`
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${place}, 0))`)
  const rows = await tx
    .select({ doc: incident.doc })
    .from(incident)
    .where(
      and(
        eq(incident.workspaceId, workspaceId),
        environmentId === null ? isNull(incident.environmentId) : eq(incident.environmentId, environmentId),
        or(inArray(incident.state, [...OPEN_STATES]), gt(incident.resolvedAt, instant(toMs(now) - 30 * REOPEN_MS))),
      ),
    )
    .orderBy(desc(incident.number))
    .limit(200)
    .for('update')
  return rows.map(({ doc }) => doc)
}

/** Incidents that live on in this one. */
export async function listMergedInto(db: Db | Tx, workspaceId: WorkspaceId, id: IncidentId): Promise<Incident[]> {
  const rows = await db
    .select({ doc: incident.doc })
    .from(incident)
    .where(and(eq(incident.workspaceId, workspaceId), eq(incident.mergedInto, id)))
  return rows.map(({ doc }) => doc)
}

function columnsOf(doc: Incident, now: Instant) {
  const { number, environmentId, state, severity, version, dedupeKey, service, mergedInto, openedAt, resolvedAt } = doc
  return {
    number,
    environmentId,
    state,
    severity,
    version,
    doc,
    dedupeKey,
    openKey: isOpen(state) ? dedupeKey : null,
    service,
    mergedInto,
    openedAt,
    resolvedAt,
    updatedAt: now,
  }
}

export async function insertIncident(tx: Tx, workspaceId: WorkspaceId, doc: Incident, now: Instant): Promise<void> {
  await tx.insert(incident).values({ id: doc.id, workspaceId, ...columnsOf(doc, now) })
}

/** Writes a locked incident back. */
export async function updateIncident(tx: Tx, workspaceId: WorkspaceId, doc: Incident, now: Instant): Promise<void> {
  await tx
    .update(incident)
    .set(columnsOf(doc, now))
    .where(and(eq(incident.workspaceId, workspaceId), eq(incident.id, doc.id)))
}
