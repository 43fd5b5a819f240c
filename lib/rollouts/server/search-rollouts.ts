import { and, desc, eq, ilike, or, sql } from 'drizzle-orm'
import { rollout } from '@/drizzle/schema/rollouts'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { likeWords } from '@/lib/platform/like-words'
import { stateSentence } from '../core/sentences'
import { ENDED } from './rollout-rows'

export type FoundRollout = { name: string; flag: string; stateSentence: string; live: boolean }

/** Rollouts whose number or flag has this text, those in flight first. @param q any text; empty finds the newest */
export async function searchRollouts(
  db: Db,
  workspaceId: WorkspaceId,
  q: string,
  limit: number,
): Promise<FoundRollout[]> {
  // Any of the words: the verb that is typed beside the name stands in no rollout.
  const words = likeWords(q)
  const name = sql<string>`'RO-' || ${rollout.number}`
  const rows = await db
    .select({ number: rollout.number, doc: rollout.doc })
    .from(rollout)
    .where(
      and(
        eq(rollout.workspaceId, workspaceId),
        or(...words.flatMap((like) => [ilike(rollout.flagKey, like), ilike(name, like)])),
      ),
    )
    .orderBy(sql`${rollout.state} in ('rolled-back', 'finished', 'abandoned')`, desc(rollout.number))
    .limit(limit)
  return rows.map(({ number, doc }) => ({
    name: `RO-${number}`,
    flag: doc.flagKey,
    stateSentence: stateSentence({ ...doc, verdict: null }),
    live: !ENDED.has(doc.state.kind),
  }))
}
