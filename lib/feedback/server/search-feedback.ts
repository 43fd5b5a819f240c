import { and, desc, eq, ilike, ne, or, sql } from 'drizzle-orm'
import { cluster } from '@/drizzle/schema/feedback-clusters'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { likeWords } from '@/lib/platform/like-words'
import { excerptAround } from '../core/excerpt-around'
import { searchOf, wordsCondition } from './list-items'

const SHORTEST = 3

export type FoundItem = { name: string; excerpt: string }

/**
 * Items by their number (FB-981) or by words that are all in them, the newest on top.
 * @param q any text; fewer than three signs find nothing
 */
export async function searchItems(db: Db, workspaceId: WorkspaceId, q: string, limit: number): Promise<FoundItem[]> {
  if (q.length < SHORTEST) return []
  const number = /^FB-(\d{1,9})$/i.exec(q)?.[1]
  const which = number ? sql`i.number = ${Number(number)}` : await wordsCondition(db, workspaceId, searchOf(q))
  const rows = await db.execute<{ number: number; words: string }>(sql`
    select i.number, left(coalesce(i.subject || ' · ', '') || i.text, 2000) as words
    from feedback_item i
    where i.workspace_id = ${workspaceId} and i.bucket not in ('merged', 'spam') and ${which}
    order by i.bumped_at desc nulls last, i.id desc nulls last
    limit ${limit}`)
  return [...rows].map((row) => ({ name: `FB-${row.number}`, excerpt: excerptAround(row.words, q) }))
}

export type FoundCluster = { name: string; title: string; people: number }

/** Clusters whose number or name has this text, those of most people first. */
export async function searchClusters(
  db: Db,
  workspaceId: WorkspaceId,
  q: string,
  limit: number,
): Promise<FoundCluster[]> {
  const name = sql<string>`'CL-' || ${cluster.number}`
  return db
    .select({ name, title: cluster.name, people: cluster.nPeople })
    .from(cluster)
    .where(
      and(
        eq(cluster.workspaceId, workspaceId),
        ne(cluster.state, 'merged'),
        or(...likeWords(q).flatMap((like) => [ilike(name, like), ilike(cluster.name, like)])),
      ),
    )
    .orderBy(desc(cluster.nPeople), desc(cluster.number))
    .limit(limit)
}
