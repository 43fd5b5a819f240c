import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { closeDueWindows } from '@/lib/telemetry/server/contract'
import { type Leader } from './leader'
import { type Stored } from './stored-rows'

/** Closing takes ingest's lock for a moment; windows are long, so this often is exact enough. */
const EVERY_MS = 5000

/**
 * Books the zeros of proportions whose window is over; after a stage change those of every person who came before it
 * (statistics.md §2b). The deltas come back in the same tick or the next.
 */
export async function closeWindowsFor(
  leader: Leader,
  { workspaceId, rolloutId }: { workspaceId: WorkspaceId; rolloutId: RolloutId },
  stored: Stored,
  now: Instant,
): Promise<Stored> {
  const { engine, memory } = stored.state
  if (!stored.config.metrics.some(({ aggregation }) => aggregation === 'proportion')) return stored
  const isNewStage = memory.closedFor !== engine.stage.id
  if (!isNewStage && memory.closedAt !== null && elapsedMs(memory.closedAt, now) < EVERY_MS) return stored
  const changedAt = isNewStage ? engine.stage.since : null
  await closeDueWindows(leader.runtime.database.sql, workspaceId, rolloutId, now, changedAt)
  const closed = { ...memory, closedAt: now, closedFor: engine.stage.id }
  const next = { ...stored, state: { engine, memory: closed } }
  leader.keep(rolloutId, next)
  return next
}
