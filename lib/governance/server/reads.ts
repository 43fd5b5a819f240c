import { and, asc, desc, eq, gt, lt } from 'drizzle-orm'
import { apiKey, timelineEvent } from '@/drizzle/schema/governance'
import { auditEntry } from '@/drizzle/schema/platform'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { type AuditEntryView, type KeyView, type TimelineEventView } from '../core/schema'
import { eventView } from './timeline'

/** Keys in the order of their ids, which is that of their creation. Never the key itself. */
export async function readKeys(db: Db, workspaceId: WorkspaceId, after: string, limit: number): Promise<KeyView[]> {
  return db
    .select({
      id: apiKey.id,
      name: apiKey.name,
      hint: apiKey.hint,
      scope: apiKey.scope,
      environmentId: apiKey.environmentId,
      userId: apiKey.userId,
      role: apiKey.role,
      createdAt: apiKey.createdAt,
      expiresAt: apiKey.expiresAt,
      revokedAt: apiKey.revokedAt,
      lastUsedAt: apiKey.lastUsedAt,
    })
    .from(apiKey)
    .where(and(eq(apiKey.workspaceId, workspaceId), gt(apiKey.id, after as KeyView['id']))) // any text orders
    .orderBy(asc(apiKey.id))
    .limit(limit)
}

export type AuditFilter = { objectId?: string | undefined; before?: number | undefined; limit: number }

/** Audit rows, the newest first. @param before position of the last row of the page before */
export async function readAudit(
  db: Db,
  workspaceId: WorkspaceId,
  { objectId, before, limit }: AuditFilter,
): Promise<AuditEntryView[]> {
  const rows = await db
    .select()
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.workspaceId, workspaceId),
        objectId === undefined ? undefined : eq(auditEntry.objectId, objectId),
        before === undefined ? undefined : lt(auditEntry.position, before),
      ),
    )
    .orderBy(desc(auditEntry.position))
    .limit(limit)
  return rows.map((row) => {
    const { position, at, verb, outcome, requestId, hash } = row
    const actor = { kind: row.actorKind, id: row.actorId, name: row.actorName }
    const object = { kind: row.objectKind, id: row.objectId }
    const detail = row.detail as AuditEntryView['detail'] // jsonb is JSON
    return { position, at, actor, verb, object, outcome, detail, requestId, hash }
  })
}

/** The newest events first. @param before `seq` of the last event of the page before */
export async function readTimelinePage(
  db: Db,
  workspaceId: WorkspaceId,
  { rolloutId, before, limit }: { rolloutId?: string | undefined; before?: number | undefined; limit: number },
): Promise<TimelineEventView[]> {
  const rows = await db
    .select()
    .from(timelineEvent)
    .where(
      and(
        eq(timelineEvent.workspaceId, workspaceId),
        rolloutId === undefined ? undefined : eq(timelineEvent.rolloutId, rolloutId),
        before === undefined ? undefined : lt(timelineEvent.seq, before),
      ),
    )
    .orderBy(desc(timelineEvent.seq))
    .limit(limit)
  return rows.map(eventView)
}
