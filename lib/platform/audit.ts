import { createHash } from 'node:crypto'
import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { auditEntry } from '@/drizzle/schema/platform'
import { canonicalJson, type Json } from '@/lib/kernel/hash'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from './database'

export type AuditRow = {
  workspaceId: WorkspaceId
  at: Instant
  actorKind: string
  actorId: string
  actorName: string
  verb: string
  objectKind: string
  objectId: string
  outcome: string
  detail: Json
  requestId: string
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function hashOf(row: AuditRow & { position: number }, prevHash: string): string {
  const {
    workspaceId,
    position,
    at,
    actorKind,
    actorId,
    actorName,
    verb,
    objectKind,
    objectId,
    outcome,
    detail,
    requestId,
  } = row
  return sha256(
    canonicalJson({
      workspaceId,
      position,
      at,
      actorKind,
      actorId,
      actorName,
      verb,
      objectKind,
      objectId,
      outcome,
      detail,
      requestId,
      prevHash,
    }),
  )
}

/** Appends one row to the workspace's chain. The advisory lock holds until commit: one writer at a time a chain. */
export async function appendAudit(tx: Tx, row: AuditRow): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${row.workspaceId}`}, 0))`)
  const [last] = await tx
    .select({ position: auditEntry.position, hash: auditEntry.hash })
    .from(auditEntry)
    .where(eq(auditEntry.workspaceId, row.workspaceId))
    .orderBy(desc(auditEntry.position))
    .limit(1)
  const position = (last?.position ?? 0) + 1
  const prevHash = last?.hash ?? ''
  await tx.insert(auditEntry).values({ ...row, position, prevHash, hash: hashOf({ ...row, position }, prevHash) })
}

export type ChainState = { ok: true; entries: number } | { ok: false; entries: number; brokenAt: number }

/** Recomputes a workspace's chain from its first row; names the first position whose hash or number is wrong. */
export async function verifyAudit(db: Db, workspaceId: WorkspaceId): Promise<ChainState> {
  let [prevHash, position] = ['', 0]
  for (;;) {
    const rows = await db
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.workspaceId, workspaceId), gt(auditEntry.position, position)))
      .orderBy(auditEntry.position)
      .limit(1000)
    if (rows.length === 0) return { ok: true, entries: position }
    for (const row of rows) {
      const detail = row.detail as Json // jsonb is JSON
      const intact =
        row.position === position + 1 && row.prevHash === prevHash && row.hash === hashOf({ ...row, detail }, prevHash)
      if (!intact) return { ok: false, entries: position, brokenAt: position + 1 }
      position = row.position
      prevHash = row.hash
    }
  }
}
