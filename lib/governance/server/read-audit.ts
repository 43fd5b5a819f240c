import { and, asc, desc, eq, gte, ilike, lt, max, min, ne, or } from 'drizzle-orm'
import { auditEntry } from '@/drizzle/schema/platform'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { type AuditEntryView } from '../core/schema'

export type AuditFilter = {
  objectId?: string | undefined
  /** Name of who did it, or a part of it. */
  actor?: string | undefined
  /** Person, policy, service or system. */
  kind?: string | undefined
  verb?: string | undefined
  outcome?: 'done' | 'refused' | undefined
  from?: Instant | undefined
  to?: Instant | undefined
  /** Position of the last row of the page before. */
  before?: number | undefined
  limit: number
}

/** Audit rows, the newest first. */
export async function readAudit(db: Db, workspaceId: WorkspaceId, filter: AuditFilter): Promise<AuditEntryView[]> {
  const { objectId, actor, kind, verb, outcome, from, to, before, limit } = filter
  const like = actor && `%${actor.replaceAll(/[%_\\]/g, (sign) => `\\${sign}`)}%`
  const rows = await db
    .select()
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.workspaceId, workspaceId),
        objectId ? or(eq(auditEntry.objectId, objectId), eq(auditEntry.objectKind, objectId)) : undefined,
        like ? ilike(auditEntry.actorName, like) : undefined,
        kind ? eq(auditEntry.actorKind, kind) : undefined,
        verb ? eq(auditEntry.verb, verb) : undefined,
        outcome === 'done' ? eq(auditEntry.outcome, 'done') : undefined,
        outcome === 'refused' ? ne(auditEntry.outcome, 'done') : undefined,
        from ? gte(auditEntry.at, from) : undefined,
        to ? lt(auditEntry.at, to) : undefined,
        before === undefined ? undefined : lt(auditEntry.position, before),
      ),
    )
    .orderBy(desc(auditEntry.position))
    .limit(limit)
  return rows.map((row) => {
    const { position, at, verb: did, outcome: end, requestId, hash } = row
    const by = { kind: row.actorKind, id: row.actorId, name: row.actorName }
    const object = { kind: row.objectKind, id: row.objectId }
    const detail = row.detail as AuditEntryView['detail'] // jsonb is JSON
    return { position, at, actor: by, verb: did, object, outcome: end, detail, requestId, hash }
  })
}

/** How long the chain is and since when; the verbs in it, for the filter. */
export async function readAuditSpan(db: Db, workspaceId: WorkspaceId) {
  const here = eq(auditEntry.workspaceId, workspaceId)
  const [span] = await db
    .select({ entries: max(auditEntry.position), since: min(auditEntry.at) })
    .from(auditEntry)
    .where(here)
  const verbs = await db
    .selectDistinct({ verb: auditEntry.verb })
    .from(auditEntry)
    .where(here)
    .orderBy(asc(auditEntry.verb))
  return { entries: span?.entries ?? 0, since: span?.since ?? null, verbs: verbs.map(({ verb }) => verb) }
}
