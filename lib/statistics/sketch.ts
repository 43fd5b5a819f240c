import { DDSketch } from '@datadog/sketches-js'
import { checkCount, checkFinite } from './checks'
import { notReady, type Ready, StatsInputError } from './errors'

/**
 * Quantiles of non-negative values (latencies) to 1 % of the value, mergeable in any order [MRL19] (statistics §2c).
 * Values live in buckets a hair's breadth wide; nothing else is kept of them. Never changed: functions give new ones.
 */
export type Sketch = { readonly inner: Readonly<Pick<DDSketch, 'store' | 'zeroCount' | 'mapping' | 'count'>> }

const SKETCH_ACCURACY = 0.01

/** Smaller values count as 0, larger ones as the largest: the number of buckets has an end. */
const VALUE = { min: 1e-6, max: 1e12 }

/** Buckets that agree here agree everywhere. */
const PROBES = [VALUE.min, 1.01, 1234.5, VALUE.max]

export function sketchOf(values: readonly number[]): Sketch {
  return addToSketch(null, values)
}

/** Adds values; `null` begins a sketch. Refuses negative ones: a duration has none. */
export function addToSketch(sketch: Sketch | null, values: readonly number[]): Sketch {
  const inner = copyOf(sketch === null ? [] : [sketch])
  for (const [i, value] of values.entries()) {
    checkFinite(value, `values.${i}`)
    if (value < 0) throw new StatsInputError('RATE', `values.${i}`, `must not be negative, got ${value}`)
    inner.accept(value < VALUE.min ? 0 : Math.min(value, VALUE.max))
  }
  return { inner }
}

/** One sketch of what all of them have seen; the order does not matter. */
export function mergeSketches(sketches: readonly Sketch[]): Sketch {
  return { inner: copyOf(sketches) }
}

export function sketchCount(sketch: Sketch): number {
  return sketch.inner.count
}

/** The value at rank ⌊p(n − 1)⌋, off by at most 1 % of itself. */
export function sketchQuantile(sketch: Sketch, p: number): Ready<{ value: number }> {
  if (!(p >= 0 && p <= 1)) throw new StatsInputError('RATE', 'p', `must lie in [0,1], got ${p}`)
  const { count, zeroCount, store, mapping } = sketch.inner
  if (count === 0) return notReady('units', 0, 1)
  const rank = Math.floor(p * (count - 1))
  return { ready: true, value: rank < zeroCount ? 0 : mapping.value(store.keyAtRank(rank - zeroCount)) }
}

/** At least #{X ≤ x}: all of x's own bucket is counted. With `countBelow` it brackets the true counts. */
export function countAtMost(sketch: Sketch, x: number): number {
  return countTo(sketch, x, true)
}

/** At most #{X < x}: nothing of x's own bucket is counted. */
export function countBelow(sketch: Sketch, x: number): number {
  return countTo(sketch, x, false)
}

/** A value of every bucket in use, rising: where a function of the counts can change. */
export function sketchValues(sketch: Sketch): number[] {
  const { store, mapping, zeroCount } = sketch.inner
  const used = store.bins.flatMap((count, i) => (count > 0 ? [mapping.value(store.offset + i)] : []))
  return zeroCount > 0 ? [0, ...used] : used
}

/** The sketch in the protobuf form that all DDSketch libraries share. */
export function sketchToBytes(sketch: Sketch): Uint8Array {
  return copyOf([sketch]).toProto()
}

/** Reads `sketchToBytes`; bytes that are no such sketch, or one of another accuracy, are refused. */
export function sketchFromBytes(bytes: Uint8Array): Sketch {
  const read = decode(bytes)
  const sketch = { inner: read }
  if (read.negativeStore.count !== 0) throw new StatsInputError('COUNT', 'bytes', 'hold negative values')
  checkCount(read.zeroCount, 'bytes')
  for (const count of read.store.bins) checkCount(count, 'bytes')
  const own = new DDSketch({ relativeAccuracy: SKETCH_ACCURACY }).mapping
  if (PROBES.some((x) => read.mapping.key(x) !== own.key(x))) {
    throw new StatsInputError('RATE', 'bytes', 'hold a sketch of other buckets')
  }
  return mergeSketches([sketch])
}

function decode(bytes: Uint8Array): DDSketch {
  try {
    return DDSketch.fromProto(bytes)
  } catch (cause) {
    throw new StatsInputError('EMPTY', 'bytes', `are no sketch: ${String(cause)}`)
  }
}

/** Bucket by bucket: the library's own merge loses values when one side ends at the bucket of 1. */
function copyOf(sketches: readonly Sketch[]): DDSketch {
  const sum = new DDSketch({ relativeAccuracy: SKETCH_ACCURACY })
  for (const { inner } of sketches) {
    for (const [i, count] of inner.store.bins.entries()) {
      if (count > 0) sum.store.add(inner.store.offset + i, count)
    }
    sum.zeroCount += inner.zeroCount
  }
  sum.count = sum.zeroCount + sum.store.count
  return sum
}

function countTo(sketch: Sketch, x: number, isOwnBucket: boolean): number {
  checkFinite(x, 'x')
  const { store, mapping, zeroCount } = sketch.inner
  if (x < VALUE.min) return x < 0 || (x === 0 && !isOwnBucket) ? 0 : zeroCount
  const last = mapping.key(Math.min(x, VALUE.max)) - store.offset + (isOwnBucket ? 1 : 0)
  let count = zeroCount
  for (const [i, bin] of store.bins.entries()) {
    if (i >= last) break
    count += bin
  }
  return count
}
