import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { logSumExp } from '@/lib/statistics/log-sum-exp'

/** People and events of both arms, counted from the start of one stage, at one moment. */
export type CountPoint = {
  stageId: string
  at: Instant
  exposedUnits: number
  baselineUnits: number
  exposedEvents: number
  baselineEvents: number
}

/** When the harm began: most likely at `at`, almost surely between `from` and `to`. */
export type Onset = { at: Instant; from: Instant; to: Instant }

type Slice = { fromMs: number; toMs: number; exposed: number; baseline: number; share: number; people: number }

const NOTHING = { exposedUnits: 0, baselineUnits: 0, exposedEvents: 0, baselineEvents: 0 }
/** Slices are not shorter than this, and not more than so many. */
const SLICE_MS = 30_000
const SLICES_MAX = 240
/** What the harm may multiply events by, before and after it begins; for a metric that should rise it divides. */
const BEFORE = spread(0.5, 2, 13)
const AFTER = spread(1.25, 40, 24)
/** Left out at each side. */
const TAIL = 0.01
/** Harm that began late in a slice shows only in the next one. */
const LATE_MS = 2 * 60_000
/** How steady everybody's rate is from slice to slice: shape of a gamma around 1, so it wavers by half. */
const STEADY = 4

/**
 * The moment at which one arm began to differ from the other, by where the change best parts the counts in two: Bayes'
 * rule over every slice, with the ratio of rates before and after it unknown. Counts are Poisson in both arms, with a
 * gamma factor that they share in each slice, so an hour that is busier or worse for everybody moves little, and silence
 * among people of whom many should fail says that it has not begun.
 * @param points in order of time; the first is only counted from
 * @returns null while nothing was counted
 */
export function onsetOf(points: readonly CountPoint[], direction: 'lower' | 'higher'): Onset | null {
  const slices = slicesOf(points)
  const first = slices[0]
  const last = slices.at(-1)
  if (!first || !last || slices.every(({ exposed, baseline }) => exposed + baseline === 0)) return null
  const posterior = placesOf(slices, direction)
  const low = placeAt(posterior, TAIL)
  const high = placeAt(posterior, 1 - TAIL)
  const middle = placeAt(posterior, 0.5)
  const [lowest, ahead] = [slices[low] ?? first, slices[Math.max(0, low - 1)] ?? first]
  return {
    at: instant((slices[middle] ?? first).fromMs),
    from: instant(Math.max(ahead.fromMs, lowest.fromMs - LATE_MS)),
    to: instant((slices[high] ?? last).toMs),
  }
}

/** Probability of each slice to be the one in which the harm began. */
function placesOf(slices: readonly Slice[], direction: 'lower' | 'higher'): number[] {
  const ratioOf = (harm: number): number => (direction === 'lower' ? harm : 1 / harm)
  const usual = usualRate(slices)
  const before = BEFORE.map((harm) => sums(slices, ratioOf(harm), usual))
  // Harm after it is worse than what was before it.
  const pairs = BEFORE.flatMap((harm, i) =>
    AFTER.map((times) => ({ i, after: sums(slices, ratioOf(harm * times), usual) })),
  )
  const logs = slices.map((_, k) =>
    logSumExp(pairs.map(({ i, after }) => (before[i]?.[k] ?? 0) + (after.at(-1) ?? 0) - (after[k] ?? 0))),
  )
  const total = logSumExp(logs)
  return logs.map((log) => Math.exp(log - total))
}

/**
 * Log likelihood of the slices before each one, and of all of them at the end, if this is the ratio of rates: the
 * gamma-Poisson mixture without what no ratio changes.
 */
function sums(slices: readonly Slice[], ratio: number, usual: number): number[] {
  const all = [0]
  const least = slices.reduce((sum, { people }) => sum + people, 0) / slices.length / 2
  for (const { exposed, baseline, share, people } of slices) {
    // People who came before fail too: where few came, as many are counted as usually come.
    const expected = usual * Math.max(people, least) * (share * ratio + 1 - share)
    const log = exposed * Math.log(ratio) - (STEADY + exposed + baseline) * Math.log(STEADY + expected)
    all.push((all.at(-1) ?? 0) + log)
  }
  return all
}

/** Events of a person at baseline, over all slices. */
function usualRate(slices: readonly Slice[]): number {
  const events = slices.reduce((sum, { baseline }) => sum + baseline, 0.5)
  const people = slices.reduce((sum, slice) => sum + slice.people * (1 - slice.share), 1)
  return events / people
}

function placeAt(posterior: readonly number[], part: number): number {
  let sum = 0
  const place = posterior.findIndex((probability) => (sum += probability) >= part)
  return place < 0 ? posterior.length - 1 : place
}

/** What was counted between neighbours of the same stage; short ones are put together. */
function slicesOf(points: readonly CountPoint[]): Slice[] {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return []
  const leastMs = Math.max(SLICE_MS, (toMs(last.at) - toMs(first.at)) / SLICES_MAX)
  const slices: Slice[] = []
  let before = first
  for (const [i, point] of points.entries()) {
    const isLast = i === points.length - 1
    if (point.stageId !== before.stageId) before = { ...NOTHING, stageId: point.stageId, at: before.at }
    if (toMs(point.at) - toMs(before.at) < leastMs && !isLast && points[i + 1]?.stageId === point.stageId) continue
    if (point === first || point.at === before.at) continue
    if (point.exposedUnits > 0 && point.baselineUnits > 0) {
      slices.push({
        fromMs: toMs(before.at),
        toMs: toMs(point.at),
        exposed: Math.max(0, point.exposedEvents - before.exposedEvents),
        baseline: Math.max(0, point.baselineEvents - before.baselineEvents),
        share: point.exposedUnits / (point.exposedUnits + point.baselineUnits),
        people: Math.max(0, point.exposedUnits + point.baselineUnits - before.exposedUnits - before.baselineUnits),
      })
    }
    before = point
  }
  return slices
}

/** Evenly many of them on a log scale. */
function spread(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)))
}
