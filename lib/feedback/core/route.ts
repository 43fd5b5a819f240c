import { type Triage } from './model'
import { type RouteDoes, type RouteWhen, type SentimentLabel } from './schema'
import { stem, tokensOf } from './tokens'

export type RoutedItem = {
  text: string
  channel: string
  language: string | null
  type: string | null
  tags: readonly string[]
  sentiment: SentimentLabel | null
  exposure: readonly { flagKey: string; variant: string }[]
  context: Readonly<Record<string, string | number | boolean>>
}
export type Rule = { id: string; name: string; when: RouteWhen; does: RouteDoes }

const ORDER: Record<SentimentLabel, number> = { negative: 0, neutral: 1, positive: 2 }

/** Whether all that a rule asks for holds; a rule that asks for nothing fits everything. */
export function ruleFits(when: RouteWhen, item: RoutedItem): boolean {
  const context = (name: string): string | null => {
    const value = item.context[name]
    return value === undefined ? null : String(value).toLowerCase()
  }
  const said = (wanted: string | null, name: string): boolean =>
    wanted === null || context(name) === wanted.toLowerCase()
  if (when.channels.length > 0 && !when.channels.includes(item.channel)) return false
  if (when.types.length > 0 && !when.types.some((type) => type === item.type)) return false
  if (when.tags.length > 0 && !when.tags.some((tag) => item.tags.includes(tag))) return false
  if (when.sentimentAtMost !== null && (item.sentiment === null || ORDER[item.sentiment] > ORDER[when.sentimentAtMost]))
    return false
  if (
    when.flagKey !== null &&
    !item.exposure.some(
      (row) => row.flagKey === when.flagKey && (when.variant === null || row.variant === when.variant),
    )
  )
    return false
  if (when.language !== null && item.language !== when.language) return false
  if (!said(when.service, 'service') || !said(when.appVersion, 'appVersion')) return false
  if (!said(when.plan, 'plan') || !said(when.region, 'region')) return false
  return when.words.length === 0 || hasWord(item.text, when.words)
}

function hasWord(text: string, words: readonly string[]): boolean {
  const stems = tokensOf(text).map(({ word }) => stem(word))
  const line = ` ${stems.join(' ')} `
  return words.some((phrase) =>
    line.includes(
      ` ${tokensOf(phrase)
        .map(({ word }) => stem(word))
        .join(' ')} `,
    ),
  )
}

/** The rules that an item meets, in their order, up to one that says stop. */
export function rulesFor(rules: readonly Rule[], item: RoutedItem): Rule[] {
  const met: Rule[] = []
  for (const rule of rules) {
    if (!ruleFits(rule.when, item)) continue
    met.push(rule)
    if (rule.does.stop) break
  }
  return met
}

/** What a rule makes of an item that no person gave an owner yet. @param assigneeId whom its way of choosing gives */
export function routed(triage: Triage, does: RouteDoes, assigneeId: string | null): Triage {
  const tags = does.addTags
    .filter((key) => !triage.tags.some((tag) => tag.key === key))
    .map((key) => ({ key, status: 'accepted' as const, source: 'rule' as const, score: 1 }))
  return {
    ...triage,
    teamId: triage.teamId ?? does.teamId,
    assigneeId: triage.assigneeId ?? assigneeId,
    priority: triage.priority === 'normal' ? (does.priority ?? triage.priority) : triage.priority,
    snooze: triage.snooze ?? does.snooze,
    tags: [...triage.tags, ...tags],
  }
}
