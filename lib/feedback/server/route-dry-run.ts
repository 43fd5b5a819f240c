import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm'
import { feedbackAct, feedbackExposure, feedbackItem } from '@/drizzle/schema/feedback'
import { routingRule } from '@/drizzle/schema/feedback-settings'
import { type Actor } from '@/lib/kernel/actor'
import { type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { excerptOf } from '../core/clean-text'
import { ruleFits, rulesFor, type RoutedItem, type Rule } from '../core/route'
import { RoutingRuleInput, type RouteDryRun } from '../core/schema'
import { liveTags } from '../core/tags'
import { itemName } from './item-rows'

const LOOKED = 200

/** What a route would have met among the newest items, what an earlier one takes, and what people decided otherwise. */
export async function dryRunRoute(runtime: Runtime, actor: Actor, input: unknown): Promise<Outcome<RouteDryRun>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const parsed = RoutingRuleInput.safeParse(input)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse('invalid-input', issue?.message ?? 'The route has a wrong form.', {
      field: issue?.path.join('.') ?? '',
    })
  }
  const { db } = runtime.database
  const { workspaceId } = actor
  const { id, position, name, when, does } = parsed.data
  const rule: Rule = { id: id ?? 'new', name, when, does }
  const table = await db
    .select()
    .from(routingRule)
    .where(and(eq(routingRule.workspaceId, workspaceId), eq(routingRule.enabled, true)))
    .orderBy(routingRule.position, routingRule.id)
  const place = position ?? table.find((row) => row.id === id)?.position ?? Infinity
  const earlier: Rule[] = table.filter((row) => row.id !== id && row.position < place)
  const items = await newest(db, workspaceId)
  const hits = items.filter(({ item }) => ruleFits(when, item))
  const free = hits.filter(({ item }) => rulesFor([...earlier, rule], item).some((met) => met.id === rule.id))
  const decided = await decidedByPeople(
    db,
    workspaceId,
    hits.map(({ row }) => row.id),
  )
  return {
    ok: true,
    value: {
      looked: items.length,
      hits: hits.length,
      takenEarlier: hits.length - free.length,
      changedByPeople: hits.filter(({ row }) => decided.has(row.id)).length,
      unowned: free
        .filter(({ row }) => row.bucket === 'inbox' && row.assigneeId === null && row.teamId === null)
        .map(({ row }) => row.id),
      examples: free.slice(0, 5).map(({ row }) => ({
        id: row.id,
        name: itemName(row.number),
        excerpt: excerptOf(row.text),
      })),
    },
  }
}

async function newest(db: Db, workspaceId: WorkspaceId) {
  const rows = await db
    .select()
    .from(feedbackItem)
    .where(and(eq(feedbackItem.workspaceId, workspaceId), ne(feedbackItem.bucket, 'spam'), ne(feedbackItem.text, '')))
    .orderBy(desc(feedbackItem.bumpedAt), desc(feedbackItem.id))
    .limit(LOOKED)
  const exposure = await db
    .select({
      itemId: feedbackExposure.itemId,
      flagKey: feedbackExposure.flagKey,
      variant: feedbackExposure.variant,
    })
    .from(feedbackExposure)
    .where(
      and(
        eq(feedbackExposure.workspaceId, workspaceId),
        inArray(
          feedbackExposure.itemId,
          rows.map(({ id }) => id),
        ),
      ),
    )
  const byItem = new Map<string, typeof exposure>()
  for (const one of exposure) byItem.set(one.itemId, [...(byItem.get(one.itemId) ?? []), one])
  return rows.map((row) => {
    const { text, channel, language, type, effective: sentiment, context } = row
    const item: RoutedItem = {
      text,
      channel,
      language,
      type,
      tags: liveTags(row.tags),
      sentiment,
      exposure: byItem.get(row.id) ?? [],
      context,
    }
    return { row, item }
  })
}

/** Items whose owner a person chose, or took away. */
async function decidedByPeople(
  db: Db,
  workspaceId: WorkspaceId,
  ids: readonly (typeof feedbackItem.$inferSelect)['id'][],
): Promise<Set<string>> {
  const rows = await db
    .selectDistinct({ itemId: feedbackAct.itemId })
    .from(feedbackAct)
    .where(
      and(
        eq(feedbackAct.workspaceId, workspaceId),
        inArray(feedbackAct.itemId, [...ids]),
        eq(feedbackAct.verb, 'assign'),
        eq(feedbackAct.actorKind, 'person'),
        isNull(feedbackAct.undoneBy),
      ),
    )
  return new Set(rows.map(({ itemId }) => itemId))
}
