import { type Condition } from '@/lib/flags/core/schema'

type Traits = Readonly<Record<string, string | number | boolean>>
type Segments = Readonly<Record<string, Condition>>

/** Traits that tell whether few people stand for all, by the names that apps send them under. */
const TRAITS = [
  ['Platform', ['platform', 'os', 'os.name', 'device.platform']],
  ['Region', ['region', 'country', 'geo.region']],
  ['Plan', ['plan', 'tier']],
] as const

export type TraitRow = { trait: string; value: string; audience: number; everybody: number }
export type Representative =
  | { known: false; why: string }
  /** Shares of the people seen in the last day, 0 to 1. */
  | { known: true; people: number; inAudience: number; rows: TraitRow[]; unknownTraits: string[] }

const VALUES_MAX = 5

/**
 * Whom an audience leaves out: the share of each platform, region and plan in it and in everybody, as far as exposure
 * records say. Says plainly where they don't.
 */
export function representativeness(
  audience: Condition | null,
  people: readonly Traits[],
  segments: Segments,
): Representative {
  if (people.length === 0)
    return { known: false, why: 'No exposure record arrived in the last day, so nobody knows who comes.' }
  const inside: Traits[] = []
  for (const traits of people) {
    const fits = audience === null || matches(audience, traits, segments, 0)
    if (fits === null) {
      return {
        known: false,
        why: 'The audience asks for something that exposure records do not carry, so it cannot be counted beforehand.',
      }
    }
    if (fits) inside.push(traits)
  }
  const found = TRAITS.map(
    ([trait, names]) => [trait, names.find((name) => people.some((one) => name in one))] as const,
  )
  const rows = found.flatMap(([trait, name]) => (name === undefined ? [] : rowsOf(trait, name, inside, people)))
  const unknownTraits = found.flatMap(([trait, name]) => (name === undefined ? [trait.toLowerCase()] : []))
  return { known: true, people: people.length, inAudience: inside.length, rows, unknownTraits }
}

const share = (n: number, of: number): number => (of === 0 ? 0 : n / of)

function rowsOf(trait: string, name: string, inside: readonly Traits[], people: readonly Traits[]): TraitRow[] {
  const all = counted(people, name)
  const some = counted(inside, name)
  return [...all]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, VALUES_MAX)
    .map(([value, n]) => ({
      trait,
      value,
      audience: share(some.get(value) ?? 0, inside.length),
      everybody: share(n, people.length),
    }))
}

function counted(people: readonly Traits[], name: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const traits of people) {
    const value = String(traits[name] ?? 'not told')
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}

const DEPTH_MAX = 20

/** Whether a person fits; null when their traits cannot say. */
export function matches(condition: Condition, traits: Traits, segments: Segments, depth: number): boolean | null {
  if (depth > DEPTH_MAX) return null
  const inner = (one: Condition) => matches(one, traits, segments, depth + 1)
  if ('all' in condition) return every(condition.all.map(inner))
  if ('any' in condition) return negated(every(condition.any.map(inner).map(negated)))
  if ('not' in condition) return negated(inner(condition.not))
  if ('segment' in condition) {
    const rule = segments[condition.segment]
    return rule ? inner(rule) : null
  }
  if (!('attribute' in condition)) return null
  const value = traits[condition.attribute]
  if (condition.op === 'present' || condition.op === 'absent')
    return (value !== undefined) === (condition.op === 'present')
  if (value === undefined || (condition.op !== 'in' && condition.op !== 'not-in')) return null
  return condition.values.includes(value) === (condition.op === 'in')
}

const negated = (fits: boolean | null): boolean | null => (fits === null ? null : !fits)

/** One no is a no, whatever the others cannot say. */
function every(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false
  return answers.includes(null) ? null : true
}
