import { listWorkspaces, readMakingSamples } from '@/lib/governance/server/contract'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { isAway } from '@/lib/platform/database'
import { type Lease } from '@/lib/platform/lease'
import { type Runtime } from '@/lib/platform/runtime'
import { readWatched, type Watched } from '@/lib/rollouts/server/contract'
import { leaderOf, LeaseLost, type Leader } from './leader'
import { readChangeSeqs } from './stored-rows'
import { tickRollout } from './tick-rollout'
import { World } from './world'

/** Rollouts looked at side by side: a tick waits for the database more than it computes. */
const AT_ONCE = 4

/**
 * One tick of the leader: every rollout that has not ended, of every workspace and in every state, takes in its new
 * deltas, gets a verdict, and has its policy asked. One rollout's trouble does not stop the others.
 * @param now moment of workspaces that live in real time; simulated ones keep their own
 * @param only the one workspace whose sample is being made: nobody else looks at it until it is told
 */
export async function tick(runtime: Runtime, lease: Lease, now: Instant, only?: WorkspaceId): Promise<void> {
  const { db } = runtime.database
  const leader = leaderOf(runtime, lease)
  const making = only ? null : await readMakingSamples(db)
  const isOurs = (id: WorkspaceId): boolean => (only ? id === only : making?.has(id) !== true)
  const watched = (await readWatched(db)).filter(
    ({ rollout, workspaceId }) => rollout.startedAt !== null && isOurs(workspaceId),
  )
  leader.forgetAllBut(watched.map(({ rollout }) => rollout.id))
  if (watched.length === 0) return
  const changed = await readChangeSeqs(
    db,
    watched.map(({ rollout }) => rollout.id),
  )
  const clocks = await readClocks(runtime, now)
  const world = new World(db)
  const waiting = [...watched]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const at = clocks.get(next.workspaceId) ?? now
      await guarded(leader, next, () => tickRollout(leader, next, world, changed.get(next.rollout.id) ?? 0, at))
    }
  }
  // All of them end before the next tick may begin, also when one of them failed.
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work))
  const failed = ends.find((end) => end.status === 'rejected')
  if (!failed) return
  if (!(failed.reason instanceof LeaseLost)) throw failed.reason
  runtime.log.warn('another process leads analysis now')
}

async function readClocks(runtime: Runtime, now: Instant): Promise<Map<WorkspaceId, Instant>> {
  const workspaces = await listWorkspaces(runtime.database.db)
  return new Map(workspaces.map((one) => [one.id, (one.clock === 'simulated' ? one.simulatedNow : null) ?? now]))
}

/** A fault of one rollout is logged and tried again; one of the database or the lease ends the tick. */
async function guarded(leader: Leader, { rollout }: Watched, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    leader.forget(rollout.id)
    if (error instanceof LeaseLost || isAway(error)) throw error
    leader.runtime.log.error({ err: error, rolloutId: rollout.id }, 'the tick of a rollout failed')
  }
}
