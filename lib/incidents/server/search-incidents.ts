import { and, desc, eq, ilike, isNull, or, sql } from 'drizzle-orm'
import { incident } from '@/drizzle/schema/incidents'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { likeWords } from '@/lib/platform/like-words'
import { type Severity } from '../core/schema'

export type FoundIncident = { name: string; title: string; severity: Severity; open: boolean }

/** Incidents whose number, title or service has this text, open ones first. @param q any text; empty finds the newest */
export async function searchIncidents(
  db: Db,
  workspaceId: WorkspaceId,
  q: string,
  limit: number,
): Promise<FoundIncident[]> {
  const name = sql<string>`'INC-' || ${incident.number}`
  const title = sql<string>`${incident.doc}->>'title'`
  const service = sql<string>`coalesce(${incident.service}, '')`
  return db
    .select({ name, title, severity: incident.severity, open: sql<boolean>`${incident.resolvedAt} is null` })
    .from(incident)
    .where(
      and(
        eq(incident.workspaceId, workspaceId),
        isNull(incident.mergedInto),
        or(...likeWords(q).flatMap((like) => [ilike(name, like), ilike(title, like), ilike(service, like)])),
      ),
    )
    .orderBy(sql`${incident.resolvedAt} is not null`, desc(incident.number))
    .limit(limit)
}
