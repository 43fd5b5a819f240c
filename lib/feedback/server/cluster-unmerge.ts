import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { cluster, clusterEvent } from '@/drizzle/schema/feedback-clusters'
import { ClusterId, FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { ClusterMergeInput } from '../core/schema'
import { clusterName, recordClusterEvent, recount } from './cluster-rows'
import { storeTerms, vectorOfRecord } from './cluster-terms'

const Pin = z.object({ item: FeedbackItemId, kind: z.enum(['must', 'cannot']), by: z.string(), at: z.string() })
/** What a merge changes besides the cluster itself: who was in it, whom people had put there, and what they had said of the other. */
const Membership = z.object({
  members: z.array(FeedbackItemId),
  pinned: z.array(FeedbackItemId),
  /** What people had said before of the members and the cluster that took them. */
  pins: z.array(Pin),
})
type Membership = z.infer<typeof Membership>
const Merged = Membership.extend({
  from: ClusterId,
  state: z.enum(['auto', 'planned', 'shipped', 'told', 'regressed']),
})

/** The members of a cluster that is about to go into another one. */
export async function readMembership(
  tx: Tx,
  workspaceId: WorkspaceId,
  { into, from }: { into: ClusterId; from: ClusterId },
): Promise<Membership> {
  const rows = await tx.execute<{ id: FeedbackItemId; pinned: boolean; pin: z.infer<typeof Pin> | null }>(sql`
    select i.id, i.cluster_pinned as pinned,
      case when p.kind is not null
        then jsonb_build_object('item', i.id, 'kind', p.kind, 'by', p.actor_id, 'at', p.created_at) end as pin
    from feedback_item i
    left join cluster_pin p on p.workspace_id = i.workspace_id and p.item_id = i.id and p.cluster_id = ${into}
    where i.workspace_id = ${workspaceId} and i.cluster_id = ${from}`)
  return {
    members: rows.map(({ id }) => id),
    pinned: rows.filter(({ pinned }) => pinned).map(({ id }) => id),
    pins: rows.flatMap(({ pin }) => pin ?? []),
  }
}

/**
 * Takes a merge back: the cluster is there again with its number, name and state, and its members with what people had
 * said of them. Items that somebody moved on since, and those that came since, stay where they are.
 */
export const unmergeCluster = command<ClusterMergeInput, { id: ClusterId; name: string; version: number }>({
  name: 'cluster.unmerge',
  permission: 'feedback.triage',
  input: ClusterMergeInput,
  async run({ tx, actor, now }, { clusterId, from }) {
    const { workspaceId } = actor
    const locked = await tx
      .select()
      .from(cluster)
      .where(and(eq(cluster.workspaceId, workspaceId), inArray(cluster.id, [clusterId, from])))
      .orderBy(cluster.id)
      .for('update')
    const into = locked.find(({ id }) => id === clusterId)
    const gone = locked.find(({ id }) => id === from)
    if (!into || !gone)
      return refuse('not-found', 'There is no such cluster here.', { field: into ? 'from' : 'clusterId' })
    const isIn = gone.mergedInto === clusterId && into.state !== 'merged'
    const merged = isIn ? await lastMerge(tx, workspaceId, clusterId, from) : null
    if (!merged)
      return refuse('not-merged', 'This cluster is not part of the other one now. Nothing was changed.', {
        field: 'from',
        remedy: 'Open it to see where it is.',
      })
    const back = await moveBack(tx, workspaceId, { clusterId, ...merged })
    const version = gone.version + 1
    await tx.update(cluster).set({ state: merged.state, mergedInto: null, version }).where(eq(cluster.id, from))
    await storeTerms(tx, workspaceId, from, vectorOfRecord(gone))
    await recount(tx, workspaceId, [clusterId, from])
    const data = { from, items: back }
    const sentence = `${actor.name} took ${clusterName(gone.number)} out again`
    await recordClusterEvent(tx, actor, { clusterId, kind: 'unmerged', sentence, data }, now)
    const own = `${actor.name} took back that it was merged`
    await recordClusterEvent(tx, actor, { clusterId: from, kind: 'unmerged', sentence: own, data }, now)
    return {
      ok: true,
      value: { id: from, name: clusterName(gone.number), version: version + 1 },
      object: { kind: 'cluster', id: from },
      detail: { out: clusterId, items: back, stayed: merged.members.length - back },
      topics: [clusterId, from].flatMap((id) => [
        { topic: 'clusters', id, version },
        { topic: `cluster:${id}`, id, version },
        { topic: 'feedback', id, version },
      ]),
    }
  },
})

async function lastMerge(tx: Tx, workspaceId: WorkspaceId, clusterId: ClusterId, from: ClusterId) {
  const its = and(
    eq(clusterEvent.workspaceId, workspaceId),
    eq(clusterEvent.clusterId, clusterId),
    eq(clusterEvent.kind, 'merged'),
    sql`${clusterEvent.data} ->> 'from' = ${from}`,
  )
  const [row] = await tx.select().from(clusterEvent).where(its).orderBy(desc(clusterEvent.seq)).limit(1)
  // A merge from before it kept who was in it cannot be taken back exactly, so it is not taken back.
  return Merged.safeParse(row?.data).data ?? null
}

type Back = z.infer<typeof Merged> & { clusterId: ClusterId }

const list = (ids: readonly string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`

/** @returns how many went back */
async function moveBack(tx: Tx, workspaceId: WorkspaceId, { clusterId, from, members, pinned, pins }: Back) {
  const moved = await tx.execute<{ id: FeedbackItemId }>(sql`
    update feedback_item set cluster_id = ${from}, cluster_pinned = id in ${list(pinned)}, version = version + 1
    where workspace_id = ${workspaceId} and cluster_id = ${clusterId} and id in ${list(members)} returning id`)
  const ids = moved.map(({ id }) => id)
  await tx.execute(sql`
    delete from cluster_pin where workspace_id = ${workspaceId} and cluster_id = ${clusterId} and kind = 'must'
      and item_id in ${list(ids)}`)
  const there = new Set(ids)
  const again = JSON.stringify(pins.filter(({ item }) => there.has(item)))
  await tx.execute(sql`
    insert into cluster_pin (workspace_id, item_id, cluster_id, kind, actor_id, created_at)
    select ${workspaceId}, p.item, ${clusterId}, p.kind, p.by, p.at
    from jsonb_to_recordset(${again}::text::jsonb) as p (item text, kind text, by text, at timestamptz)
    on conflict do nothing`)
  return ids.length
}
