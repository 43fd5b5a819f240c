import { niceTicks } from './series'

/*
 * Scales for the chart library's axes: straight, in bands, in points. It asks d3 for all that there are, with times and
 * colours, a fifth of its weight; `next.config.ts` puts these in their place. Names and manners are d3's.
 */

type Ends<T, S> = { (): T[]; (values: Iterable<T>): S }
interface Scale<T> {
  (value: T): number | undefined
  domain: Ends<T, this>
  range: Ends<number, this>
  copy: () => this
}
interface Linear extends Scale<number> {
  ticks: (count?: number) => number[]
  invert: (px: number) => number
}
interface Steps extends Scale<unknown> {
  bandwidth: () => number
}

/** Numbers laid out evenly from one end to the other, and beyond them. */
export function scaleLinear(domain: readonly number[] = [0, 1], range: readonly number[] = [0, 1]): Linear {
  const at = { domain: [...domain], range: [...range] }
  const scale: Linear = Object.assign(
    (value: number) => (Number.isFinite(value) ? onto(at.range, partOf(at.domain, value)) : undefined),
    {
      domain: accessor(
        () => at.domain,
        (values) => (at.domain = values.map(Number)),
        () => scale,
      ),
      range: accessor(
        () => at.range,
        (values) => (at.range = values),
        () => scale,
      ),
      ticks: (count = 10) => niceTicks([Math.min(...at.domain), Math.max(...at.domain)], count),
      invert: (px: number) => onto(at.domain, partOf(at.range, px)),
      copy: () => scaleLinear(at.domain, at.range),
    },
  )
  return scale
}

const partOf = ([a = 0, b = 0]: readonly number[], value: number): number => (a === b ? 0.5 : (value - a) / (b - a))
const onto = ([a = 0, b = 0]: readonly number[], part: number): number => a + (b - a) * part

/** Places side by side, all of one width. */
export const scaleBand = (): Steps => steps([], [0, 1], 0)

/** Places without a width, the outer ones at the ends. */
export const scalePoint = (): Steps => steps([], [0, 1], 1)

/** @param gap how much of a step lies between two neighbours: nothing for bands, all of it for points */
function steps(domain: readonly unknown[], range: readonly number[], gap: 0 | 1): Steps {
  const at = { domain: [...new Set(domain)], range: [...range] }
  const stepOf = ([a = 0, b = 0]: readonly number[]) => Math.abs(b - a) / Math.max(1, at.domain.length - gap)
  const scale: Steps = Object.assign(
    (value: unknown) => {
      const i = at.domain.indexOf(value)
      if (i === -1) return undefined
      if (gap === 1 && at.domain.length === 1) return onto(at.range, 0.5)
      const [a = 0, b = 0] = at.range
      return Math.min(a, b) + stepOf(at.range) * (b < a ? at.domain.length - 1 - i : i)
    },
    {
      domain: accessor(
        () => at.domain,
        (values) => (at.domain = [...new Set(values)]),
        () => scale,
      ),
      range: accessor(
        () => at.range,
        (values) => (at.range = values),
        () => scale,
      ),
      bandwidth: () => stepOf(at.range) * (1 - gap),
      copy: () => steps(at.domain, at.range, gap),
    },
  )
  return scale
}

/** d3's way: without an argument it answers, with one it sets and returns the scale. */
function accessor<T, S>(read: () => T[], write: (values: T[]) => void, self: () => S): Ends<T, S> {
  function access(): T[]
  function access(values: Iterable<T>): S
  function access(values?: Iterable<T>): T[] | S {
    if (values === undefined) return [...read()]
    write([...values])
    return self()
  }
  return access
}
