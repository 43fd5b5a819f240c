import { and, eq, inArray, sql } from 'drizzle-orm'
import { cluster, clusterPin } from '@/drizzle/schema/feedback-clusters'
import { feedbackItem } from '@/drizzle/schema/feedback'
import { refuse } from '@/lib/kernel/result'
import { command, type CommandContext } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { type ClusterId, type FeedbackItemId } from '@/lib/kernel/id'
import {
  type BulkAnswer,
  ClusterEditInput,
  ClusterMergeInput,
  ClusterPinInput,
  ClusterSplitInput,
} from '../core/schema'
import { changesOf } from '../core/decide-triage'
import { actOn, store, topicsOf, type ActOutcome } from './act'
import { bulkAnswer } from './bulk'
import { clusterName, recordClusterEvent, recount, type ClusterRecord } from './cluster-rows'
import { readMembership } from './cluster-unmerge'
import { lockItems, triageOf } from './item-rows'

type Named = { id: ClusterId; name: string; version: number }

async function lockCluster({ tx, actor }: CommandContext, id: ClusterId): Promise<ClusterRecord | null> {
  const [row] = await tx
    .select()
    .from(cluster)
    .where(and(eq(cluster.workspaceId, actor.workspaceId), eq(cluster.id, id)))
    .for('update')
  return row && row.state !== 'merged' ? row : null
}
const noCluster = (field: string) => refuse('not-found', 'There is no such cluster here.', { field })
const told = ({ id, version }: { id: ClusterId; version: number }) => [
  { topic: 'clusters', id, version },
  { topic: `cluster:${id}`, id, version },
  { topic: 'feedback', id, version },
]

/** Renames a cluster or says where it is: open, planned, shipped, told. Automation keeps both from then on. */
export const editCluster = command<ClusterEditInput, Named>({
  name: 'cluster.edit',
  permission: 'feedback.triage',
  input: ClusterEditInput,
  async run(context, { clusterId, name, state, expectedVersion }) {
    const { tx, actor, now } = context
    const before = await lockCluster(context, clusterId)
    if (!before) return noCluster('clusterId')
    if (expectedVersion !== undefined && expectedVersion !== before.version)
      return refuse('stale-version', 'Somebody changed this cluster since you opened it.', { remedy: 'Look again.' })
    const version = before.version + 1
    const stored = state === undefined ? before.state : state === 'open' ? 'auto' : state
    await tx
      .update(cluster)
      .set({ version, state: stored, ...(name ? { name, namedByPerson: true } : {}) })
      .where(eq(cluster.id, before.id))
    const parts = [name ? `called it “${name}”` : '', state ? `marked it ${state}` : ''].filter(Boolean)
    const sentence = `${actor.name} ${parts.join(' and ') || 'left it as it was'}`
    await recordClusterEvent(
      tx,
      actor,
      { clusterId, kind: 'edited', sentence, data: { from: { name: before.name, state: before.state } } },
      now,
    )
    return {
      ok: true,
      value: { id: clusterId, name: clusterName(before.number), version },
      object: { kind: 'cluster', id: clusterId },
      detail: {
        before: { name: before.name, state: before.state },
        after: { name: name ?? before.name, state: stored },
      },
      topics: told({ id: clusterId, version }),
    }
  },
})

/** Brings two clusters together: the members of `from` belong to the other one from now on, by a person's word. */
export const mergeClusters = command<ClusterMergeInput, Named>({
  name: 'cluster.merge',
  permission: 'feedback.triage',
  input: ClusterMergeInput,
  async run(context, { clusterId, from }) {
    const { tx, actor, now } = context
    if (clusterId === from)
      return refuse('merge-with-itself', 'A cluster cannot be merged into itself.', { field: 'from' })
    const [first, second] = [clusterId, from].toSorted()
    const locked = [first && (await lockCluster(context, first)), second && (await lockCluster(context, second))]
    const into = locked.find((row) => row && row.id === clusterId)
    const gone = locked.find((row) => row && row.id === from)
    if (!into) return noCluster('clusterId')
    if (!gone) return noCluster('from')
    // What undo restores; read before anything is changed.
    const membership = await readMembership(tx, actor.workspaceId, { into: clusterId, from })
    const moved = await tx
      .update(feedbackItem)
      .set({ clusterId, clusterPinned: true, version: sql`${feedbackItem.version} + 1` })
      .where(and(eq(feedbackItem.workspaceId, actor.workspaceId), eq(feedbackItem.clusterId, from)))
      .returning({ id: feedbackItem.id })
    await tx.execute(sql`
      insert into cluster_pin (workspace_id, item_id, cluster_id, kind, actor_id, created_at)
      select ${actor.workspaceId}, m.id, ${clusterId}, 'must', ${actor.id}, ${now}::timestamptz
      from jsonb_array_elements_text(${JSON.stringify(membership.members)}::text::jsonb) as m (id)
      on conflict (workspace_id, item_id, cluster_id)
      do update set kind = excluded.kind, actor_id = excluded.actor_id, created_at = excluded.created_at`)
    await tx
      .update(cluster)
      .set({ state: 'merged', mergedInto: clusterId, version: gone.version + 1 })
      .where(eq(cluster.id, from))
    await tx.execute(sql`delete from cluster_term where workspace_id = ${actor.workspaceId} and cluster_id = ${from}`)
    await recount(tx, actor.workspaceId, [clusterId, from])
    const sentence = `${actor.name} merged ${clusterName(gone.number)} into it`
    await recordClusterEvent(
      tx,
      actor,
      { clusterId, kind: 'merged', sentence, data: { from, items: moved.length, state: gone.state, ...membership } },
      now,
    )
    return {
      ok: true,
      value: { id: clusterId, name: clusterName(into.number), version: into.version + 1 },
      object: { kind: 'cluster', id: clusterId },
      detail: { from, items: moved.length },
      topics: told({ id: clusterId, version: into.version + 1 }),
    }
  },
})

