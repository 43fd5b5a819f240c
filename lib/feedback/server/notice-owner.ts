import { and, eq, sql } from 'drizzle-orm'
import { feedbackNotice } from '@/drizzle/schema/feedback-settings'
import { feedbackExposure } from '@/drizzle/schema/feedback'
import { recordTimeline } from '@/lib/governance/server/contract'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { excerptOf } from '../core/clean-text'
import { noticeFor } from '../core/owner-notice'
import { type ItemRow, itemName } from './item-rows'

/** The owner of a flag hears of the first, third, eighth and twentieth person among the exposed who complains. */
export async function noticeOwner(
  tx: Tx,
  row: ItemRow,
  judged: { type: string | null; effective: string | null },
  now: Instant,
): Promise<void> {
  if (judged.effective !== 'negative' && judged.type !== 'bug') return
  const { workspaceId, id } = row
  const its = and(
    eq(feedbackExposure.workspaceId, workspaceId),
    eq(feedbackExposure.itemId, id),
    eq(feedbackExposure.cohort, 'exposed'),
  )
  const exposed = await tx.select().from(feedbackExposure).where(its)
  for (const { flagKey, rolloutId, environmentId } of exposed) {
    if (rolloutId === null) continue
    const [counted] = await tx.execute<{ people: number }>(sql`
      select count(distinct coalesce(i.person_id, i.id))::int as people
      from feedback_exposure e join feedback_item i on i.id = e.item_id
      where e.workspace_id = ${workspaceId} and e.rollout_id = ${rolloutId} and e.cohort = 'exposed'
        and i.bucket <> 'spam' and (i.effective = 'negative' or i.type = 'bug')`)
    const told = await tx
      .select({ people: feedbackNotice.people })
      .from(feedbackNotice)
      .where(
        and(
          eq(feedbackNotice.workspaceId, workspaceId),
          eq(feedbackNotice.flagKey, flagKey),
          eq(feedbackNotice.subject, rolloutId),
        ),
      )
    const people = counted?.people ?? 0
    const mark = noticeFor(
      people,
      told.map((one) => one.people),
    )
    if (mark === null) continue
    const notice = { workspaceId, flagKey, subject: rolloutId, people: mark, itemId: id, createdAt: now }
    await tx.insert(feedbackNotice).values(notice).onConflictDoNothing()
    await recordTimeline(tx, {
      workspaceId,
      kind: 'feedback.heard',
      occurredAt: row.occurredAt,
      recordedAt: now,
      environmentId,
      flagKey,
      rolloutId,
      actor: { kind: 'system', id: 'system', name: 'Soundings' },
      title:
        people === 1
          ? `The first exposed person complains about ${flagKey}`
          : `${people} exposed people complain about ${flagKey}`,
      body: `${itemName(row.number)}: ${excerptOf(row.text, 120)}`,
      data: { itemId: id, people },
      dedupeKey: `feedback.heard ${rolloutId} ${mark}`,
    })
  }
}
