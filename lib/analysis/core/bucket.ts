import { type StageId } from '@/lib/kernel/id'
import { type Layout, layoutOf, type Moments, noMoments, plusMoments, readMoments } from '@/lib/telemetry/core/model'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { isTail, type MetricConfig } from './config'
import { type ArmCounts, noCounts } from './state'

/** Numbers of both arms: of a mean or ratio; of a quantile people with a value and those above each threshold. */
export type ArmMoments = { exposed: Moments; control: Moments }
export type ArmTails = { exposed: number[]; control: number[] }

/** People of one stage and coin class in one bucket; per metric who is at risk there from now on or no more, and outcomes. */
export type StratumBucket = {
  stageId: StageId
  share: number
  coin: number | 'known'
  entered: ArmCounts
  riskEnter: ArmCounts[]
  riskExit: ArmCounts[]
  firstEvents: ArmCounts[]
  booked: ArmCounts[]
  yes: ArmCounts[]
  /** By place of the metric; only where the tick brought some. */
  moments: Map<number, ArmMoments>
  tails: Map<number, ArmTails>
}

/** One tick's deltas as sums: everything that the engine reads of them. */
export type Bucket = {
  strata: StratumBucket[]
  crossed: number
  lag: { exposed: { sum: number; count: number }; control: { sum: number; count: number } }
}

/** Sums the rows of one tick. Sums, so the order of rows inside a tick cannot matter. */
export function bucketOf(rows: readonly CohortDelta[], metrics: readonly MetricConfig[]): Bucket {
  const strata = new Map<string, StratumBucket>()
  const layout = layoutOfConfig(metrics)
  const zeros = (): ArmCounts[] => Array.from({ length: metrics.length }, () => ({ ...noCounts }))
  const bucket: Bucket = {
    strata: [],
    crossed: 0,
    lag: { exposed: { sum: 0, count: 0 }, control: { sum: 0, count: 0 } },
  }
  for (const row of rows) {
    const key = `${row.stageId} ${row.share} ${row.coin}`
    const { stageId, share, coin } = row
    const stratum = strata.get(key) ?? {
      stageId,
      share,
      coin,
      entered: { ...noCounts },
      riskEnter: zeros(),
      riskExit: zeros(),
      firstEvents: zeros(),
      booked: zeros(),
      yes: zeros(),
      moments: new Map(),
      tails: new Map(),
    }
    strata.set(key, stratum)
    stratum.entered[row.arm] += row.nEnter
    addTo(stratum.booked, row.booked, row.arm)
    addTo(stratum.yes, row.bookedYes, row.arm)
    addTo(stratum.riskEnter, row.riskEnter, row.arm)
    addTo(stratum.riskExit, row.riskExit, row.arm)
    addTo(stratum.firstEvents, row.firstEvents, row.arm)
    if (row.moments) addMoments(stratum.moments, layout, row, row.moments)
    if (row.tails) addTails(stratum.tails, layout, row, row.tails)
    bucket.crossed += row.nCrossed
    bucket.lag[row.arm].sum += row.lagMsSum
    bucket.lag[row.arm].count += row.lagCount
  }
  // Sorted, because proportions of several strata are added one after the other and sums round.
  bucket.strata = [...strata.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, stratum]) => stratum)
  return bucket
}

function addTo(sums: ArmCounts[], counts: readonly number[], arm: CohortDelta['arm']): void {
  for (const [k, sum] of sums.entries()) sum[arm] += counts[k] ?? 0
}

const layouts = new WeakMap<readonly MetricConfig[], Layout>()

/** The same places as in the measurement plan: config and plan hold the same metrics in the same order. */
function layoutOfConfig(metrics: readonly MetricConfig[]): Layout {
  const known = layouts.get(metrics)
  if (known) return known
  const layout = layoutOf(
    metrics.map((own) => ({ aggregation: own.aggregation, tailSize: isTail(own) ? own.size : 0 })),
  )
  layouts.set(metrics, layout)
  return layout
}

function addMoments(
  sums: Map<number, ArmMoments>,
  layout: Layout,
  { arm }: CohortDelta,
  flat: readonly number[],
): void {
  for (const [k, at] of layout.moments.entries()) {
    if (at === null) continue
    const more = readMoments(flat, at)
    if (more.n === 0) continue
    const before = sums.get(k) ?? { exposed: noMoments, control: noMoments }
    sums.set(k, { ...before, [arm]: plusMoments(before[arm], more) })
  }
}

function addTails(sums: Map<number, ArmTails>, layout: Layout, { arm }: CohortDelta, flat: readonly number[]): void {
  for (const [k, at] of layout.tails.entries()) {
    if (at === null || (flat[at] ?? 0) === 0) continue
    const end = layout.tails.slice(k + 1).find((next) => next !== null) ?? layout.size.tails
    const more = flat.slice(at, end)
    const before = sums.get(k) ?? { exposed: more.map(() => 0), control: more.map(() => 0) }
    sums.set(k, { ...before, [arm]: before[arm].map((n, i) => n + (more[i] ?? 0)) })
  }
}

/** Chance that the coin of a fresh unit shows T: f' = (f − a) / (1 − a) (statistics.md §2d). Null: no fresh coin. */
export function coinShare(stratum: { share: number; coin: number | 'known' }): number | null {
  if (stratum.coin === 'known' || stratum.share <= stratum.coin) return null
  const share = (stratum.share - stratum.coin) / (100_000 - stratum.coin)
  return share < 1 ? share : null
}
