import { RE2JS } from 're2js'
import { and, asc, eq } from 'drizzle-orm'
import { routingRule, tag, tagRule } from '@/drizzle/schema/feedback-settings'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { Classifier, type FindPattern } from '../core/classify'
import { type Rule } from '../core/route'

const compiled = new Map<string, RE2JS | null>()
const COMPILED_MAX = 500

/** A pattern in the linear-time dialect; null when it is none, or asks for what cannot be linear. */
export function compilePattern(pattern: string): RE2JS | null {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  if (compiled.size >= COMPILED_MAX) compiled.clear()
  let made: RE2JS | null
  try {
    made = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  } catch {
    made = null
  }
  compiled.set(pattern, made)
  return made
}

/** Where a rule's pattern is found in a text, at most four times. */
export const findPattern: FindPattern = (pattern, text) => {
  const matcher = compilePattern(pattern)?.matcher(text)
  const hits: { from: number; to: number }[] = []
  if (!matcher) return hits
  for (let found = matcher.find(); found && hits.length < 4; found = matcher.find()) {
    if (matcher.end() > matcher.start()) hits.push({ from: matcher.start(), to: matcher.end() })
  }
  return hits
}

/** The built-in rules with the workspace's own laid over them. Tags that are switched off are not given. */
export async function readClassifier(db: Db | Tx, workspaceId: WorkspaceId): Promise<Classifier> {
  const rules = await db.select().from(tagRule).where(eq(tagRule.workspaceId, workspaceId))
  const off = await db
    .select({ key: tag.key })
    .from(tag)
    .where(and(eq(tag.workspaceId, workspaceId), eq(tag.enabled, false)))
  if (rules.length === 0 && off.length === 0) return builtIn()
  const disabled = new Set(off.map(({ key }) => key))
  return new Classifier(rules, (key) => !disabled.has(key), findPattern)
}

let plain: Classifier | null = null
const builtIn = (): Classifier => (plain ??= new Classifier([]))

/** Routing rules that are switched on, in their order. */
export async function readRoutes(db: Db | Tx, workspaceId: WorkspaceId): Promise<Rule[]> {
  return db
    .select({ id: routingRule.id, name: routingRule.name, when: routingRule.when, does: routingRule.does })
    .from(routingRule)
    .where(and(eq(routingRule.workspaceId, workspaceId), eq(routingRule.enabled, true)))
    .orderBy(asc(routingRule.position), asc(routingRule.id))
}
