import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { closeDueValues, closeDueWindows } from '@/lib/telemetry/server/contract'
import { isValue } from '../core/config'
import { type Leader } from './leader'
import { type Stored } from './stored-rows'

/** Closing takes ingest's lock for a moment; windows are long, so this often is exact enough. */
const EVERY_MS = 5000

/**
 * Books what windows that are over hold, the zeros of proportions and the numbers of means and ratios; after a stage
 * change those of every person who came before it (statistics.md §2b). The deltas come back in this tick or the next.
 */
export async function closeWindowsFor(
  leader: Leader,
  { workspaceId, rolloutId }: { workspaceId: WorkspaceId; rolloutId: RolloutId },
  stored: Stored,
  now: Instant,
): Promise<Stored> {
  const { engine, memory } = stored.state
  const { metrics } = stored.config
  const hasProportions = metrics.some(({ aggregation }) => aggregation === 'proportion')
  const hasValues = metrics.some(isValue)
  if (!hasProportions && !hasValues) return stored
  const isNewStage = memory.closedFor !== engine.stage.id
  if (!isNewStage && memory.closedAt !== null && elapsedMs(memory.closedAt, now) < EVERY_MS) return stored
  const changedAt = isNewStage ? engine.stage.since : null
  const { sql } = leader.runtime.database
  if (hasProportions) await closeDueWindows(sql, workspaceId, rolloutId, now, changedAt)
  const isDone = !hasValues || (await closeDueValues(sql, workspaceId, rolloutId, now, changedAt))
  // What is left over is closed by the very next tick.
  const next = isDone ? { closedAt: now, closedFor: engine.stage.id } : { closedAt: null }
  const closed = { ...memory, ...next }
  const kept = { ...stored, state: { engine, memory: closed } }
  leader.keep(rolloutId, kept)
  return kept
}
