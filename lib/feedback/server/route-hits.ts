import { and, eq, sql } from 'drizzle-orm'
import { routingRule } from '@/drizzle/schema/feedback-settings'
import { type RoutingRuleId, type WorkspaceId } from '@/lib/kernel/id'
import { type Tx } from '@/lib/platform/database'
import { type Rule } from '../core/route'

/** Whom a rule gives an item: its person, the next in turn, or who has the fewest open ones. */
export async function chooseAssignee(tx: Tx, workspaceId: WorkspaceId, { id, does }: Rule): Promise<string | null> {
  const { assign } = does
  if (assign.by === 'nobody') return null
  if (assign.by === 'person') return assign.userId
  if (assign.by === 'round-robin') {
    const [row] = await tx
      .select({ hits: routingRule.hits })
      .from(routingRule)
      .where(and(eq(routingRule.workspaceId, workspaceId), eq(routingRule.id, id as RoutingRuleId)))
    return assign.userIds[(row?.hits ?? 0) % assign.userIds.length] ?? null
  }
  const loads = await tx.execute<{ id: string }>(sql`
    select u.id from jsonb_array_elements_text(${JSON.stringify(assign.userIds)}::text::jsonb) with ordinality as u (id, place)
    left join feedback_item i on i.workspace_id = ${workspaceId} and i.assignee_id = u.id and i.bucket in ('inbox', 'waiting')
    group by u.id, u.place order by count(i.id), u.place limit 1`)
  return [...loads][0]?.id ?? null
}

export async function countHit(tx: Tx, workspaceId: WorkspaceId, id: string): Promise<void> {
  await tx
    .update(routingRule)
    .set({ hits: sql`${routingRule.hits} + 1` })
    .where(and(eq(routingRule.workspaceId, workspaceId), eq(routingRule.id, id as RoutingRuleId)))
}
