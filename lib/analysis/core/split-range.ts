import { type Instant, instant, toMs } from '@/lib/kernel/time'
import { type CohortDelta } from '@/lib/telemetry/core/schema'

export type ArrivedDelta = { arrivedAt: Instant; delta: CohortDelta }
export type TickBucket = { at: Instant; rows: CohortDelta[] }

/**
 * The buckets of one consumed range. A tick on time is one bucket; one that fell behind is split by second of arrival,
 * so that no bucket spans more than a second (statistics.md §3). `at` = last arrival in it.
 */
export function splitRange(rows: readonly ArrivedDelta[]): TickBucket[] {
  const times = rows.map(({ arrivedAt }) => toMs(arrivedAt))
  const isOneTick = Math.max(...times) - Math.min(...times) < 1000
  const buckets = new Map<number, { atMs: number; rows: CohortDelta[] }>()
  for (const { arrivedAt, delta } of rows) {
    const atMs = toMs(arrivedAt)
    const second = isOneTick ? 0 : Math.floor(atMs / 1000)
    const bucket = buckets.get(second) ?? { atMs, rows: [] }
    bucket.atMs = Math.max(bucket.atMs, atMs)
    bucket.rows.push(delta)
    buckets.set(second, bucket)
  }
  return [...buckets.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, { atMs, rows: inBucket }]) => ({ at: instant(atMs), rows: inBucket }))
}
