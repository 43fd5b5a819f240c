import { and, asc, eq, ilike, isNull, or, sql } from 'drizzle-orm'
import { flag } from '@/drizzle/schema/flags'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { likeWords } from '@/lib/platform/like-words'

/** Flags whose key or purpose has this text. @param q any text; empty finds the first by key */
export async function searchFlags(
  db: Db,
  workspaceId: WorkspaceId,
  q: string,
  limit: number,
): Promise<{ key: string; purpose: string }[]> {
  const words = likeWords(q)
  const purpose = sql<string>`coalesce(${flag.definition}->>'purpose', '')`
  return db
    .select({ key: flag.key, purpose })
    .from(flag)
    .where(
      and(
        eq(flag.workspaceId, workspaceId),
        isNull(flag.archivedAt),
        or(...words.flatMap((like) => [ilike(flag.key, like), ilike(purpose, like)])),
      ),
    )
    .orderBy(asc(flag.key))
    .limit(limit)
}
