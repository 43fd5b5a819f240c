import { and, desc, eq, sql } from 'drizzle-orm'
import { learning, rollout, rolloutReview } from '@/drizzle/schema/rollouts'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { type LearningView, type ReviewView } from '../core/schema'
import { type RolloutRow } from './rollout-rows'

/** Whether somebody has written what became of a rollout. */
export async function hasReview(db: Db | Tx, { workspaceId, rollout: { id } }: RolloutRow): Promise<boolean> {
  const [row] = await db
    .select({ version: rolloutReview.version })
    .from(rolloutReview)
    .where(and(eq(rolloutReview.workspaceId, workspaceId), eq(rolloutReview.rolloutId, id)))
  return row !== undefined
}

/** The review of a rollout; null while there is none. */
export async function findReview(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
): Promise<ReviewView | null> {
  const [row] = await db
    .select({ stored: rolloutReview, number: learning.number })
    .from(rolloutReview)
    .leftJoin(
      learning,
      and(eq(learning.workspaceId, rolloutReview.workspaceId), eq(learning.rolloutId, rolloutReview.rolloutId)),
    )
    .where(and(eq(rolloutReview.workspaceId, workspaceId), eq(rolloutReview.rolloutId, rolloutId)))
  if (!row) return null
  const { review, version, authorName: author, updatedAt } = row.stored
  return { ...review, version, author, updatedAt, learningName: row.number === null ? null : `LRN-${row.number}` }
}

const LIKE_SIGNS = /[%_\\]/g

/**
 * Learnings that mention every word, newest first; all of them for an empty search.
 * @param before number of the last one of the page before
 */
export async function searchLearnings(
  db: Db,
  workspaceId: WorkspaceId,
  { q, limit, before }: { q: string; limit: number; before: number | null },
): Promise<{ number: number; view: LearningView }[]> {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)
  const mentions = words.map(
    (word) => sql`${learning.words} like ${`%${word.replaceAll(LIKE_SIGNS, (sign) => `\\${sign}`)}%`}`,
  )
  const rows = await db
    .select({ learning, review: rolloutReview, number: rollout.number, flag: rollout.flagKey, doc: rollout.doc })
    .from(learning)
    .innerJoin(rollout, eq(rollout.id, learning.rolloutId))
    .innerJoin(
      rolloutReview,
      and(eq(rolloutReview.workspaceId, learning.workspaceId), eq(rolloutReview.rolloutId, learning.rolloutId)),
    )
    .where(
      and(
        eq(learning.workspaceId, workspaceId),
        before === null ? undefined : sql`${learning.number} < ${before}`,
        ...mentions,
      ),
    )
    .orderBy(desc(learning.number))
    .limit(limit)
  return rows.map((row) => ({
    number: row.learning.number,
    view: {
      id: row.learning.id,
      name: `LRN-${row.learning.number}`,
      claim: row.learning.claim,
      effect: row.learning.effect,
      holdsFor: row.review.review.holdsFor,
      confidence: row.review.review.confidence,
      checkBy: row.review.review.checkBy,
      rollout: `RO-${row.number}`,
      flag: row.flag,
      state: row.doc.state.kind,
      author: row.review.authorName,
      at: row.learning.updatedAt,
    },
  }))
}