/** Takes items out into a cluster of their own. */
export const splitCluster = command<ClusterSplitInput, BulkAnswer & { clusterId: ClusterId | null }>({
  name: 'cluster.split',
  permission: 'feedback.triage',
  input: ClusterSplitInput,
  run: (context, { clusterId, itemIds }) => move(context, clusterId, itemIds, 'split'),
})

/** A person's word on members: `same` belongs here, `not-same` never does, `unpin` takes the word back. */
export const pinCluster = command<ClusterPinInput, BulkAnswer & { clusterId: ClusterId | null }>({
  name: 'cluster.pin',
  permission: 'feedback.triage',
  input: ClusterPinInput,
  run: (context, { clusterId, itemIds, kind }) =>
    kind === 'unpin' ? unpin(context, clusterId, itemIds) : move(context, clusterId, itemIds, kind),
})

async function move(
  context: CommandContext,
  clusterId: ClusterId,
  itemIds: readonly FeedbackItemId[],
  kind: 'split' | 'same' | 'not-same',
) {
  const { tx, actor, now } = context
  const before = await lockCluster(context, clusterId)
  if (!before) return noCluster('clusterId')
  const rows = await lockItems(tx, actor.workspaceId, itemIds)
  const members = kind === 'same' ? rows : rows.filter((row) => row.clusterId === clusterId)
  if (members.length === 0) return refuse('not-found', 'None of these items is in this cluster.', { field: 'itemIds' })
  const actId = newId('fba', Date.parse(now))
  const target = kind === 'same' ? clusterId : kind === 'split' ? ('new' as const) : null
  const outcomes = await actOn({ tx, actor, now }, members, { verb: 'cluster', clusterId: target }, actId)
  const made = outcomes.find(({ acted }) => acted)?.acted?.row.clusterId ?? null
  const words = { split: 'split off', same: 'put in', 'not-same': 'took out' }[kind]
  const sentence = `${actor.name} ${words} ${members.length === 1 ? 'one item' : `${members.length} items`}`
  await recordClusterEvent(
    tx,
    actor,
    { clusterId, kind, sentence, data: { items: members.map(({ id }) => id), made } },
    now,
  )
  return {
    ok: true as const,
    value: { ...bulkAnswer(actId, outcomes, itemIds), clusterId: made },
    object: { kind: 'cluster', id: clusterId },
    detail: { kind, items: members.map(({ id }) => id), made },
    topics: [...told({ id: clusterId, version: before.version + 1 }), ...topicsOf(outcomes)],
  }
}

/** Members stay where they are, and automation may decide about them again. */
async function unpin(context: CommandContext, clusterId: ClusterId, itemIds: readonly FeedbackItemId[]) {
  const { tx, actor, now } = context
  const before = await lockCluster(context, clusterId)
  if (!before) return noCluster('clusterId')
  const rows = await lockItems(tx, actor.workspaceId, itemIds)
  const pinned = rows.filter((row) => row.clusterId === clusterId && row.clusterPinned)
  if (pinned.length === 0)
    return refuse('not-pinned', 'Nobody put these items into this cluster by hand.', { field: 'itemIds' })
  const actId = newId('fba', Date.parse(now))
  const outcomes: ActOutcome[] = []
  for (const row of pinned) {
    const triage = triageOf(row)
    const next = { ...triage, clusterPinned: false }
    const sentence = `${actor.name} left its cluster to the machine`
    const changes = changesOf(triage, next)
    const acted = await store({ tx, actor, now }, row, { next, changes, labels: [], verb: 'unpin', sentence, actId })
    outcomes.push({ id: row.id, acted, refusal: null })
  }
  const ids = pinned.map(({ id }) => id)
  const its = and(eq(clusterPin.workspaceId, actor.workspaceId), eq(clusterPin.clusterId, clusterId))
  await tx.delete(clusterPin).where(and(its, inArray(clusterPin.itemId, ids)))
  const sentence = `${actor.name} let go of ${ids.length === 1 ? 'one item' : `${ids.length} items`}`
  await recordClusterEvent(tx, actor, { clusterId, kind: 'unpin', sentence, data: { items: ids } }, now)
  return {
    ok: true as const,
    value: { ...bulkAnswer(actId, outcomes, itemIds), clusterId },
    object: { kind: 'cluster', id: clusterId },
    detail: { kind: 'unpin', items: ids },
    topics: [...told({ id: clusterId, version: before.version + 1 }), ...topicsOf(outcomes)],
  }
}
