import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { feedbackItem } from '@/drizzle/schema/feedback'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { transact, type Tx } from '@/lib/platform/database'
import { notifyLive } from '@/lib/platform/notify'
import { type Runtime } from '@/lib/platform/runtime'
import { BusinessTime } from '../core/business-time'
import { clocksOf, nextDue, type ClockFacts, type StoredClocks } from '../core/clocks'
import { type SlaPolicy } from '../core/schema'
import { lockItems } from './item-rows'
import { slaOf } from './sla'

export type ClockColumns = { clocks: StoredClocks | null; dueAt: Instant; riskAt: Instant }

let last: { calendar: string; time: BusinessTime } | null = null

/** Remembers the days of the calendar that was asked for last. */
function timeOf({ calendar }: SlaPolicy): BusinessTime {
  const key = JSON.stringify(calendar)
  if (last?.calendar !== key) last = { calendar: key, time: new BusinessTime(calendar) }
  return last.time
}

export function clockColumns(policy: SlaPolicy, facts: ClockFacts): ClockColumns {
  const clocks = clocksOf(policy, timeOf(policy), facts)
  return { clocks, ...nextDue(clocks) }
}

/** Counts the clocks of locked items anew, from the rows of their states; after all that may change what is owed. */
export async function refreshClocks(
  tx: Tx,
  workspaceId: WorkspaceId,
  ids: readonly FeedbackItemId[],
): Promise<Map<FeedbackItemId, ClockColumns>> {
  const counted = new Map<FeedbackItemId, ClockColumns>()
  if (ids.length === 0) return counted
  const { policy } = await slaOf(tx, workspaceId)
  const rows = await tx.execute<FactRow>(sql`
    select i.id, i.priority,
      (select jsonb_agg(jsonb_build_object('kind', s.state, 'atMs', (extract(epoch from s.created_at) * 1000)::float8) order by s.seq)
        from feedback_state s where s.workspace_id = i.workspace_id and s.item_id = i.id) as states,
      (select (extract(epoch from min(m.created_at)) * 1000)::float8 from feedback_message m
        where m.workspace_id = i.workspace_id and m.item_id = i.id and m.direction = 'out') as answered
    from feedback_item i
    where i.workspace_id = ${workspaceId} and i.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`)
  for (const { id, priority, states, answered } of rows)
    counted.set(id, clockColumns(policy, { priority, states: states ?? [], firstAnsweredMs: answered }))
  const stored = JSON.stringify([...counted].map(([id, columns]) => Object.assign({ id }, columns)))
  await tx.execute(sql`
    update feedback_item i set clocks = nullif(n.clocks, 'null'::jsonb), due_at = n."dueAt", risk_at = n."riskAt"
    from jsonb_to_recordset(${stored}::text::jsonb) as n (id text, clocks jsonb, "dueAt" timestamptz, "riskAt" timestamptz)
    where i.workspace_id = ${workspaceId} and i.id = n.id`)
  return counted
}

type FactRow = Pick<ClockFacts, 'priority'> & {
  id: FeedbackItemId
  states: ClockFacts['states'] | null
  answered: number | null
}

const BATCH = 500
const OPEN = ['inbox', 'snoozed', 'waiting'] as const

/** After the targets were changed: what is open gets its times by the new ones. @returns how many items */
export async function refreshAllClocks(runtime: Runtime, workspaceId: WorkspaceId): Promise<number> {
  const { db } = runtime.database
  let [done, after] = [0, '' as FeedbackItemId | '']
  for (;;) {
    const found = await db
      .select({ id: feedbackItem.id })
      .from(feedbackItem)
      .where(
        and(
          eq(feedbackItem.workspaceId, workspaceId),
          inArray(feedbackItem.bucket, [...OPEN]),
          gt(feedbackItem.id, after as FeedbackItemId), // the empty text comes before every id
        ),
      )
      .orderBy(asc(feedbackItem.id))
      .limit(BATCH)
    const lastId = found.at(-1)?.id
    if (!lastId) break
    const ids = found.map(({ id }) => id)
    await transact(db, async (tx) => {
      // Locked first: an act in between would be written over by what was read before it.
      await lockItems(tx, workspaceId, ids)
      await refreshClocks(tx, workspaceId, ids)
    })
    done += ids.length
    after = lastId
  }
  if (after !== '')
    await db.transaction((tx) => notifyLive(tx, { workspaceId, topic: 'feedback', id: after, version: 0 }))
  return done
}
