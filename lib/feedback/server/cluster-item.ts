import { and, desc, eq, ne, sql } from 'drizzle-orm'
import { cluster, clusterPin } from '@/drizzle/schema/feedback-clusters'
import { feedbackItem } from '@/drizzle/schema/feedback'
import { type ClusterId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { prepared } from '@/lib/platform/prepared'
import { ANALYSED_MAX, excerptOf } from '../core/clean-text'
import { CANDIDATES, CENTROID_MEMBERS, place, type Placed } from '../core/leader'
import { centroidOf, contentWords, lookUpTerms, vectorOf, type Frequencies, type Vector } from '../core/terms'
import { insertCluster, recount } from './cluster-rows'
import { countWords, frequenciesOf, storeTerms, vectorOfRecord } from './cluster-terms'
import { type ItemRow } from './item-rows'

export type Clustered = { clusterId: ClusterId | null; placed: Placed<ClusterId>; opened: boolean }

/**
 * Puts an item into its nearest cluster or opens one: 8 rarest terms → 20 candidates → exact cosine. The caller holds
 * the workspace's enrichment lock, so two items cannot open the same cluster at once.
 */
export async function clusterItem(tx: Tx, row: ItemRow, now: Instant): Promise<Clustered> {
  const { workspaceId } = row
  const words = contentWords(row.text.slice(0, ANALYSED_MAX))
  const [frequencies] = await Promise.all([frequenciesOf(tx, workspaceId, words), countWords(tx, workspaceId, words)])
  const none: Placed<ClusterId> = { into: null, similarity: 0, because: [] }
  if (words.length === 0) return { clusterId: null, placed: none, opened: false }
  const vector = vectorOf(words, frequencies)
  const terms = lookUpTerms(words, frequencies)
  const [candidates, barred] = await Promise.all([candidatesFor(tx, row, vector, terms), barredFor(tx, row)])
  const placed = place(vector, candidates, barred)
  if (placed.into) {
    await refreshCentroid(tx, row, placed.into, vector, frequencies)
    return { clusterId: placed.into, placed, opened: false }
  }
  const centroid = centroidOf([vector])
  const made = {
    name: excerptOf(row.text, 60),
    centroid: Object.fromEntries(centroid.weights),
    norm: centroid.norm,
    at: row.occurredAt,
  }
  const opened = await insertCluster(tx, workspaceId, made, now)
  await storeTerms(tx, workspaceId, opened.id, centroid)
  return { clusterId: opened.id, placed, opened: true }
}

/** Counts after the item was stored in its cluster. */
export const countCluster = (tx: Tx, row: ItemRow, id: ClusterId): Promise<void> => recount(tx, row.workspaceId, [id])

async function candidatesFor(tx: Tx, { workspaceId, receivedAt }: ItemRow, vector: Vector, terms: readonly string[]) {
  if (terms.length === 0) return []
  const asked = JSON.stringify(terms.map((term) => ({ term, w: vector.weights.get(term) ?? 0 })))
  const rows = await prepared<{ id: ClusterId; centroid: Record<string, number>; norm: number }>(
    tx,
    sql`
    select c.id, c.centroid, c.norm from (
      select ct.cluster_id, sum(ct.weight * t.w) as near
      from jsonb_to_recordset(${asked}::text::jsonb) as t (term text, w real)
      join cluster_term ct on ct.workspace_id = ${workspaceId} and ct.term = t.term
      group by ct.cluster_id order by near desc, ct.cluster_id limit ${CANDIDATES * 2}
    ) as n join cluster c on c.id = n.cluster_id
    where c.state <> 'merged' and c.last_seen > ${receivedAt}::timestamptz - interval '90 days'
    order by n.near desc, c.id limit ${CANDIDATES}`,
  )
  return rows.map((row) => ({ id: row.id, centroid: vectorOfRecord(row) }))
}

/** Clusters that a person took this very item out of. */
async function barredFor(tx: Tx, { workspaceId, id }: ItemRow): Promise<Set<ClusterId>> {
  const rows = await tx
    .select({ clusterId: clusterPin.clusterId })
    .from(clusterPin)
    .where(and(eq(clusterPin.workspaceId, workspaceId), eq(clusterPin.itemId, id), eq(clusterPin.kind, 'cannot')))
    .prepare('barred')
    .execute()
  return new Set(rows.map(({ clusterId }) => clusterId))
}

async function refreshCentroid(tx: Tx, row: ItemRow, id: ClusterId, added: Vector, known: Frequencies): Promise<void> {
  const { workspaceId } = row
  const members = await tx
    .select({ text: feedbackItem.text })
    .from(feedbackItem)
    .where(
      and(
        eq(feedbackItem.workspaceId, workspaceId),
        eq(feedbackItem.clusterId, id),
        ne(feedbackItem.id, row.id),
        ne(feedbackItem.bucket, 'spam'),
      ),
    )
    .orderBy(desc(feedbackItem.bumpedAt), desc(feedbackItem.id))
    .limit(CENTROID_MEMBERS - 1)
  const texts = members.map(({ text }) => contentWords(text.slice(0, ANALYSED_MAX)))
  const frequencies = texts.length > 0 ? await frequenciesOf(tx, workspaceId, texts.flat()) : known
  const centroid = centroidOf([...texts.map((words) => vectorOf(words, frequencies)), added])
  await tx
    .update(cluster)
    .set({ centroid: Object.fromEntries(centroid.weights), norm: centroid.norm })
    .where(and(eq(cluster.workspaceId, workspaceId), eq(cluster.id, id)))
  await storeTerms(tx, workspaceId, id, centroid)
}
