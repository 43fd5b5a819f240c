import { sql } from 'drizzle-orm'
import { sampleRemoved, texts } from '@/lib/governance/server/contract'
import { type ClusterId, type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Tx } from '@/lib/platform/database'
import { handler } from '@/lib/platform/events'
import { recount } from './cluster-rows'

const PARTS = [
  'feedback_raw',
  'feedback_attachment',
  'feedback_also',
  'feedback_exposure',
  'feedback_score',
  'feedback_message',
  'feedback_state',
  'feedback_act',
  'feedback_enrichment',
  'feedback_label',
  'feedback_presence',
  'feedback_unplaced',
  'cluster_pin',
] as const

/** Messages that say they are a sample, and what was made of them. Tags, rules, views and sources are settings and stay. */
export const forgetSampleFeedback = handler(sampleRemoved, async ({ tx }, { workspaceId, flags }) => {
  const rows = await tx.execute<{ id: FeedbackItemId }>(sql`
    select id from feedback_item where workspace_id = ${workspaceId} and context ->> 'sample' = 'true'`)
  const ids = texts(rows.map(({ id }) => id))
  for (const table of PARTS) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and item_id = any(${ids})`)
  }
  await tx.execute(sql`
    delete from feedback_notice where workspace_id = ${workspaceId} and flag_key = any(${texts(flags)})`)
  await tx.execute(sql`delete from feedback_item where workspace_id = ${workspaceId} and id = any(${ids})`)
  await forgetPeople(tx, workspaceId)
  await forgetEmptyClusters(tx, workspaceId)
  return null
})

/** Whoever wrote nothing that is left. */
async function forgetPeople(tx: Tx, workspaceId: WorkspaceId): Promise<void> {
  const left = sql`
    select p.id from person p where p.workspace_id = ${workspaceId} and p.erased_at is null
      and not exists (select 1 from feedback_item i where i.workspace_id = p.workspace_id and i.person_id = p.id)`
  for (const table of ['person_identity', 'consent'] as const) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and person_id in (${left})`)
  }
  await tx.execute(sql`delete from person where workspace_id = ${workspaceId} and id in (${left})`)
}

/** Clusters without a member go; the others count who is left. When no message is left, no word was ever seen. */
async function forgetEmptyClusters(tx: Tx, workspaceId: WorkspaceId): Promise<void> {
  const empty = sql`
    select c.id from cluster c where c.workspace_id = ${workspaceId}
      and not exists (select 1 from feedback_item i where i.workspace_id = c.workspace_id and i.cluster_id = c.id)`
  for (const table of ['cluster_term', 'cluster_event', 'cluster_pin'] as const) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and cluster_id in (${empty})`)
  }
  await tx.execute(sql`delete from cluster where workspace_id = ${workspaceId} and id in (${empty})`)
  const left = await tx.execute<{ id: ClusterId }>(sql`select id from cluster where workspace_id = ${workspaceId}`)
  await recount(
    tx,
    workspaceId,
    left.map(({ id }) => id),
  )
  await tx.execute(sql`
    delete from feedback_term where workspace_id = ${workspaceId}
      and not exists (select 1 from feedback_item where workspace_id = ${workspaceId})`)
}
