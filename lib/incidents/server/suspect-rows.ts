import { and, eq, sql } from 'drizzle-orm'
import { suspect } from '@/drizzle/schema/incidents'
import { type IncidentId, type SuspectId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { type Ranked } from '../core/suspects'
import { type SuspectKind, type SuspectState } from '../core/schema'
import { type Place } from './save-incident'

export type SuspectRow = typeof suspect.$inferSelect

/** Who rules out by numbers alone; a person's word is never touched. */
const BY_NUMBERS = 'Soundings'

/** Confirmed first, then the most likely, ruled out last. */
export async function listSuspects(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  incidentId: IncidentId,
): Promise<SuspectRow[]> {
  const rows = await db
    .select()
    .from(suspect)
    .where(and(eq(suspect.workspaceId, workspaceId), eq(suspect.incidentId, incidentId)))
  const order: Record<SuspectState, number> = { confirmed: 0, open: 1, ruled_out: 2 }
  return rows.toSorted((a, b) => order[a.state] - order[b.state] || b.score - a.score || a.id.localeCompare(b.id))
}

/** Stores a ranking: new suspects come, known ones get their new score, what people judged stays judged. */
export async function saveSuspects(
  { tx, workspaceId, now }: Place,
  incidentId: IncidentId,
  ranked: readonly Ranked[],
): Promise<void> {
  if (ranked.length === 0) return
  await tx
    .insert(suspect)
    .values(
      ranked.map(({ kind, ref, title, changedAt, service, score, features }) => ({
        id: newId('sus'),
        workspaceId,
        incidentId,
        kind,
        ref,
        title,
        changedAt,
        service,
        score,
        features,
        state: features.ruledOut ? ('ruled_out' as const) : ('open' as const),
        reason: features.ruledOut ?? '',
        by: features.ruledOut ? BY_NUMBERS : '',
        updatedAt: now,
      })),
    )
    .onConflictDoUpdate({
      target: [suspect.workspaceId, suspect.incidentId, suspect.kind, suspect.ref],
      set: {
        title: sql`excluded.title`,
        changedAt: sql`excluded.changed_at`,
        score: sql`excluded.score`,
        features: sql`excluded.features`,
        state: sql`case when ${suspect.by} in ('', ${BY_NUMBERS}) then excluded.state else ${suspect.state} end`,
        reason: sql`case when ${suspect.by} in ('', ${BY_NUMBERS}) then excluded.reason else ${suspect.reason} end`,
        by: sql`case when ${suspect.by} in ('', ${BY_NUMBERS}) then excluded.by else ${suspect.by} end`,
        updatedAt: sql`excluded.updated_at`,
      },
    })
}

export async function judgeSuspectRow(
  { tx, workspaceId, now }: Place,
  id: SuspectId,
  judged: { state: SuspectState; reason: string; by: string },
): Promise<void> {
  await tx
    .update(suspect)
    .set({ ...judged, updatedAt: now })
    .where(and(eq(suspect.workspaceId, workspaceId), eq(suspect.id, id)))
}

/** Of the changes of each kind that people judged, the share that was the cause. */
export async function readHistory(tx: Tx, workspaceId: WorkspaceId): Promise<ReadonlyMap<SuspectKind, number>> {
  const rows = await tx.execute<{ kind: SuspectKind; part: number }>(sql`
    select kind, (count(*) filter (where state = 'confirmed'))::float8 / count(*) as part from suspect
    where workspace_id = ${workspaceId} and state <> 'open' and by not in ('', ${BY_NUMBERS}) group by kind`)
  return new Map(rows.map(({ kind, part }) => [kind, part]))
}
