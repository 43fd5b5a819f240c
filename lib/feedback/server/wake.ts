import { and, eq, isNotNull, lte, or, sql, type SQL } from 'drizzle-orm'
import { feedbackAct, feedbackItem } from '@/drizzle/schema/feedback'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { transact, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { notifyLive } from '@/lib/platform/notify'
import { type Runtime } from '@/lib/platform/runtime'
import { changesOf } from '../core/decide-triage'
import { saveTriage, triageOf } from './item-rows'

/** Wakes what slept until now. @returns how many woke */
export async function wakeDue(runtime: Runtime, workspaceId: WorkspaceId): Promise<number> {
  const now = runtime.now()
  return transact(runtime.database.db, (tx) =>
    wake(tx, workspaceId, lte(feedbackItem.snoozedUntil, now), 'Its time has come', now),
  )
}

/** Wakes what slept until a rollout or its flag changed; told by whoever decides about rollouts, in that transaction. */
export async function wakeForRollout(
  tx: Tx,
  {
    workspaceId,
    rolloutId,
    flagKey,
    what,
  }: { workspaceId: WorkspaceId; rolloutId: string; flagKey: string; what: string },
  now: Instant,
): Promise<number> {
  const waiting = or(
    sql`${feedbackItem.snooze} ->> 'rolloutId' = ${rolloutId}`,
    sql`${feedbackItem.snooze} ->> 'flagKey' = ${flagKey}`,
  )
  return wake(tx, workspaceId, waiting, what, now)
}

async function wake(
  tx: Tx,
  workspaceId: WorkspaceId,
  which: SQL | undefined,
  why: string,
  now: Instant,
): Promise<number> {
  const rows = await tx
    .select()
    .from(feedbackItem)
    .where(and(eq(feedbackItem.workspaceId, workspaceId), isNotNull(feedbackItem.snooze), which))
    .orderBy(feedbackItem.id)
    .limit(1000)
    .for('update')
  for (const row of rows) {
    const before = triageOf(row)
    const next = { ...before, snooze: null, woke: why, unread: true }
    await saveTriage(tx, row, next, now)
    await tx.insert(feedbackAct).values({
      workspaceId,
      actId: newId('fba', Date.parse(now)),
      itemId: row.id,
      verb: 'wake',
      sentence: `Woke up: ${why}`,
      changes: changesOf(before, next),
      actorKind: 'system',
      actorId: 'system',
      actorName: 'Soundings',
      createdAt: now,
    })
  }
  const [first] = rows
  if (first) await notifyLive(tx, { workspaceId, topic: 'feedback', id: first.id, version: first.version + 1 })
  return rows.length
}
