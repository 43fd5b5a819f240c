import { type Because } from './schema-words'

/** A second and third way of saying the same adds less. */
const REPEATS = [1, 0.45, 0.25, 0.15]

/** The strongest lines, each place once, and each further one with less weight. */
export function weakened(found: readonly Because[]): Because[] {
  const places = new Map<string, Because>()
  for (const line of found.toSorted(
    (a, b) => Math.abs(b.weight) - Math.abs(a.weight) || spanLength(b) - spanLength(a),
  )) {
    const overlaps = [...places.values()].some((other) => overlap(line, other))
    if (!overlaps) places.set(`${line.span?.join('-')}`, line)
    if (places.size >= REPEATS.length) break
  }
  return [...places.values()].map((line, i) => scaled(line, REPEATS[i] ?? 0))
}

const overlap = ({ span: a }: Because, { span: b }: Because): boolean =>
  a !== null && b !== null && a[0] < b[1] && b[0] < a[1]
const spanLength = ({ span }: Because): number => (span ? span[1] - span[0] : 0)
export const round = (value: number): number => Math.round(value * 1000) / 1000

/** A line with a part of its weight. */
export const scaled = (line: Because, part: number): Because =>
  Object.assign({}, line, { weight: round(line.weight * part) })
