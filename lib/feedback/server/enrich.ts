import { and, asc, eq, sql } from 'drizzle-orm'
import { feedbackItem, feedbackEnrichment } from '@/drizzle/schema/feedback'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { plus, seconds } from '@/lib/kernel/time'
import { isAway, transact, type Tx } from '@/lib/platform/database'
import { addJob, type Job } from '@/lib/platform/jobs'
import { notifyLive } from '@/lib/platform/notify'
import { prepared } from '@/lib/platform/prepared'
import { type Runtime } from '@/lib/platform/runtime'
import { type StageLookup } from '@/lib/telemetry/server/contract'
import { enrichItem, type EnrichTools } from './enrich-item'
import { readClassifier, readRoutes } from './rule-set'

const BATCH = 100
const ATTEMPTS = 3

/**
 * Reading what came in, for one workspace. Whoever reads takes all that waits, so two at once would only wait for each
 * other: they stand in one queue, and what came meanwhile is one more job behind the one that runs.
 */
export const enrichJob = (workspaceId: WorkspaceId): Job => ({
  task: 'feedback.enrich',
  payload: { workspaceId },
  key: `feedback.enrich ${workspaceId}`,
  queue: `feedback.enrich ${workspaceId}`,
})

/** Reads what came in: all items of a workspace that wait for it, in the order in which they came. */
export async function enrichWorkspace(
  runtime: Runtime,
  stages: StageLookup,
  workspaceId: WorkspaceId,
): Promise<number> {
  const { db } = runtime.database
  const waiting = and(eq(feedbackItem.workspaceId, workspaceId), eq(feedbackItem.enrichment, 'pending'))
  let done = 0
  let after = ''
  for (;;) {
    const rows = await db
      .select({ id: feedbackItem.id, key: sql<string>`${feedbackItem.receivedAt}::text || ' ' || ${feedbackItem.id}` })
      .from(feedbackItem)
      .where(and(waiting, sql`${feedbackItem.receivedAt}::text || ' ' || ${feedbackItem.id} > ${after}`))
      .orderBy(asc(feedbackItem.receivedAt), asc(feedbackItem.id))
      .limit(BATCH)
    const last = rows.at(-1)
    if (!last) break
    after = last.key
    const tools = {
      classifier: await readClassifier(db, workspaceId),
      routes: await readRoutes(db, workspaceId),
      stages,
      now: runtime.now(),
    }
    for (const { id } of rows) done += await enrichOne(runtime, workspaceId, id, tools)
    const ids = rows.map(({ id }) => id)
    await db.transaction((tx) => tellBatch(tx, workspaceId, ids))
  }
  return done
}

async function enrichOne(
  runtime: Runtime,
  workspaceId: WorkspaceId,
  id: FeedbackItemId,
  tools: EnrichTools,
): Promise<number> {
  try {
    return await transact(runtime.database.db, async (tx) => {
      // Leader clustering is a stream: one item at a time decides in a workspace.
      await prepared(tx, sql`select pg_advisory_xact_lock(hashtextextended(${`enrich ${workspaceId}`}, 0))`)
      const its = and(eq(feedbackItem.workspaceId, workspaceId), eq(feedbackItem.id, id))
      const [row] = await tx.select().from(feedbackItem).where(its).for('update').prepare('waiting').execute()
      if (row?.enrichment !== 'pending') return 0
      await enrichItem(tx, row, tools)
      return 1
    })
  } catch (error) {
    if (isAway(error)) throw error
    runtime.log.error({ err: error, itemId: id }, 'an item could not be enriched')
    await transact(runtime.database.db, (tx) => failed(tx, workspaceId, id, tools))
    return 0
  }
}

/** Three times, then it shows under "Needs attention" as not enriched. */
async function failed(tx: Tx, workspaceId: WorkspaceId, id: FeedbackItemId, { now }: EnrichTools): Promise<void> {
  const [row] = await tx
    .update(feedbackItem)
    .set({
      attempts: sql`${feedbackItem.attempts} + 1`,
      enrichment: sql`case when ${feedbackItem.attempts} + 1 >= ${ATTEMPTS} then 'failed' else 'pending' end`,
    })
    .where(and(eq(feedbackItem.workspaceId, workspaceId), eq(feedbackItem.id, id)))
    .returning({ enrichment: feedbackItem.enrichment })
  if (row?.enrichment === 'pending') {
    const again = { runAt: plus(now, seconds(30)), key: `feedback.enrich-again ${workspaceId}` }
    await addJob(tx, { ...enrichJob(workspaceId), ...again })
    return
  }
  await tx
    .insert(feedbackEnrichment)
    .values({
      workspaceId,
      itemId: id,
      step: 'classify',
      method: 'failed',
      status: 'failed',
      output: {},
      because: [],
      note: 'It could not be read.',
      createdAt: now,
    })
    .onConflictDoNothing()
}

/** One notice for all of a batch: a screen shows "3 new", and asks when it is told to. */
async function tellBatch(tx: Tx, workspaceId: WorkspaceId, ids: readonly FeedbackItemId[]): Promise<void> {
  await prepared(
    tx,
    sql`
    update feedback_source s set last_item_at = n.at from (
      select source_id, max(received_at) as at from feedback_item
      where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)) group by source_id
    ) as n where s.workspace_id = ${workspaceId} and s.id = n.source_id and (s.last_item_at is null or s.last_item_at < n.at)`,
  )
  await notifyLive(tx, { workspaceId, topic: 'feedback', id: ids.at(-1) ?? '', version: 0 })
  await notifyLive(tx, { workspaceId, topic: 'clusters', id: '', version: 0 })
}
