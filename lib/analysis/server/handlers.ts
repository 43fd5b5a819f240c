import { readStratum, stratumOpened, type OpenedStratum } from '@/lib/flags/server/contract'
import { type Refusal } from '@/lib/kernel/result'
import { elapsedMs } from '@/lib/kernel/time'
import { type EventHandler, handler } from '@/lib/platform/events'
import { type Rollout } from '@/lib/rollouts/core/model'
import { findRollout, rolloutSaved, type RolloutSaved } from '@/lib/rollouts/server/contract'
import { endMeasurement } from '@/lib/telemetry/server/contract'
import { presentStage } from './present-stage'
import { prepareAnalysis, startAnalysis, tellVersions } from './start-analysis'
import { hasStarted, logChange } from './stored-rows'

type Context = Parameters<EventHandler<RolloutSaved>['handle']>[0]

/**
 * A rollout was created or decided about: analysis refuses what it cannot measure, begins, opens stages, hears that an
 * alarm was overruled, and ends, all in the decision's own transaction. Changes wait in the log for the next tick.
 */
const onSaved = handler(rolloutSaved, async (context: Context, saved: RolloutSaved): Promise<Refusal | null> => {
  const { tx, now } = context
  const { workspaceId, before, after, events } = saved
  const place = { workspaceId, rolloutId: after.id }
  if (isEnded(after)) {
    if (before && !isEnded(before)) await endMeasurement(tx, workspaceId, after.id, now)
    return null
  }
  const isStarted = await hasStarted(tx, place)
  if (!isStarted && (before === null || events.some(({ kind }) => kind === 'rollout.edited'))) {
    const prepared = await prepareAnalysis(tx, workspaceId, after, now)
    if (!prepared.ok) return prepared
    await tellVersions(tx, workspaceId, after, prepared.value)
  }
  const present = presentStage(after)
  if (present && !isStarted) return startAnalysis(tx, saved, after, present, now)
  if (present && present.stage.id !== (before && presentStage(before)?.stage.id)) {
    const id = await readStratum(tx, { ...place, stageId: present.stage.id })
    const stage = { id, share: present.share, position: present.stage.position, at: now }
    await logChange(tx, place, { kind: 'stage', stage }, now)
  }
  const overruled = overruledMetrics(saved)
  if (overruled.length > 0) await logChange(tx, place, { kind: 'overruled', metrics: overruled, at: now }, now)
  return null
})

/**
 * Other people come to the present stage than before: it goes on as a stratum of its own, with its own "enough data" and
 * "harm ruled out". What harm was found stays in the sum over all strata (statistics.md §2d).
 */
const onStratum = handler(stratumOpened, async ({ tx, now }: Context, opened: OpenedStratum): Promise<null> => {
  const { workspaceId, rolloutId, stageId, stratumId } = opened
  const place = { workspaceId, rolloutId }
  const row = await findRollout(tx, workspaceId, rolloutId)
  const present = row && presentStage(row.rollout)
  if (present?.stage.id !== stageId || !(await hasStarted(tx, place))) return null
  const stage = { id: stratumId, share: present.share, position: present.stage.position, at: now }
  await logChange(tx, place, { kind: 'stage', stage }, now)
  return null
})

export const analysisHandlers: readonly EventHandler[] = [onSaved, onStratum]

const isEnded = ({ state }: Rollout): boolean =>
  state.kind === 'rolled-back' || state.kind === 'finished' || state.kind === 'abandoned'

/**
 * Going on against a harmful verdict overrules it (statistics.md §2f). Metrics whose risk was accepted are not overruled:
 * the acceptance ends by itself, and then they count as before.
 */
function overruledMetrics({ before, after, events }: RolloutSaved): string[] {
  const going = events.find(({ kind }) => kind === 'rollout.resumed' || kind === 'rollout.started')
  if (!going || !('by' in going) || going.by?.kind !== 'person' || !before?.verdict) return []
  const { verdict } = before
  if (!before.latched && verdict.code !== 'harmful' && verdict.code !== 'harmful-for-segment') return []
  const accepted = new Set(
    after.risks.filter((risk) => 'at' in going && elapsedMs(going.at, risk.until) > 0).map(({ what }) => what),
  )
  return verdict.drivers.filter((key) => !accepted.has(key) && !accepted.has('guardrails'))
}
