import { z } from 'zod'
import { findEnvironment, readPropagation } from '@/lib/flags/server/contract'
import { recordTimeline } from '@/lib/governance/server/contract'
import { RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse } from '@/lib/kernel/result'
import { instant, seconds, toMs } from '@/lib/kernel/time'
import { command, runCommand } from '@/lib/platform/command'
import { addJob } from '@/lib/platform/jobs'
import { type Runtime } from '@/lib/platform/runtime'
import { confirm } from '../core/decide-end'
import { gatherFacts } from './gather-facts'
import { lockRollout } from './rollout-rows'
import { saveRollout } from './save-rollout'
import { detailOf, topicsOf } from './verbs'

const ConfirmInput = z.strictObject({ rolloutId: RolloutId })

/** Ends a roll back once every client confirmed, or once the time limit is over and the rest are named. */
export const confirmCommand = command<z.infer<typeof ConfirmInput>, { done: boolean }>({
  name: 'rollout.confirm',
  permission: 'rollout.roll-back',
  input: ConfirmInput,
  async run(context, { rolloutId }) {
    const { tx, actor, now } = context
    const before = await lockRollout(tx, actor.workspaceId, rolloutId)
    const state = before?.rollout.state
    if (!before || state?.kind !== 'rolling-back' || state.revision === null)
      return refuse('not-rolling-back', 'This rollout is not rolling back.')
    const environment = await findEnvironment(tx, before.workspaceId, before.environmentId)
    if (!environment) return refuse('not-found', 'The environment of this rollout is gone.')
    const seen = await readPropagation(tx, environment, { revision: state.revision, at: state.at }, now)
    const facts = await gatherFacts(tx, before, actor, now)
    const unconfirmed = seen.unconfirmed.map((client) => client.id)
    const decision = confirm(
      before.rollout,
      { allConfirmed: seen.confirmed >= seen.seen, unconfirmed, timeLimit: seconds(environment.confirmWithinS) },
      facts,
    )
    if (!decision.ok) return decision
    const saved = await saveRollout(context, before, decision.events, facts, null)
    if (!saved.ok) return saved
    await recordTimeline(tx, {
      workspaceId: before.workspaceId,
      environmentId: before.environmentId,
      rolloutId,
      flagKey: before.rollout.flagKey,
      kind: 'config.propagated',
      occurredAt: now,
      recordedAt: now,
      actor,
      dedupeKey: `propagated:${environment.id}:${state.revision}`,
      title: `${seen.confirmed} of ${seen.seen} clients confirmed${seen.p95S === null ? '' : `, 95% of them within ${seen.p95S} s`}`,
      data: { revision: seen.revision, seen: seen.seen, confirmed: seen.confirmed, p95S: seen.p95S, unconfirmed },
    })
    return {
      ok: true,
      value: { done: true },
      object: { kind: 'rollout', id: rolloutId },
      detail: detailOf(before, saved.row, '', null),
      topics: topicsOf(saved.row),
    }
  },
})

/** The job behind `rollout.confirm`: tries, and comes back in a second while clients are missing. */
export async function confirmRollback(
  runtime: Runtime,
  { workspaceId, rolloutId }: { workspaceId: WorkspaceId; rolloutId: RolloutId },
): Promise<void> {
  const { db } = runtime.database
  const waiting = await db.transaction(async (tx) => {
    const row = await lockRollout(tx, workspaceId, rolloutId)
    const state = row?.rollout.state
    if (!row || state?.kind !== 'rolling-back' || state.revision === null) return false
    const environment = await findEnvironment(tx, workspaceId, row.environmentId)
    if (!environment) return false
    const { done } = await readPropagation(tx, environment, { revision: state.revision, at: state.at }, runtime.now())
    if (done) return null
    await addJob(tx, {
      task: 'rollout.confirm',
      payload: { workspaceId, rolloutId },
      runAt: instant(toMs(runtime.now()) + 1000),
      key: `confirm:${rolloutId}`,
    })
    return true
  })
  if (waiting !== null) return
  const actor = { kind: 'system', id: 'system', workspaceId, name: 'Soundings' } as const
  await runCommand(runtime, confirmCommand, { rolloutId }, actor)
}
