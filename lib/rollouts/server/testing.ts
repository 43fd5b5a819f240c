import { createFlag } from '@/lib/flags/server/create-flag'
import { createEnvironment, publishRevision } from '@/lib/flags/server/contract'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type Actor } from '@/lib/kernel/actor'
import { type Discipline } from '@/lib/kernel/permissions'
import { runCommand } from '@/lib/platform/command'
import { handler } from '@/lib/platform/events'
import { type RolloutView, type Verb } from '../core/schema'
import { createRollout } from './create-rollout'
import { rolloutSaved } from './events'
import { rolloutVerbs } from './verbs'

export type RolloutHouse = TestHouse & {
  maria: Actor
  ana: Actor
  sam: Actor
  olu: Actor
  create(
    flag: string,
    stages?: { weight: number; minSoak?: string; disciplines?: Discipline[] }[],
  ): Promise<RolloutView>
  decide(
    actor: Actor,
    verb: Verb,
    rollout: RolloutView,
    extra?: Record<string, unknown>,
  ): ReturnType<typeof runCommand<unknown, RolloutView>>
}

/** A workspace with production, an author, two approvers and a reader. Nobody measures: the tests hand over verdicts. */
export async function aRolloutHouse(): Promise<RolloutHouse> {
  const house = await aHouse()
  const runtime = { ...house.runtime, handlers: [handler(rolloutSaved, () => Promise.resolve(null))] }
  const [maria, ana, sam, olu] = [
    await house.member('Maria', 'engineer'),
    { ...(await house.member('Ana', 'approver')), disciplines: ['product' as const] },
    { ...(await house.member('Sam', 'approver')), disciplines: ['engineering' as const] },
    await house.member('Olu', 'viewer'),
  ]
  await runtime.database.db.transaction(async (tx) => {
    const input = {
      workspaceId: house.workspaceId,
      key: 'production',
      name: 'Production',
      position: 0,
      fourEyes: 'demanded',
    } as const
    const env = await createEnvironment(tx, input, runtime.now())
    await publishRevision(tx, { workspaceId: house.workspaceId, environmentId: env.id }, runtime.now())
  })
  return {
    ...house,
    runtime,
    maria,
    ana,
    sam,
    olu,
    async create(
      flag,
      stages = [
        { weight: 1, minSoak: 'PT0S' },
        { weight: 25, minSoak: 'PT0S' },
      ],
    ) {
      await runCommand(runtime, createFlag, { key: flag, type: 'boolean' }, maria)
      const input = {
        flag,
        environment: 'production',
        hypothesis: 'It helps.',
        rollbackPlan: 'Stop exposure.',
        stages,
        guardrails: ['errors'],
      }
      const created = await runCommand(runtime, createRollout, input, maria)
      if (!created.ok) throw new Error(created.message)
      return created.value
    },
    decide: (actor, verb, rollout, extra = {}) =>
      runCommand(
        runtime,
        rolloutVerbs[verb],
        { rolloutId: rollout.id, expectedVersion: rollout.version, ...extra },
        actor,
      ),
  }
}
