import { and, desc, eq, sql } from 'drizzle-orm'
import { rollout, rolloutDraft } from '@/drizzle/schema/rollouts'
import { type RolloutDraftId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { type DraftView } from '../core/schema'

export type DraftRow = typeof rolloutDraft.$inferSelect

/** A draft, locked until the transaction ends. */
export async function lockDraft(tx: Tx, workspaceId: WorkspaceId, id: RolloutDraftId): Promise<DraftRow | null> {
  const [row] = await tx
    .select()
    .from(rolloutDraft)
    .where(and(eq(rolloutDraft.workspaceId, workspaceId), eq(rolloutDraft.id, id)))
    .for('update')
  return row ?? null
}

export const insertDraft = (tx: Tx, row: DraftRow) => tx.insert(rolloutDraft).values(row)

/** Writes a locked draft back. */
export async function updateDraft(tx: Tx, row: DraftRow): Promise<void> {
  const { form, version, updatedAt } = row
  await tx
    .update(rolloutDraft)
    .set({ form, version, updatedAt })
    .where(and(eq(rolloutDraft.workspaceId, row.workspaceId), eq(rolloutDraft.id, row.id)))
}

export async function deleteDraft(tx: Tx, workspaceId: WorkspaceId, id: RolloutDraftId): Promise<boolean> {
  const gone = await tx
    .delete(rolloutDraft)
    .where(and(eq(rolloutDraft.workspaceId, workspaceId), eq(rolloutDraft.id, id)))
    .returning({ id: rolloutDraft.id })
  return gone.length > 0
}

/** A draft as its author reads it. */
export function draftView(row: DraftRow, number: number | null): DraftView {
  const { id, version, rolloutId, authorName: author, form, updatedAt } = row
  return { id, version, rolloutId, rollout: number === null ? null : `RO-${number}`, author, form, updatedAt }
}

/** Drafts that somebody is still writing, the latest first. @param id only this one */
export async function readDrafts(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  { id, limit = 20 }: { id?: string; limit?: number } = {},
): Promise<DraftView[]> {
  const rows = await db
    .select({ draft: rolloutDraft, number: rollout.number })
    .from(rolloutDraft)
    .leftJoin(rollout, eq(rollout.id, rolloutDraft.rolloutId))
    .where(
      and(eq(rolloutDraft.workspaceId, workspaceId), id === undefined ? undefined : sql`${rolloutDraft.id} = ${id}`),
    )
    .orderBy(desc(rolloutDraft.updatedAt))
    .limit(limit)
  return rows.map(({ draft, number }) => draftView(draft, number))
}
