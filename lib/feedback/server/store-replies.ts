import { sql } from 'drizzle-orm'
import { feedbackMessage, feedbackRaw, feedbackState } from '@/drizzle/schema/feedback'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { type Mask } from '../core/redact'
import { applyReply } from '../core/undo'
import { refreshClocks } from './clocks'
import { lockItems, saveTriage, triageOf, type ItemRow } from './item-rows'
import { type Draft } from './store-items'

type Known = { id: FeedbackItemId; number: number }

/** What answers an item or a message of ours lands on that item; on a closed one it opens a linked follow-up. */
export async function storeReplies(
  tx: Tx,
  workspaceId: WorkspaceId,
  drafts: readonly Draft[],
  { now, vouched, mask }: { now: Instant; vouched: boolean; mask: Mask },
): Promise<{ replies: { draft: Draft; known: Known }[]; firsts: Draft[] }> {
  const answering = drafts.filter(({ item }) => item.inReplyTo !== null && item.text !== '')
  if (answering.length === 0) return { replies: [], firsts: [...drafts] }
  const threads = await findThreads(tx, workspaceId, answering)
  const replies: { draft: Draft; known: Known }[] = []
  for (const draft of answering) {
    const itemId = threads.get(draft.item.inReplyTo ?? '')
    const [row] = itemId ? await lockItems(tx, workspaceId, [itemId]) : []
    // From a browser only the person's own thread can be answered.
    if (!row || (!vouched && (draft.personId === null || draft.personId !== row.personId))) continue
    if (await addReply(tx, row, draft, { now, mask }))
      replies.push({ draft, known: { id: row.id, number: row.number } })
    else draft.followUpOf = row.id
  }
  const taken = new Set(replies.map(({ draft }) => draft.id))
  return { replies, firsts: drafts.filter((draft) => !taken.has(draft.id)) }
}

/** Items by what was answered: an item's name or id, its sender's id, or the id of a message in it. */
async function findThreads(
  tx: Tx,
  workspaceId: WorkspaceId,
  drafts: readonly Draft[],
): Promise<Map<string, FeedbackItemId>> {
  const asked = JSON.stringify([...new Set(drafts.flatMap(({ item }) => item.inReplyTo ?? []))])
  const rows = await tx.execute<{ ref: string; id: FeedbackItemId }>(sql`
    with asked as (select ref from jsonb_array_elements_text(${asked}::text::jsonb) as ref)
    select asked.ref, m.item_id as id from asked
    join feedback_message m on m.workspace_id = ${workspaceId} and m.external_id = asked.ref
    union all
    select asked.ref, i.id from asked join feedback_item i
      on i.workspace_id = ${workspaceId} and (i.id = asked.ref or 'FB-' || i.number = asked.ref)
    union all
    select asked.ref, i.id from asked
    join feedback_source s on s.workspace_id = ${workspaceId}
    join feedback_item i on i.workspace_id = ${workspaceId} and i.source_id = s.id and i.external_id = asked.ref`)
  return new Map([...rows].map((row) => [row.ref, row.id]))
}

async function addReply(
  tx: Tx,
  row: ItemRow,
  draft: Draft,
  { now, mask }: { now: Instant; mask: Mask },
): Promise<boolean> {
  const before = triageOf(row)
  const next = applyReply(before)
  if (next === 'follow-up') return false
  const { id, workspaceId } = row
  await tx.insert(feedbackMessage).values({
    id: newId('fbm', Date.parse(draft.receivedAt)),
    workspaceId,
    itemId: id,
    direction: 'in',
    author: 'They',
    text: mask(draft.item.text).text,
    externalId: `${draft.sourceId} ${draft.externalId}`,
    inReplyTo: draft.item.inReplyTo,
    createdAt: draft.receivedAt,
  })
  const { sourceId, externalId, receivedAt, payload } = draft
  await tx.insert(feedbackRaw).values({ workspaceId, itemId: id, sourceId, externalId, receivedAt, payload })
  await saveTriage(tx, row, next, draft.receivedAt)
  if (next.state.kind !== before.state.kind) {
    const actor = { actorKind: 'sender', actorId: row.personId ?? '', actorName: 'They' }
    const state = { workspaceId, itemId: id, state: next.state.kind, detail: next.state, ...actor, createdAt: now }
    await tx.insert(feedbackState).values(state)
    await refreshClocks(tx, workspaceId, [id])
  }
  return true
}
