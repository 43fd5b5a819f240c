import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { feedbackItem, feedbackLabel } from '@/drizzle/schema/feedback'
import { tag, tagRule } from '@/drizzle/schema/feedback-settings'
import { type Actor } from '@/lib/kernel/actor'
import { TagRuleId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { Classifier } from '../core/classify'
import { excerptOf } from '../core/clean-text'
import { RULE_BOOK } from '../core/rule-book'
import {
  DEFAULT_TAGS,
  type RuleDryRun,
  TagInput,
  TagRuleInput,
  type TagRuleView,
  type TagSettingView,
} from '../core/schema'
import { itemName } from './item-rows'
import { compilePattern, findPattern } from './rule-set'

const RULES_MAX = 500

/** A rule of the workspace: new, or a next version of one it has. */
export const saveTagRule = command<TagRuleInput, TagRuleView>({
  name: 'tag-rule.save',
  permission: 'feedback.configure',
  input: TagRuleInput,
  async run({ tx, actor, now }, { id, expectedVersion, ...rule }) {
    const { workspaceId } = actor
    if (rule.match === 'regex' && !compilePattern(rule.pattern)) {
      const remedy = 'Look-around and back references are not possible.'
      return refuse('bad-pattern', 'This is no pattern that can be looked for in bounded time.', {
        field: 'pattern',
        remedy,
      })
    }
    const rows = await tx.select().from(tagRule).where(eq(tagRule.workspaceId, workspaceId))
    const before = rows.find((row) => row.id === id)
    if (id && !before) return refuse('not-found', 'There is no such rule here.', { field: 'id' })
    if (!id && rows.length >= RULES_MAX) return refuse('too-many-rules', `A workspace has at most ${RULES_MAX} rules.`)
    if (before && expectedVersion !== undefined && expectedVersion !== before.version)
      return refuse('stale-version', 'Somebody changed this rule since you opened it.', { remedy: 'Look again.' })
    const row = { ...rule, version: (before?.version ?? 0) + 1, updatedAt: now }
    const ruleId = before?.id ?? newId('trl', Date.parse(now))
    if (before)
      await tx
        .update(tagRule)
        .set(row)
        .where(and(eq(tagRule.workspaceId, workspaceId), eq(tagRule.id, ruleId)))
    else await tx.insert(tagRule).values({ id: ruleId, workspaceId, ...row, createdAt: now })
    await tx
      .insert(tag)
      .values({ workspaceId, key: rule.tag, name: rule.tag, enabled: true, createdAt: now })
      .onConflictDoNothing()
    return {
      ok: true,
      value: { id: ruleId, ...rule, version: row.version, origin: 'workspace' },
      object: { kind: 'tag-rule', id: ruleId },
      detail: {
        before: before ? { pattern: before.pattern, weight: before.weight, enabled: before.enabled } : null,
        after: { ...rule },
      },
    }
  },
})

export const deleteTagRule = command<{ id: TagRuleId }, null>({
  name: 'tag-rule.delete',
  permission: 'feedback.configure',
  input: z.object({ id: TagRuleId }),
  async run({ tx, actor }, { id }) {
    const its = and(eq(tagRule.workspaceId, actor.workspaceId), eq(tagRule.id, id))
    const [gone] = await tx.delete(tagRule).where(its).returning()
    if (!gone) return refuse('not-found', 'There is no such rule here.', { field: 'id' })
    return { ok: true, value: null, object: { kind: 'tag-rule', id }, detail: { tag: gone.tag, pattern: gone.pattern } }
  },
})

/** Adds, renames or switches a tag; its key stays as it is. */
export const saveTag = command<TagInput, TagInput>({
  name: 'tag.save',
  permission: 'feedback.configure',
  input: TagInput,
  async run({ tx, actor, now }, { key, name, enabled }) {
    const { workspaceId } = actor
    await tx
      .insert(tag)
      .values({ workspaceId, key, name, enabled, createdAt: now })
      .onConflictDoUpdate({ target: [tag.workspaceId, tag.key], set: { name, enabled } })
    return { ok: true, value: { key, name, enabled }, object: { kind: 'tag', id: key }, detail: { name, enabled } }
  },
})

const signIn = () => refuse('not-signed-in', 'Sign in first.')

/** The workspace's own rules, then those that come with Soundings. */
export async function listTagRules(runtime: Runtime, actor: Actor): Promise<Outcome<TagRuleView[]>> {
  if (actor.kind === 'anonymous') return signIn()
  const rows = await runtime.database.db
    .select()
    .from(tagRule)
    .where(eq(tagRule.workspaceId, actor.workspaceId))
    .orderBy(asc(tagRule.tag), asc(tagRule.id))
  const own = rows.map(
    ({ id, tag: key, match, pattern, language, negationWindow, weight, enabled, version }): TagRuleView => {
      return { id, tag: key, match, pattern, language, negationWindow, weight, enabled, version, origin: 'workspace' }
    },
  )
  const seeds = RULE_BOOK.map((seed): TagRuleView => {
    const pattern = seed.phrases.replaceAll(/\s+/g, ' ').trim()
    const { tag: key, negationWindow, weight } = seed
    const named = { id: null, tag: key, match: 'words', pattern, language: 'en' } as const
    return Object.assign(named, { negationWindow, weight, enabled: true, version: 1, origin: 'built-in' } as const)
  })
  return { ok: true, value: [...own, ...seeds] }
}

/** Tags with how many items carry each. */
export async function listTags(runtime: Runtime, actor: Actor): Promise<Outcome<TagSettingView[]>> {
  if (actor.kind === 'anonymous') return signIn()
  const { db } = runtime.database
  const { workspaceId } = actor
  const rows = await db.select().from(tag).where(eq(tag.workspaceId, workspaceId))
  const counted = await db.execute<{ key: string; items: number }>(sql`
    select key, count(*)::int as items from feedback_item, unnest(tag_keys) as key
    where workspace_id = ${workspaceId} and received_at > ${runtime.now()}::timestamptz - interval '90 days' group by key`)
  const items = new Map([...counted].map((row) => [row.key, row.items]))
  const settings = new Map(rows.map((row) => [row.key, row]))
  const keys = [...new Set<string>([...DEFAULT_TAGS, ...settings.keys()])]
  const value = keys.map((key) => {
    const known = settings.get(key)
    return { key, name: known?.name ?? key, enabled: known?.enabled ?? true, items: items.get(key) ?? 0 }
  })
  return { ok: true, value }
}

const LOOKED = 2000

/** What a rule would have tagged among the newest items, and how many of those people took that tag off. */
export async function dryRunRule(runtime: Runtime, actor: Actor, input: unknown): Promise<Outcome<RuleDryRun>> {
  if (actor.kind === 'anonymous') return signIn()
  const parsed = TagRuleInput.safeParse(input)
  if (!parsed.success)
    return refuse('invalid-input', parsed.error.issues[0]?.message ?? 'The rule has a wrong form.', {
      field: parsed.error.issues[0]?.path.join('.') ?? '',
    })
  const rule = parsed.data
  if (rule.match === 'regex' && !compilePattern(rule.pattern))
    return refuse('bad-pattern', 'This is no pattern that can be looked for in bounded time.', { field: 'pattern' })
  const { db } = runtime.database
  const { workspaceId } = actor
  const rows = await db
    .select({ id: feedbackItem.id, number: feedbackItem.number, text: feedbackItem.text })
    .from(feedbackItem)
    .where(and(eq(feedbackItem.workspaceId, workspaceId), ne(feedbackItem.bucket, 'spam')))
    .orderBy(desc(feedbackItem.bumpedAt))
    .limit(LOOKED)
  // A tag that no built-in rule knows, so that only this rule can give it.
  const alone = new Classifier(
    [{ ...rule, tag: 'dry-run', enabled: true, weight: Math.abs(rule.weight) + 3 }],
    () => true,
    findPattern,
  )
  const hits = rows.filter(({ text }) => alone.judge(text).tags.some(({ key }) => key === 'dry-run'))
  const removed = await db
    .selectDistinct({ itemId: feedbackLabel.itemId })
    .from(feedbackLabel)
    .where(
      sql`${feedbackLabel.workspaceId} = ${workspaceId} and ${feedbackLabel.field} = 'tag' and ${feedbackLabel.from} = ${rule.tag} and ${feedbackLabel.to} is null`,
    )
  const taken = new Set<string>(removed.map(({ itemId }) => itemId))
  return {
    ok: true,
    value: {
      looked: rows.length,
      hits: hits.length,
      peopleRemoved: hits.filter(({ id }) => taken.has(id)).length,
      examples: hits
        .slice(0, 5)
        .map(({ id, number, text }) => ({ id, name: itemName(number), excerpt: excerptOf(text) })),
    },
  }
}
