import { sql } from 'drizzle-orm'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { ANALYSED_MAX, excerptOf } from '../core/clean-text'
import { type SimilarView } from '../core/schema'
import { contentWords, rareWords, sharedTerms, similarity, vectorOf } from '../core/terms'
import { clusterName, readClusters } from './cluster-rows'
import { frequenciesOf } from './cluster-terms'
import { itemName, type ItemRow } from './item-rows'

const CANDIDATES = 200

/** Items that share rare words with this one, by exact similarity. */
export async function similarItems(db: Db, row: ItemRow, limit: number): Promise<SimilarView[]> {
  const { workspaceId, id } = row
  const words = contentWords(row.text.slice(0, ANALYSED_MAX))
  const first = await frequenciesOf(db, workspaceId, words)
  const rare = rareWords(row.text.slice(0, ANALYSED_MAX), first, 8)
  if (rare.length === 0) return []
  const found = await candidates(db, workspaceId, id, rare)
  const texts = found.map((one) => contentWords(one.text.slice(0, ANALYSED_MAX)))
  const frequencies = await frequenciesOf(db, workspaceId, [...words, ...texts.flat()])
  const own = vectorOf(words, frequencies)
  const near = found
    .map((one, i) => ({ one, vector: vectorOf(texts[i] ?? [], frequencies) }))
    .map(({ one, vector }) => ({ one, near: similarity(own, vector), because: sharedTerms(own, vector) }))
    .filter((each) => each.near > 0)
    .toSorted((a, b) => b.near - a.near || (a.one.id < b.one.id ? -1 : 1))
    .slice(0, limit)
  const clusters = await readClusters(
    db,
    workspaceId,
    near.flatMap(({ one }) => one.cluster_id ?? []),
  )
  return near.map(({ one, near: value, because }) => {
    const its = one.cluster_id ? clusters.get(one.cluster_id) : undefined
    return {
      id: one.id,
      name: itemName(one.number),
      excerpt: excerptOf(one.text),
      similarity: Math.round(value * 1000) / 1000,
      because: because.map(({ term, part }) => ({ term, part: Math.round(part * 1000) / 1000 })),
      state: one.state,
      cluster: its ? { id: its.id, name: clusterName(its.number) } : null,
    }
  })
}

type Found = {
  id: FeedbackItemId
  number: number
  text: string
  state: SimilarView['state']
  cluster_id: ItemRow['clusterId']
}

/** Texts that share the most of the rarest words, each also as the beginning of a longer one. */
async function candidates(
  db: Db,
  workspaceId: WorkspaceId,
  id: FeedbackItemId,
  rare: readonly string[],
): Promise<Found[]> {
  const lexemes = rare.flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `'${word.slice(0, 12)}':*`)
  const query = sql`to_tsquery('simple', ${lexemes.join(' | ')})`
  const rows = await db.execute<Found>(sql`
    select i.id, i.number, i.text, i.state, i.cluster_id
    from feedback_item i
    where i.workspace_id = ${workspaceId} and i.id <> ${id} and i.bucket <> 'spam' and i.search @@ ${query}
    order by ts_rank(i.search, ${query}) desc, i.received_at desc
    limit ${CANDIDATES}`)
  return [...rows]
}
