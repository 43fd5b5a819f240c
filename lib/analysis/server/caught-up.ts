import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { type ReplayedTick, replayLog } from './replay-log'
import { type Stored } from './stored-rows'

/** The stored state with the ticks that were logged after it: what the process before this one knew last. */
export async function caughtUp(
  db: Db,
  place: { workspaceId: WorkspaceId; rolloutId: RolloutId },
  stored: Stored,
): Promise<Stored> {
  const { config, position, state } = stored
  const { memory } = state
  const from = { config, engine: state.engine, position, tickSeq: memory.tickSeq, changeSeq: memory.changeSeq }
  const changes: number[] = []
  let { recordedAt } = memory
  let last: ReplayedTick | null = null
  for await (const tick of replayLog(db, place, from)) {
    changes.push(...tick.changes)
    recordedAt = tick.verdict?.at ?? recordedAt
    last = tick
  }
  if (!last) return stored
  const changeSeq = Math.max(memory.changeSeq, ...changes)
  return {
    ...stored,
    position: last.position,
    state: { engine: last.engine, memory: { ...memory, tickSeq: last.seq, changeSeq, recordedAt } },
  }
}
