import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { countParts, partsOf, segmentsNamed, type Segments } from './conditions'
import type { Condition, Segment } from './schema'

export const SEGMENTS_MAX = 1000
/** Segments may repeat others; this bounds what repeats of repeats grow into. */
const PARTS_MAX = 4000

/**
 * Every segment with the segments it names written out, as flagd's `$evaluators` may not refer to each other.
 * Refuses unknown names, cycles, and what becomes too large.
 */
export function flattenSegments(segments: readonly Segment[]): Outcome<Segments> {
  if (segments.length > SEGMENTS_MAX) return refuse('too-many-segments', `${SEGMENTS_MAX} segments are the most.`)
  const byKey = new Map(segments.map((segment) => [segment.key, segment.rule]))
  const done = new Map<string, Condition>()
  for (const { key } of segments) {
    const flat = flattenOne(key, byKey, done, [])
    if (!flat.ok) return flat
  }
  return ok(done)
}

function flattenOne(
  key: string,
  byKey: Segments,
  done: Map<string, Condition>,
  path: readonly string[],
): Outcome<Condition> {
  const known = done.get(key)
  if (known) return ok(known)
  const field = `segments.${path.at(-1) ?? key}`
  const rule = byKey.get(key)
  if (!rule) return refuse('unknown-segment', `There is no segment “${key}”.`, { field })
  if (path.includes(key)) {
    const remedy = 'Take one of these segments out of another.'
    return refuse('segment-cycle', `Segments lead back to themselves: ${[...path, key].join(' → ')}.`, {
      field,
      remedy,
    })
  }
  if (partsOf(rule).some((part) => 'flag' in part)) {
    return refuse('prerequisite-in-segment', `“${key}” asks for a flag; a segment is about people alone.`, {
      field: `segments.${key}`,
      remedy: 'Name the flag in a rule.',
    })
  }
  for (const named of segmentsNamed(rule)) {
    const inner = flattenOne(named, byKey, done, [...path, key])
    if (!inner.ok) return inner
  }
  const parts = countParts(rule, done)
  if (parts > PARTS_MAX) {
    return refuse('segment-too-large', `“${key}” has ${parts} parts with all it names; ${PARTS_MAX} are the most.`, {
      field: `segments.${key}`,
    })
  }
  const flat = inlined(rule, done)
  done.set(key, flat)
  return ok(flat)
}

function inlined(condition: Condition, segments: Segments): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => inlined(part, segments)) }
  if ('any' in condition) return { any: condition.any.map((part) => inlined(part, segments)) }
  if ('not' in condition) return { not: inlined(condition.not, segments) }
  if ('segment' in condition) return segments.get(condition.segment) ?? condition
  return condition
}
