import { sql } from 'drizzle-orm'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Tx } from '@/lib/platform/database'
import { eraseMailsByKey } from '@/lib/platform/mail-by-key'
import { mailKeyOf } from './mail-states'

/** What is read where words were. */
export const GONE = '[deleted]'

const PARTS = ['feedback_attachment', 'feedback_message', 'feedback_raw', 'feedback_unplaced'] as const

/**
 * Takes away what was written in items and about them: text, pictures, thread, originals, mails, reasons. What was counted
 * stays: that there was an item, of whom, when, in which arm, tone and cluster, so that decisions can still be explained.
 */
export async function eraseWords(tx: Tx, workspaceId: WorkspaceId, ids: readonly FeedbackItemId[]): Promise<void> {
  if (ids.length === 0) return
  const asked = sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`
  const messages = await tx.execute<{ id: string }>(sql`
    select id from feedback_message where workspace_id = ${workspaceId} and item_id in ${asked}`)
  await eraseMailsByKey(
    tx,
    workspaceId,
    messages.map(({ id }) => mailKeyOf(id)),
  )
  for (const table of PARTS)
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and item_id in ${asked}`)
  await tx.execute(sql`
    update feedback_item set text = ${GONE}, subject = null, context = '{}'::jsonb, masked = '{}', external_id = id,
      version = version + 1
    where workspace_id = ${workspaceId} and id in ${asked}`)
  await tx.execute(sql`
    update feedback_enrichment set because = '[]'::jsonb, output = '{}'::jsonb
    where workspace_id = ${workspaceId} and item_id in ${asked}`)
  await forgetTerms(tx, workspaceId, ids)
}

/** A centroid holds words of its members: where all of those are gone, they must not stay there. */
async function forgetTerms(tx: Tx, workspaceId: WorkspaceId, ids: readonly FeedbackItemId[]): Promise<void> {
  await tx.execute(sql`
    with wordless as (
      update cluster c set name = case when c.named_by_person then c.name else 'CL-' || c.number end,
        centroid = '{}'::jsonb, norm = 0, version = c.version + 1
      where c.workspace_id = ${workspaceId} and c.id in (
        select i.cluster_id from feedback_item i where i.workspace_id = ${workspaceId}
          and i.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)))
        and not exists (
          select 1 from feedback_item i where i.workspace_id = c.workspace_id and i.cluster_id = c.id and i.text <> ${GONE})
      returning c.id
    )
    delete from cluster_term t using wordless w where t.workspace_id = ${workspaceId} and t.cluster_id = w.id`)
}
