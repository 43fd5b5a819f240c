import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Label } from './decide-triage'
import { type Tag, type Triage } from './model'

/** A person adds, accepts, removes or turns down tags. A removed one stays in sight of machines, which leave it off. */
export function decideTags(
  triage: Triage,
  act: { add: readonly string[]; remove: readonly string[] },
  known: ReadonlySet<string>,
  labels: Label[],
): Outcome<Triage> {
  const unknown = act.add.find((key) => !known.has(key))
  if (unknown !== undefined)
    return refuse('unknown-tag', `There is no tag ${unknown} here.`, { field: 'act.add', remedy: 'Add the tag first.' })
  const tags = new Map<string, Tag>(triage.tags.map((tag) => [tag.key, tag]))
  for (const key of act.remove) {
    const before = tags.get(key)
    if (!before || before.status === 'removed') continue
    tags.set(key, { ...before, status: 'removed' })
    labels.push({ field: 'tag', from: key, to: null })
  }
  for (const key of act.add) {
    const before = tags.get(key)
    if (before?.status === 'accepted') continue
    const source = before?.status === 'suggested' ? before.source : 'person'
    tags.set(key, { key, status: 'accepted', source, score: before?.score ?? 1 })
    labels.push({ field: 'tag', from: before?.status === 'suggested' ? key : null, to: key })
  }
  return { ok: true, value: { ...triage, tags: [...tags.values()] } }
}

/** What rules found, laid under what people said: a person's accepted and removed tags stay. */
export function suggestTags(tags: readonly Tag[], found: readonly { key: string; score: number }[]): Tag[] {
  const said = tags.filter((tag) => tag.status !== 'suggested')
  const keys = new Set(said.map((tag) => tag.key))
  const fresh: Tag[] = found
    .filter(({ key }) => !keys.has(key))
    .map(({ key, score }) => ({ key, score, status: 'suggested', source: 'rule' }))
  return [...said, ...fresh]
}

/** Tags that count in filters and on rows. */
export const liveTags = (tags: readonly Tag[]): string[] =>
  tags.filter((tag) => tag.status !== 'removed').map((tag) => tag.key)
