import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { countMetricEvents } from '@/lib/telemetry/server/contract'
import { type Recovery } from '../core/schema'
import { metricOf } from '../core/verdicts'
import { type RolloutRow } from './rollout-rows'

const MINUTE_MS = 60_000
/** After this the recovery is history and no longer asked for. */
const WATCHED_MS = 60 * MINUTE_MS
const TAKEN_AWAY = new Set(['stopped', 'rolling-back', 'rolled-back'])

/**
 * Whether it got better after exposure was taken away: the driver's events in the last minute against those in the
 * minute before the decision. Null while nothing was taken away, or no verdict names what hurt.
 */
export async function readRecovery(db: Db | Tx, row: RolloutRow, now: Instant): Promise<Recovery | null> {
  const { rollout, published, workspaceId } = row
  const driver = rollout.verdict?.drivers[0]
  if (!published || driver === undefined || !TAKEN_AWAY.has(rollout.state.kind)) return null
  const sinceMs = toMs(now) - toMs(published.at)
  // In the very decision there is nothing to tell yet, and its answer does not wait for a count.
  if (sinceMs <= 0 || sinceMs > WATCHED_MS) return null
  const metric = metricOf(driver)
  const from = instant(Math.max(toMs(published.at), toMs(now) - MINUTE_MS))
  const spans = [
    { from: instant(toMs(published.at) - MINUTE_MS), to: published.at },
    { from, to: now },
  ]
  const counts = await countMetricEvents(db, workspaceId, rollout.id, metric, spans, now)
  const [before, after] = counts ?? []
  if (before === undefined || after === undefined) return null
  const name = rollout.verdict?.metrics.find(({ key }) => key === metric)?.name ?? metric
  // A minute that is not over yet is stretched, so that it can be compared.
  const spanMs = Math.max(1000, toMs(now) - toMs(from))
  return { metric, name, before, now: Math.round((after * MINUTE_MS) / spanMs), at: now }
}
