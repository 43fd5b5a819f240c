import { findEnvironment, readFlag } from '@/lib/flags/server/contract'
import { readWorkspace, recordTimeline } from '@/lib/governance/server/contract'
import { refuse } from '@/lib/kernel/result'
import { sha256 } from '@/lib/platform/audit'
import { command } from '@/lib/platform/command'
import { nextNumber } from '@/lib/platform/counter'
import { newId } from '@/lib/platform/new-id'
import { newRollout } from '../core/new-rollout'
import { CreateRolloutInput, type RolloutView } from '../core/schema'
import { rolloutSaved } from './events'
import { insertRollout, type RolloutRow } from './rollout-rows'
import { topicsOf } from './verbs'
import { viewOf } from './view-of'

/** A draft from what a person or a program writes. Nobody has it until Start. */
export const createRollout = command<CreateRolloutInput, RolloutView>({
  name: 'rollout.create',
  permission: 'rollout.edit',
  input: CreateRolloutInput,
  async run(context, input) {
    const { tx, actor, now } = context
    const environment = await findEnvironment(tx, actor.workspaceId, input.environment)
    if (!environment)
      return refuse('unknown-environment', `There is no environment ${input.environment}.`, { field: 'environment' })
    const flag = await readFlag(tx, actor.workspaceId, input.flag)
    if (!flag)
      return refuse('unknown-flag', `There is no flag ${input.flag}.`, {
        field: 'flag',
        remedy: 'Create the flag first.',
      })
    const number = await nextNumber(tx, actor.workspaceId, 'rollout')
    const workspace = await readWorkspace(tx, actor.workspaceId)
    const drafted = newRollout(input, {
      id: newId('rol', Date.parse(now)),
      number,
      stageIds: input.stages.map(() => newId('stg', Date.parse(now))),
      // Unlike any other rollout's, and no secret: the same history puts the same people into the same arm.
      salt: sha256(`${workspace?.slug}/${environment.key}/${number}`).slice(0, 12),
      authorId: actor.id,
      flag,
      metrics: null, // analysis, which owns the metrics, refuses unknown ones when it is told
    })
    if (!drafted.ok) return drafted
    const row: RolloutRow = {
      workspaceId: actor.workspaceId,
      environmentId: environment.id,
      rollout: { ...drafted.value, environmentKey: environment.key },
      versions: { policy: 1, metrics: {}, autoAdvance: null },
      published: null,
      createdAt: now,
    }
    await insertRollout(tx, row)
    await recordTimeline(tx, {
      workspaceId: row.workspaceId,
      environmentId: row.environmentId,
      rolloutId: row.rollout.id,
      flagKey: row.rollout.flagKey,
      kind: 'rollout.created',
      occurredAt: now,
      recordedAt: now,
      actor,
      title: `${actor.name} drafted RO-${row.rollout.number} for ${row.rollout.flagKey}`,
    })
    const refused = await context.emit(rolloutSaved, {
      workspaceId: row.workspaceId,
      environmentId: row.environmentId,
      before: null,
      after: row.rollout,
      events: [],
    })
    if (refused) return refused
    return {
      ok: true,
      value: await viewOf(tx, row, actor, now),
      object: { kind: 'rollout', id: row.rollout.id },
      detail: { flag: input.flag, environment: environment.key, input: JSON.parse(JSON.stringify(input)) },
      topics: topicsOf(row),
    }
  },
})
