import { sql } from 'drizzle-orm'
import { insist } from '@/lib/analysis/server/testing'
import { findEnvironment } from '@/lib/flags/server/contract'
import { type Actor, type Person } from '@/lib/kernel/actor'
import { type EnvironmentId } from '@/lib/kernel/id'
import { runCommand } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { rolloutVerbs } from '@/lib/rollouts/server/contract'
import { aRolloutHouse, type RolloutHouse } from '@/lib/rollouts/server/testing'
import { type OpenIncidentInput, type IncidentView } from '../core/schema'
import { incidentHandlers } from './handlers'
import { openIncident } from './open-incident'
import { incidentVerbs, type IncidentWord } from './verbs'

export type IncidentHouse = Omit<RolloutHouse, 'runtime'> & {
  runtime: Runtime
  environmentId: EnvironmentId
  yusuf: Person
  policy: Actor
  open(input?: Partial<OpenIncidentInput>, who?: Actor): Promise<IncidentView>
  act(who: Actor, word: IncidentWord, incident: { id: string }, more?: object): ReturnType<typeof runCommand>
  /** Payloads of jobs of a task that wait. */
  jobs(task: string): Promise<{ payload: Record<string, string>; runAt: string }[]>
}

/** A workspace with production, rollouts, and incidents that hear of them. */
export async function anIncidentHouse(): Promise<IncidentHouse> {
  const house = await aRolloutHouse()
  const runtime: Runtime = { ...house.runtime, handlers: incidentHandlers }
  const { db } = runtime.database
  const environment = await findEnvironment(db, house.workspaceId, 'production')
  if (!environment) throw new Error('the house has no production')
  const { workspaceId } = house
  return {
    ...house,
    runtime,
    environmentId: environment.id,
    yusuf: await house.member('Yusuf', 'on-call'),
    policy: { kind: 'policy', id: 'pol_000000000001', workspaceId, name: 'payments-guard', version: 7 },
    decide: (actor, verb, rollout, extra = {}) =>
      runCommand(
        runtime,
        rolloutVerbs[verb],
        { rolloutId: rollout.id, expectedVersion: rollout.version, ...extra },
        actor,
      ),
    open: async (input = {}, who = house.maria) =>
      insist(await runCommand(runtime, openIncident, { title: 'Payments fail', severity: 'SEV2', ...input }, who)),
    act: (who, word, incident, more = {}) => {
      const verb: { name: string } = incidentVerbs[word]
      return runCommand(runtime, verb as typeof openIncident, { incidentId: incident.id, ...more }, who) // any verb runs
    },
    jobs: async (task) => {
      const rows = await db.execute<{ payload: Record<string, string>; run_at: string }>(sql`
        select p.payload, p.run_at from graphile_worker._private_jobs p
        join graphile_worker._private_tasks t on t.id = p.task_id where t.identifier = ${task} order by p.id`)
      return rows.map(({ payload, run_at: runAt }) => ({ payload, runAt }))
    },
  }
}
