import { sql } from 'drizzle-orm'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { transact, type Db, type Tx } from '@/lib/platform/database'
import { eraseWords, GONE } from './erase-words'

const BATCH = 500

/**
 * Removes what a workspace keeps no longer. Originals go by when they came. Words go when nothing happened to their item
 * since: an old thread that somebody answered yesterday is not old. Contact points go with the last words of a person.
 * @returns how many items lost their words
 */
export async function forgetOldFeedback(
  db: Db,
  workspaceId: WorkspaceId,
  since: { originals: Instant; feedback: Instant },
): Promise<number> {
  await db.execute(sql`
    delete from feedback_raw where workspace_id = ${workspaceId} and received_at < ${since.originals}`)
  let forgotten = 0
  for (;;) {
    const found = await transact(db, (tx) => forgetBatch(tx, workspaceId, since.feedback))
    forgotten += found
    if (found < BATCH) return forgotten
  }
}

async function forgetBatch(tx: Tx, workspaceId: WorkspaceId, since: Instant): Promise<number> {
  const rows = await tx.execute<{ id: FeedbackItemId }>(sql`
    select id from feedback_item where workspace_id = ${workspaceId} and bumped_at < ${since} and text <> ${GONE}
      and not exists (
        select 1 from feedback_message m where m.workspace_id = feedback_item.workspace_id
          and m.item_id = feedback_item.id and m.created_at >= ${since})
    order by id limit ${BATCH} for update`)
  const ids = rows.map(({ id }) => id)
  await eraseWords(tx, workspaceId, ids)
  await forgetContacts(tx, workspaceId, ids)
  return ids.length
}

async function forgetContacts(tx: Tx, workspaceId: WorkspaceId, ids: readonly FeedbackItemId[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`
    delete from person_identity p where p.workspace_id = ${workspaceId} and p.value is not null
      and p.person_id in (
        select i.person_id from feedback_item i where i.workspace_id = ${workspaceId}
          and i.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)))
      and not exists (
        select 1 from feedback_item i where i.workspace_id = p.workspace_id and i.person_id = p.person_id and i.text <> ${GONE})`)
}
