import { z } from 'zod'
import { findRollout } from '@/lib/rollouts/server/contract'
import { RolloutId, WorkspaceId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { type Runtime } from '@/lib/platform/runtime'
import { type Facts } from '../core/facts'
import { type Halt, openForHalt } from './handlers'

export const AfterHalt = z.object({
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
  at: Instant,
  by: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
})

const KINDS: Readonly<Record<string, Halt['kind']>> = {
  paused: 'rollout.paused',
  stopped: 'rollout.stopped',
  'rolling-back': 'rollout.rolling_back',
  'rolled-back': 'rollout.rolling_back',
}

/** The incident of a halt, when it could not be written with it. Told twice it joins what is open. */
export async function openAfterHalt(runtime: Runtime, { workspaceId, rolloutId, at, by }: z.infer<typeof AfterHalt>) {
  const { db } = runtime.database
  const row = await findRollout(db, workspaceId, rolloutId)
  const kind = row && KINDS[row.rollout.state.kind]
  if (!row || !kind || by.kind !== 'policy') return
  const facts: Facts = { now: at, actor: { kind: 'system', id: 'system', workspaceId, name: by.name }, last: null }
  const saved = { environmentId: row.environmentId, after: row.rollout }
  await db.transaction((tx) =>
    openForHalt({ tx, workspaceId, now: at }, saved, { kind, by, because: 'written later' }, facts),
  )
}
