import { and, asc, eq, or, sql } from 'drizzle-orm'
import { savedView } from '@/drizzle/schema/feedback-settings'
import { type Actor, type Member } from '@/lib/kernel/actor'
import { refuse, type Outcome, type Refusal } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'
import { readInboxQuery } from '../core/inbox-query'
import {
  type FeedbackCounts,
  type FeedbackItemView,
  type FeedbackRow,
  type SavedView,
  type SimilarView,
} from '../core/schema'
import { findItem } from './item-rows'
import { listItems } from './list-items'
import { itemView } from './read-item'
import { risingClusters } from './rising'
import { rowViews } from './row-view'
import { similarItems } from './similar'

const signIn = (): Refusal => refuse('not-signed-in', 'Sign in first.', { remedy: 'Sign in and try again.' })
const unknownItem = (): Refusal => refuse('not-found', 'This item does not exist here.')
export const isMember = (actor: Actor): actor is Member => actor.kind !== 'anonymous'

export type FeedbackPage = { items: FeedbackRow[]; nextCursor: string | null }

/** A page of the inbox. @param query the address: view, q, channel, sentiment, exposed, sort */
export async function listFeedback(
  runtime: Runtime,
  actor: Actor,
  query: URLSearchParams,
  { limit = 50, cursor = null }: { limit?: number; cursor?: string | null } = {},
): Promise<Outcome<FeedbackPage>> {
  if (!isMember(actor)) return signIn()
  const { db } = runtime.database
  const asked = await viewQuery(runtime, actor, query)
  const page = await listItems(db, actor, readInboxQuery(asked), { limit, cursor, now: runtime.now() })
  if (!page.ok) return page
  const rows = page.value.rows.slice(0, limit)
  const last = rows.at(-1)
  const nextCursor = page.value.rows.length > limit && last ? page.value.cursorOf(last) : null
  return { ok: true, value: { items: await rowViews(db, actor.workspaceId, rows, runtime.now()), nextCursor } }
}

/** A saved view stands for its query; what the address says beside it wins. */
async function viewQuery(
  { database: { db } }: Runtime,
  actor: Member,
  query: URLSearchParams,
): Promise<Map<string, string>> {
  const asked = new Map(query)
  const name = asked.get('view') ?? ''
  if (!/^fvw_[0-9a-z]{12}$/.test(name)) return asked
  const its = and(eq(savedView.workspaceId, actor.workspaceId), eq(savedView.id, name as SavedView['id'])) // its form was checked
  const [row] = await db.select({ query: savedView.query }).from(savedView).where(its)
  asked.delete('view')
  return new Map([...new URLSearchParams(row?.query ?? ''), ...asked])
}

/** What the inbox shows above its list. */
export async function countFeedback(runtime: Runtime, actor: Actor): Promise<Outcome<FeedbackCounts>> {
  if (!isMember(actor)) return signIn()
  const { db } = runtime.database
  const { workspaceId } = actor
  const [row] = await db.execute<Record<keyof FeedbackCounts, number>>(sql`
    select
      coalesce(sum(n) filter (where bucket = 'inbox'), 0)::int as inbox,
      coalesce(sum(n) filter (where bucket = 'snoozed'), 0)::int as snoozed,
      coalesce(sum(n) filter (where bucket = 'waiting'), 0)::int as waiting,
      coalesce(sum(n) filter (where bucket = 'done'), 0)::int as done,
      coalesce(sum(n) filter (where bucket = 'spam'), 0)::int as spam,
      (select count(*)::int from feedback_item where workspace_id = ${workspaceId} and assignee_id = ${actor.id}
        and bucket in ('inbox', 'waiting')) as mine,
      (select count(*)::int from feedback_item where workspace_id = ${workspaceId} and bucket = 'inbox'
        and assignee_id is null and team_id is null) as unassigned,
      (select count(*)::int from feedback_item where workspace_id = ${workspaceId} and enrichment <> 'done') as "notEnriched"
    from (select bucket, count(*) as n from feedback_item where workspace_id = ${workspaceId} group by bucket) as b`)
  const rising = await risingClusters(db, workspaceId, runtime.now())
  const none = { inbox: 0, mine: 0, unassigned: 0, snoozed: 0, waiting: 0, done: 0, spam: 0, notEnriched: 0 }
  return { ok: true, value: { ...none, ...row, rising: rising.size } }
}

/** One item by id or by the name people say (FB-1042). */
export async function readItem(runtime: Runtime, actor: Actor, idOrName: string): Promise<Outcome<FeedbackItemView>> {
  if (!isMember(actor)) return signIn()
  const { db } = runtime.database
  const row = await findItem(db, actor.workspaceId, idOrName)
  return row ? { ok: true, value: await itemView(db, row, actor, runtime.now()) } : unknownItem()
}

/** Possible duplicates, the most alike first. */
export async function readSimilar(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
  limit = 5,
): Promise<Outcome<SimilarView[]>> {
  if (!isMember(actor)) return signIn()
  const { db } = runtime.database
  const row = await findItem(db, actor.workspaceId, idOrName)
  return row ? { ok: true, value: await similarItems(db, row, limit) } : unknownItem()
}

/** Own views, and those that others share. */
export async function listSavedViews(runtime: Runtime, actor: Actor): Promise<Outcome<SavedView[]>> {
  if (!isMember(actor)) return signIn()
  const rows = await runtime.database.db
    .select()
    .from(savedView)
    .where(
      and(
        eq(savedView.workspaceId, actor.workspaceId),
        or(eq(savedView.ownerId, actor.id), eq(savedView.share, 'everyone'), eq(savedView.share, 'team')),
      ),
    )
    .orderBy(asc(savedView.createdAt))
  const value = rows.map(({ id, name, query, share, teamId, ownerId, ownerName }) => ({
    id,
    name,
    query,
    share,
    teamId,
    mine: ownerId === actor.id,
    owner: { id: ownerId, name: ownerName },
  }))
  return { ok: true, value }
}
