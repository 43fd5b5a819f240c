import { sql } from 'drizzle-orm'
import { feedbackAlso, feedbackItem } from '@/drizzle/schema/feedback'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { prepared } from '@/lib/platform/prepared'
import { deliveryKey, type Draft } from './store-items'

type Known = { id: FeedbackItemId; number: number; draft?: Draft }

/** First key, delivery: items that this source brought under this id before, by `deliveryKey`. */
export async function findDelivered(
  tx: Tx,
  workspaceId: WorkspaceId,
  drafts: readonly Pick<Draft, 'sourceId' | 'externalId'>[],
): Promise<Map<string, Known>> {
  if (drafts.length === 0) return new Map()
  const asked = JSON.stringify(drafts.map(({ sourceId, externalId }) => ({ s: sourceId, e: externalId })))
  const rows = await prepared<{ source_id: string; external_id: string; id: FeedbackItemId; number: number }>(
    tx,
    sql`
    with asked as (select s, e from jsonb_to_recordset(${asked}::text::jsonb) as t (s text, e text))
    select i.source_id, i.external_id, i.id, i.number from asked
    join feedback_item i on i.workspace_id = ${workspaceId} and i.source_id = asked.s and i.external_id = asked.e
    union all
    select a.source_id, a.external_id, i.id, i.number from asked
    join feedback_also a on a.workspace_id = ${workspaceId} and a.source_id = asked.s and a.external_id = asked.e
    join feedback_item i on i.id = a.item_id
    union all
    select asked.s, asked.e, i.id, i.number from asked
    join feedback_message m on m.workspace_id = ${workspaceId} and m.external_id = asked.s || ' ' || asked.e
    join feedback_item i on i.id = m.item_id`,
  )
  return new Map(
    rows.map((row) => [
      deliveryKey({ sourceId: row.source_id, externalId: row.external_id }),
      { id: row.id, number: row.number },
    ]),
  )
}

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

/** Second key, content: the same words of the same person within a day are one item with one more source. */
export async function findSameWords(
  tx: Tx,
  workspaceId: WorkspaceId,
  drafts: readonly Draft[],
): Promise<{ news: Draft[]; again: { draft: Draft; known: Known }[] }> {
  if (drafts.length === 0) return { news: [], again: [] }
  const asked = JSON.stringify(drafts.map((draft) => ({ h: hex(draft.contentHash), at: draft.receivedAt })))
  const rows = await prepared<{ hash: string; id: FeedbackItemId; number: number }>(
    tx,
    sql`
    select asked.h as hash, i.id, i.number
    from jsonb_to_recordset(${asked}::text::jsonb) as asked (h text, at timestamptz)
    join feedback_item i on i.workspace_id = ${workspaceId} and i.content_hash = decode(asked.h, 'hex')
      and i.received_at between asked.at - interval '24 hours' and asked.at + interval '24 hours'`,
  )
  const known = new Map<string, Known>(rows.map((row) => [row.hash, { id: row.id, number: row.number }]))
  const news: Draft[] = []
  const again: { draft: Draft; known: Known }[] = []
  for (const draft of drafts) {
    const hash = hex(draft.contentHash)
    const before = known.get(hash)
    if (before) again.push({ draft, known: before })
    else {
      known.set(hash, { id: draft.id, number: 0, draft })
      news.push(draft)
    }
  }
  const stored = again.filter(({ known: { draft } }) => draft === undefined)
  for (const { draft, known: before } of stored) await addSource(tx, workspaceId, draft, before.id, draft.receivedAt)
  return { news, again }
}

async function addSource(
  tx: Tx,
  workspaceId: WorkspaceId,
  { sourceId, externalId, item }: Draft,
  itemId: FeedbackItemId,
  at: Instant,
): Promise<void> {
  const row = { workspaceId, sourceId, externalId, itemId, channel: item.channel, receivedAt: at }
  await tx.insert(feedbackAlso).values(row).onConflictDoNothing()
  await tx
    .update(feedbackItem)
    .set({ alsoBy: sql`array(select distinct unnest(${feedbackItem.alsoBy} || ${item.channel}::text) order by 1)` })
    .where(sql`${feedbackItem.id} = ${itemId} and ${feedbackItem.channel} <> ${item.channel}`)
}
