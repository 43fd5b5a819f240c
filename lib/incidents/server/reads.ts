import { and, desc, eq, inArray } from 'drizzle-orm'
import { incident, suspect } from '@/drizzle/schema/incidents'
import { type Actor } from '@/lib/kernel/actor'
import { type IncidentId } from '@/lib/kernel/id'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'
import { type IncidentRow, type IncidentStrip, type IncidentView } from '../core/schema'
import { incidentRow, stripStop } from '../core/view'
import { findIncident, listIncidents, OPEN_STATES } from './incident-rows'
import { stoppableOf } from './stop-ask'
import { listSuspects } from './suspect-rows'
import { viewOf } from './view-of'

const signIn = () => refuse('not-signed-in', 'Sign in first.', { remedy: 'Sign in and try again.' })

/** One incident by id or by the number people say (INC-37), as this viewer sees it. */
export async function readIncidentView(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
): Promise<Outcome<IncidentView>> {
  if (actor.kind === 'anonymous') return signIn()
  const { db } = runtime.database
  const found = await findIncident(db, actor.workspaceId, idOrName)
  if (!found) return refuse('not-found', 'This incident does not exist here.')
  return ok(await viewOf(db, found, actor, runtime.now()))
}

/** The id of an incident that an address names by id or by number (INC-37). */
export async function readIncidentId(runtime: Runtime, actor: Actor, idOrName: string): Promise<Outcome<IncidentId>> {
  if (actor.kind === 'anonymous') return signIn()
  const found = await findIncident(runtime.database.db, actor.workspaceId, idOrName)
  return found ? ok(found.id) : refuse('not-found', 'This incident does not exist here.')
}

export type ListAsk = { open?: boolean | null; before?: number | null; limit?: number }

/** Incidents, the newest first. @param before number of the last one of the page before */
export async function listIncidentRows(
  runtime: Runtime,
  actor: Actor,
  { open = null, before = null, limit = 100 }: ListAsk = {},
): Promise<Outcome<IncidentRow[]>> {
  if (actor.kind === 'anonymous') return signIn()
  const { db } = runtime.database
  const docs = await listIncidents(db, actor.workspaceId, { open, before, limit })
  const suspects = await topSuspects(
    runtime,
    actor,
    docs.map(({ id }) => id),
  )
  return ok(docs.map((doc) => incidentRow(doc, suspects.get(doc.id) ?? '', doc.summary)))
}

/** The likeliest suspect of each, in one query. */
async function topSuspects(
  { database: { db } }: Runtime,
  { workspaceId }: Exclude<Actor, { kind: 'anonymous' }>,
  ids: readonly IncidentId[],
): Promise<ReadonlyMap<IncidentId, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectDistinctOn([suspect.incidentId], { incidentId: suspect.incidentId, title: suspect.title })
    .from(suspect)
    .where(
      and(
        eq(suspect.workspaceId, workspaceId),
        inArray(suspect.incidentId, [...ids]),
        inArray(suspect.state, ['open', 'confirmed']),
      ),
    )
    .orderBy(suspect.incidentId, suspect.state, desc(suspect.score))
  return new Map(rows.map(({ incidentId, title }) => [incidentId, title]))
}

/** What the strip under the top bar says: the worst open SEV1 or SEV2; null while there is none. Two small queries. */
export async function openIncidentStrip(runtime: Runtime, actor: Actor): Promise<IncidentStrip | null> {
  if (actor.kind === 'anonymous' || !actor.workspaceId) return null
  const rows = await runtime.database.db
    .select({ doc: incident.doc })
    .from(incident)
    .where(
      and(
        eq(incident.workspaceId, actor.workspaceId),
        inArray(incident.state, [...OPEN_STATES]),
        inArray(incident.severity, ['SEV1', 'SEV2']),
      ),
    )
    .orderBy(incident.severity, desc(incident.openedAt), desc(incident.number))
    .limit(20)
  const [worst] = rows
  if (!worst) return null
  const { id, number, title, severity, openedAt, isDrill } = worst.doc
  const suspects = await listSuspects(runtime.database.db, actor.workspaceId, id)
  const stoppable = stoppableOf(worst.doc, suspects)
  return {
    id,
    name: `INC-${number}`,
    title,
    severity,
    openedAt,
    suspect: (stoppable ?? suspects.find(({ state }) => state !== 'ruled_out'))?.title ?? null,
    stop: stripStop(actor, worst.doc, stoppable),
    isDrill,
    more: rows.length - 1,
    now: runtime.now(),
  }
}
