import { type StageId } from '@/lib/kernel/id'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { type ArmCounts, noCounts } from './state'

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
}

/** One tick's deltas as sums: everything that the engine reads of them. */
export type Bucket = {
  strata: StratumBucket[]
  crossed: number
  lag: { exposed: { sum: number; count: number }; control: { sum: number; count: number } }
}

/** Sums the rows of one tick. Sums, so the order of rows inside a tick cannot matter. */
export function bucketOf(rows: readonly CohortDelta[], metrics: number): Bucket {
  const strata = new Map<string, StratumBucket>()
  const zeros = (): ArmCounts[] => Array.from({ length: metrics }, () => ({ ...noCounts }))
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
    }
    strata.set(key, stratum)
    stratum.entered[row.arm] += row.nEnter
    addTo(stratum.booked, row.booked, row.arm)
    addTo(stratum.yes, row.bookedYes, row.arm)
    addTo(stratum.riskEnter, row.riskEnter, row.arm)
    addTo(stratum.riskExit, row.riskExit, row.arm)
    addTo(stratum.firstEvents, row.firstEvents, row.arm)
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

/** Chance that the coin of a fresh unit shows T: f' = (f − a) / (1 − a) (statistics.md §2d). Null: no fresh coin. */
export function coinShare(stratum: { share: number; coin: number | 'known' }): number | null {
  if (stratum.coin === 'known' || stratum.share <= stratum.coin) return null
  const share = (stratum.share - stratum.coin) / (100_000 - stratum.coin)
  return share < 1 ? share : null
}
