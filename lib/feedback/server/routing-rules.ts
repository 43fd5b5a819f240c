import { and, asc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { routingRule } from '@/drizzle/schema/feedback-settings'
import { type Actor } from '@/lib/kernel/actor'
import { RoutingRuleId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { RouteOrderInput, RoutingRuleInput, type RoutingRuleView } from '../core/schema'

const RULES_MAX = 200

/** A line of the routing table: new at its end, or changed. */
export const saveRoutingRule = command<RoutingRuleInput, RoutingRuleView>({
  name: 'routing-rule.save',
  permission: 'feedback.configure',
  input: RoutingRuleInput,
  async run({ tx, actor, now }, { id, name, position, enabled, when, does, expectedVersion }) {
    const { workspaceId } = actor
    const rows = await tx.select().from(routingRule).where(eq(routingRule.workspaceId, workspaceId))
    const before = rows.find((row) => row.id === id)
    if (id && !before) return refuse('not-found', 'There is no such rule here.', { field: 'id' })
    if (!id && rows.length >= RULES_MAX) return refuse('too-many-rules', `A workspace has at most ${RULES_MAX} routes.`)
    if (before && expectedVersion !== undefined && expectedVersion !== before.version)
      return refuse('stale-version', 'Somebody changed this rule since you opened it.', { remedy: 'Look again.' })
    const last = Math.max(-1, ...rows.map((row) => row.position))
    const place = position ?? before?.position ?? last + 1
    const row = { name, position: place, enabled, when, does, version: (before?.version ?? 0) + 1, updatedAt: now }
    const ruleId = before?.id ?? newId('rrl', Date.parse(now))
    if (before)
      await tx
        .update(routingRule)
        .set(row)
        .where(and(eq(routingRule.workspaceId, workspaceId), eq(routingRule.id, ruleId)))
    else await tx.insert(routingRule).values({ id: ruleId, workspaceId, ...row, createdAt: now })
    return {
      ok: true,
      value: { id: ruleId, name, position: place, enabled, when, does, version: row.version, hits: before?.hits ?? 0 },
      object: { kind: 'routing-rule', id: ruleId },
      detail: JSON.parse(
        JSON.stringify({
          before: before ? { when: before.when, does: before.does } : null,
          after: { name, when, does, enabled },
        }),
      ),
    }
  },
})

export const deleteRoutingRule = command<{ id: RoutingRuleId }, null>({
  name: 'routing-rule.delete',
  permission: 'feedback.configure',
  input: z.object({ id: RoutingRuleId }),
  async run({ tx, actor }, { id }) {
    const its = and(eq(routingRule.workspaceId, actor.workspaceId), eq(routingRule.id, id))
    const [gone] = await tx.delete(routingRule).where(its).returning({ name: routingRule.name })
    if (!gone) return refuse('not-found', 'There is no such rule here.', { field: 'id' })
    return { ok: true, value: null, object: { kind: 'routing-rule', id }, detail: { name: gone.name } }
  },
})

/** Puts the routing table into another order, all of it at once: what others added meanwhile is not lost in it. */
export const orderRoutingRules = command<RouteOrderInput, { ids: RoutingRuleId[] }>({
  name: 'routing-rule.order',
  permission: 'feedback.configure',
  input: RouteOrderInput,
  async run({ tx, actor, now }, { ids }) {
    const { workspaceId } = actor
    const rows = await tx
      .select({ id: routingRule.id, name: routingRule.name, position: routingRule.position })
      .from(routingRule)
      .where(eq(routingRule.workspaceId, workspaceId))
      .orderBy(asc(routingRule.position), asc(routingRule.id))
      .for('update')
    const known = new Set(rows.map(({ id }) => id))
    if (ids.some((id) => !known.has(id))) return refuse('not-found', 'There is no such rule here.', { field: 'ids' })
    if (ids.length < rows.length)
      return refuse('stale-version', 'Somebody added a route meanwhile. Nothing was moved.', {
        remedy: 'Look again, then move it.',
      })
    for (const [position, id] of ids.entries()) {
      if (rows.find((row) => row.id === id)?.position === position) continue
      await tx
        .update(routingRule)
        .set({ position, version: sql`${routingRule.version} + 1`, updatedAt: now })
        .where(and(eq(routingRule.workspaceId, workspaceId), eq(routingRule.id, id)))
    }
    const names = new Map(rows.map(({ id, name }) => [id, name]))
    return {
      ok: true,
      value: { ids },
      object: { kind: 'routing-rule', id: workspaceId },
      detail: { before: rows.map(({ name }) => name), after: ids.map((id) => names.get(id) ?? id) },
    }
  },
})

/** The routing table in its order. */
export async function listRoutingRules(runtime: Runtime, actor: Actor): Promise<Outcome<RoutingRuleView[]>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const rows = await runtime.database.db
    .select()
    .from(routingRule)
    .where(eq(routingRule.workspaceId, actor.workspaceId))
    .orderBy(asc(routingRule.position), asc(routingRule.id))
  const value = rows.map(({ id, name, position, enabled, when, does, version, hits }) => ({
    id,
    name,
    position,
    enabled,
    when,
    does,
    version,
    hits,
  }))
  return { ok: true, value }
}
