import { type Instant, toMs } from '@/lib/kernel/time'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { transact } from '@/lib/platform/database'
import { putMeasurementPlan, readFirstValues, readMeasurementPlan } from '@/lib/telemetry/server/contract'
import { isTail, type TailConfig } from '../core/config'
import { tailOf } from '../core/freeze-tail'
import { type Leader } from './leader'
import { tailMeasure } from './plan-metric'
import { logChange, type Stored } from './stored-rows'

const EVERY_MS = 30_000

/**
 * Quantiles that had no history get their thresholds from the first control people of the rollout itself. The plan and
 * the change are one transaction: who enters from now on is counted against them, and replay knows when.
 * @returns place of the newest change; 0: none
 */
export async function freezeThresholds(
  leader: Leader,
  place: { workspaceId: WorkspaceId; rolloutId: RolloutId },
  { config, state }: Stored,
  now: Instant,
): Promise<number> {
  const open = config.metrics.flatMap((own, k): TailConfig[] => {
    const metric = state.engine.metrics[k]
    return isTail(own) && !own.frozen && metric?.form === 'tail' && !metric.frozen ? [own] : []
  })
  if (open.length === 0 || !leader.isDue(place.rolloutId, toMs(now), EVERY_MS)) return 0
  const { workspaceId, rolloutId } = place
  return transact(leader.runtime.database.db, async (tx) => {
    await leader.fence(tx)
    const measured = await readMeasurementPlan(tx, workspaceId, rolloutId)
    if (!measured || measured.endedAt !== null) return 0
    const { plan } = measured
    const metrics = [...plan.metrics]
    let newest = 0
    for (const own of open) {
      const at = metrics.findIndex(({ key }) => key === own.key)
      const planned = metrics[at]
      if (planned?.measure?.kind !== 'tail' || planned.measure.thresholds) continue
      const where = { workspaceId, rolloutId, environmentId: plan.environmentId }
      const frozen = tailOf(await readFirstValues(tx, where, planned, now), own.level, own.margin)
      if (!frozen) continue
      const measure = tailMeasure(own, frozen, toMs(now))
      metrics[at] = { ...planned, measure }
      newest = await logChange(tx, place, { kind: 'thresholds', metric: own.key, frozen, at: now }, now)
    }
    if (newest > 0) await putMeasurementPlan(tx, workspaceId, { ...plan, metrics }, now)
    return newest
  })
}
