import { canonicalJson } from '@/lib/kernel/hash'
import type { PlaceDiff } from './flag-detail'
import type { FlagDefinition, FlagTargeting } from './schema'
import { ruleLine } from './sentences'

/** One line of a comparison: taken away, added, or as before. */
export type DiffLine = { kind: 'gone' | 'new' | 'same'; text: string }

/** What an environment does, line by line, in the order in which rules are asked. */
export function targetingLines(targeting: FlagTargeting): string[] {
  const { handStop, stopped, state, rules, otherwise } = targeting
  return [
    ...(state === 'DISABLED' ? ['Disabled: everyone gets the default of their code'] : []),
    ...(handStop ? [`Exposure stopped by ${handStop.by.name}: everyone gets ${handStop.variant}`] : []),
    ...(stopped ? [`Stopped by the rollout: everyone gets ${stopped.variant}`] : []),
    ...rules.map(ruleLine),
    `Otherwise → ${otherwise}`,
  ]
}

/** Two environments or versions, compared by sentence: the longest common run stays. */
export function targetingDiff(before: FlagTargeting, after: FlagTargeting): DiffLine[] {
  return linesDiff(targetingLines(before), targetingLines(after))
}

type Targetings = Readonly<Record<string, FlagTargeting>>

/** The same for every environment, those that stay as they are left out. */
export function placeDiffs(
  environments: readonly { key: string; name: string }[],
  before: Targetings,
  after: Targetings,
): PlaceDiff[] {
  return environments.flatMap(({ key, name }) => {
    const [old, now] = [before[key], after[key]]
    if (!old || !now) return []
    const lines = targetingDiff(old, now)
    return lines.every(({ kind }) => kind === 'same') ? [] : [{ key, name, lines }]
  })
}

/** Longest common subsequence; lists here have at most a hundred lines. */
export function linesDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  const lengths = before.map(() => after.map(() => 0))
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = lengths[i]
      if (row) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [gone, added] = [before[i], after[j]]
    if (gone !== undefined && gone === added) {
      lines.push({ kind: 'same', text: gone })
      i += 1
      j += 1
    } else if (gone !== undefined && (added === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'gone', text: gone })
      i += 1
    } else if (added !== undefined) {
      lines.push({ kind: 'new', text: added })
      j += 1
    }
  }
  return lines
}

type Field = { name: string; of: (definition: FlagDefinition) => string }

const FIELDS: readonly Field[] = [
  { name: 'Name', of: ({ name }) => name ?? '' },
  { name: 'Kind', of: ({ kind }) => kind ?? 'release' },
  { name: 'Owner', of: ({ owner }) => owner },
  { name: 'Purpose', of: ({ purpose }) => purpose },
  { name: 'Expected impact', of: ({ expectedImpact }) => expectedImpact ?? '' },
  { name: 'Ends on', of: ({ endsOn }) => endsOn ?? 'no date' },
  { name: 'Permanent', of: ({ permanent }) => (permanent ? 'yes' : 'no') },
  { name: 'Removed from code', of: ({ removedOn }) => removedOn ?? 'no' },
  { name: 'Tags', of: ({ tags }) => (tags ?? []).join(', ') },
  { name: 'Safe variant', of: ({ defaultVariant }) => defaultVariant },
  { name: 'Variants', of: ({ variants }) => canonicalJson(variants) },
]

/** A field of the flag that changed, in words. */
export type FieldChange = { field: string; before: string; after: string }

/** Versions stored before a field existed read as its default. */
export function definitionDiff(before: FlagDefinition, after: FlagDefinition): FieldChange[] {
  return FIELDS.flatMap(({ name, of }) => {
    const [old, now] = [of(before), of(after)]
    return old === now ? [] : [{ field: name, before: old, after: now }]
  })
}
