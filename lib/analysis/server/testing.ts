import { createFlag } from '@/lib/flags/server/create-flag'
import { openStageLookup } from '@/lib/flags/server/stage-lookup'
import { findEnvironment } from '@/lib/flags/server/contract'
import { readWorkspace } from '@/lib/governance/server/contract'
import { type Actor } from '@/lib/kernel/actor'
import { type EnvironmentId } from '@/lib/kernel/id'
import { instant, toMs } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { takeLease, type Lease } from '@/lib/platform/lease'
import { type Runtime } from '@/lib/platform/runtime'
import { type RolloutView, type Verb } from '@/lib/rollouts/core/schema'
import { createRollout } from '@/lib/rollouts/server/create-rollout'
import { readRolloutView } from '@/lib/rollouts/server/reads'
import { aRolloutHouse, type RolloutHouse } from '@/lib/rollouts/server/testing'
import { rolloutVerbs } from '@/lib/rollouts/server/verbs'
import { type IncomingRecord } from '@/lib/telemetry/core/schema'
import { commitGroup } from '@/lib/telemetry/server/commit-batch'
import { createMetric } from './create-metric'
import { analysisHandlers } from './handlers'
import { ensurePolicies } from './policies'
import { tick } from './tick'

export type Arm = { people: number; errors: number; bought?: number }

/** The revision that their clients run, and what tells this crowd from others. */
type Met = { revision?: number; who?: string }

export type AnalysisHouse = Omit<RolloutHouse, 'create' | 'decide'> & {
  create(flag: string, more?: Record<string, unknown>): ReturnType<typeof runCommand<unknown, RolloutView>>
  decide(who: Actor, verb: Verb, rollout: RolloutView, more?: Record<string, unknown>): Promise<RolloutView>
  view(id: string): Promise<RolloutView>
  /** People meet the flag and have their outcomes, all in one second of the house's clock; new people unless they are named. */
  meet(flag: string, exposed: Arm, control: Arm, met?: Met): Promise<void>
  /** Whatever records arrive, all in one request of this second. */
  send(records: (timeMs: number) => IncomingRecord[]): Promise<void>
  lease(): Promise<Lease>
  tick(): Promise<void>
}

/** A workspace in which rollouts are measured for real: metrics, policies, ingest and the tick. */
export async function anAnalysisHouse(): Promise<AnalysisHouse> {
  const house = await aRolloutHouse()
  const { db } = house.runtime.database
  const runtime: Runtime = { ...house.runtime, handlers: analysisHandlers }
  const environment = await findEnvironment(db, house.workspaceId, 'production')
  if (!environment) throw new Error('the house has no production')
  await db.transaction((tx) => ensurePolicies(tx, house.workspaceId, [], runtime.now()))
  for (const metric of METRICS) insist(await runCommand(runtime, createMetric, metric, house.maria))
  const lease = async (): Promise<Lease> => insistOn(await takeLease(db, 'analysis', 'test'))
  const view = async (id: string) => insist(await readRolloutView(runtime, house.maria, id))
  return {
    ...house,
    runtime,
    view,
    lease,
    tick: async () => tick(runtime, await lease(), runtime.now()),
    create: async (flag, more = {}) => {
      await runCommand(runtime, createFlag, { key: flag, type: 'boolean' }, house.maria)
      return runCommand(runtime, createRollout, { ...DRAFT, flag, ...more }, house.maria)
    },
    decide: async (who, verb, rollout, more = {}) => {
      const { version } = await view(rollout.id)
      const input = { rolloutId: rollout.id, expectedVersion: version, ...more }
      return insist(await runCommand(runtime, rolloutVerbs[verb], input, who))
    },
    meet: (flag, exposed, control, met) =>
      meet(runtime, house.workspaceId, environment.id, flag, { exposed, control }, met),
    send: (records) => send(runtime, house.workspaceId, environment.id, records),
  }
}

const METRICS = [
  {
    key: 'errors',
    name: 'Errors',
    source: { kind: 'event', event: 'error' },
    aggregation: 'first-event',
    direction: 'lower',
    harmLimit: 0.01,
    declaredRate: 0.01,
  },
  {
    key: 'bought',
    name: 'Bought',
    source: { kind: 'event', event: 'buy' },
    aggregation: 'proportion',
    window: 'PT1M',
    direction: 'higher',
    harmLimit: { kind: 'relative', value: 0.3 },
    declaredRate: 0.1,
  },
]

const DRAFT = {
  environment: 'production',
  hypothesis: 'It helps.',
  rollbackPlan: 'Stop exposure.',
  stages: [
    { weight: 25, minSoak: 'PT0S' },
    { weight: 50, minSoak: 'PT0S' },
  ],
  guardrails: [{ metric: 'errors', critical: true }, 'bought'],
}

let requests = 0

async function meet(
  runtime: Runtime,
  workspaceId: AnalysisHouse['workspaceId'],
  environmentId: EnvironmentId,
  flag: string,
  arms: { exposed: Arm; control: Arm },
  { revision, who }: Met = {},
): Promise<void> {
  await send(runtime, workspaceId, environmentId, (timeMs) =>
    (['exposed', 'control'] as const).flatMap((arm) => {
      const variant = arm === 'exposed' ? 'on' : 'control'
      return crowd({ flag, variant, who: `${who ?? requests}-${arm}`, revision: revision ?? null }, arms[arm], timeMs)
    }),
  )
}

async function send(
  runtime: Runtime,
  workspaceId: AnalysisHouse['workspaceId'],
  environmentId: EnvironmentId,
  made: (timeMs: number) => IncomingRecord[],
): Promise<void> {
  const { db } = runtime.database
  const workspace = insistOn(await readWorkspace(db, workspaceId))
  requests += 1
  const timeMs = toMs(runtime.now())
  const records = made(timeMs)
  const source = { workspaceId, environmentId, keyId: 'test', unitKey: workspace.unitKey, simulated: true }
  const body = new TextEncoder().encode(`test ${requests}`)
  // Who is in which arm is said, not hashed: the tests are about counts.
  const stages = { ...openStageLookup(db), armOf: () => null }
  const at = { ...runtime, now: () => instant(timeMs + 900) }
  const [stored] = await commitGroup(at, stages, [{ source, records, body }])
  if (!stored?.ok) throw new Error(`ingest refused: ${stored?.code}`)
}

type Crowd = { flag: string; variant: string; who: string; revision: number | null }

function crowd(their: Crowd, { people, errors, bought = 0 }: Arm, fromMs: number): IncomingRecord[] {
  const { flag, variant, who, revision } = their
  const blank = {
    id: null,
    flag: null,
    variant: null,
    revision: null,
    name: null,
    value: null,
    attributes: {},
    client: null,
  }
  return Array.from({ length: people }, (_, i): IncomingRecord[] => {
    const unit = `${who}-${i}`
    const did = (name: string): IncomingRecord => ({ ...blank, unit, kind: 'track', name, timeMs: fromMs + 500 })
    return [
      { ...blank, unit, kind: 'exposure', flag, variant, revision, timeMs: fromMs + 100 },
      ...(i < errors ? [did('error')] : []),
      ...(i >= people - bought ? [did('buy')] : []),
    ]
  }).flat()
}

export function insist<T>(outcome: { ok: true; value: T } | { ok: false; code: string; message: string }): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`)
  return outcome.value
}

function insistOn<T>(value: T | null): T {
  if (value === null) throw new Error('it is not there')
  return value
}
