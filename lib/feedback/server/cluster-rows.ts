import { and, eq, inArray, sql } from 'drizzle-orm'
import { cluster, clusterEvent, clusterPin } from '@/drizzle/schema/feedback-clusters'
import { type Member } from '@/lib/kernel/actor'
import { type Json } from '@/lib/kernel/hash'
import { type ClusterId, type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { nextNumber } from '@/lib/platform/counter'
import { type Db, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { prepared } from '@/lib/platform/prepared'

export type ClusterRecord = typeof cluster.$inferSelect
export const clusterName = (number: number): string => `CL-${number}`

/** By id or by the name people say (CL-31). */
export async function findCluster(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  idOrName: string,
): Promise<ClusterRecord | null> {
  const number = /^CL-(\d{1,9})$/i.exec(idOrName)?.[1]
  const which = number ? eq(cluster.number, Number(number)) : eq(cluster.id, idOrName as ClusterId) // any text compares
  const [row] = await db
    .select()
    .from(cluster)
    .where(and(eq(cluster.workspaceId, workspaceId), which))
  return row ?? null
}

export type NewCluster = { name: string; centroid: Record<string, number>; norm: number; at: Instant }

/** An empty cluster; whoever makes it puts its first item in. */
export async function insertCluster(
  tx: Tx,
  workspaceId: WorkspaceId,
  made: NewCluster,
  now: Instant,
): Promise<ClusterRecord> {
  const number = await nextNumber(tx, workspaceId, 'cluster')
  const [row] = await tx
    .insert(cluster)
    .values({
      id: newId('clu', Date.parse(now)),
      workspaceId,
      number,
      name: made.name,
      state: 'auto',
      centroid: made.centroid,
      norm: made.norm,
      nItems: 0,
      nPeople: 0,
      firstSeen: made.at,
      lastSeen: made.at,
      createdAt: now,
    })
    .returning()
  if (!row) throw new Error('a cluster was not made')
  return row
}

/** Items and people of clusters, counted again from their members; merged items and their people count with them. */
export async function recount(tx: Tx, workspaceId: WorkspaceId, ids: readonly ClusterId[]): Promise<void> {
  if (ids.length === 0) return
  await prepared(
    tx,
    sql`
    update cluster c set n_items = n.items, n_people = n.people, n_exposed = n.exposed, n_baseline = n.baseline,
      version = c.version + 1,
      first_seen = coalesce(n.first_seen, c.first_seen), last_seen = coalesce(n.last_seen, c.last_seen)
    from (
      select t.id, count(i.id)::int as items, count(distinct coalesce(i.person_id, i.id))::int as people,
        count(distinct coalesce(i.person_id, i.id)) filter (where i.cohort = 'exposed')::int as exposed,
        count(distinct coalesce(i.person_id, i.id)) filter (where i.cohort = 'baseline')::int as baseline,
        min(i.occurred_at) as first_seen, max(i.received_at) as last_seen
      from jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::text::jsonb) as t (id)
      left join feedback_item i on i.workspace_id = ${workspaceId} and i.cluster_id = t.id and i.bucket <> 'spam'
      group by t.id
    ) as n
    where c.workspace_id = ${workspaceId} and c.id = n.id`,
  )
}

/** A person's word: this item belongs to that cluster, or never does. */
export async function pin(
  tx: Tx,
  row: {
    workspaceId: WorkspaceId
    itemId: FeedbackItemId
    clusterId: ClusterId
    kind: 'must' | 'cannot'
    actorId: string
  },
  now: Instant,
): Promise<void> {
  await tx
    .insert(clusterPin)
    .values({ ...row, createdAt: now })
    .onConflictDoUpdate({
      target: [clusterPin.workspaceId, clusterPin.itemId, clusterPin.clusterId],
      set: { kind: row.kind, actorId: row.actorId, createdAt: now },
    })
}

export async function recordClusterEvent(
  tx: Tx,
  actor: Member,
  event: { clusterId: ClusterId; kind: string; sentence: string; data?: Json },
  now: Instant,
): Promise<void> {
  await tx.insert(clusterEvent).values({
    workspaceId: actor.workspaceId,
    clusterId: event.clusterId,
    kind: event.kind,
    sentence: event.sentence,
    data: event.data ?? {},
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    createdAt: now,
  })
}

/** Clusters by id, for names in lists and sentences. */
export async function readClusters(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  ids: readonly ClusterId[],
): Promise<Map<ClusterId, ClusterRecord>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(cluster)
    .where(and(eq(cluster.workspaceId, workspaceId), inArray(cluster.id, [...new Set(ids)])))
  return new Map(rows.map((row) => [row.id, row]))
}
