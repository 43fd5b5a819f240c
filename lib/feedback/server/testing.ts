import { createEnvironment } from '@/lib/flags/server/contract'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type Person } from '@/lib/kernel/actor'
import { type EnvironmentId, type RolloutId, type StageId } from '@/lib/kernel/id'
import { instant, toMs } from '@/lib/kernel/time'
import { runCommand, type Command } from '@/lib/platform/command'
import { type HotRequest } from '@/lib/platform/hot'
import { pseudonym, type StageLookup } from '@/lib/telemetry/server/contract'
import { type IngestAnswer } from '../core/schema'
import { openFeedbackDoor, receiveFeedback, type FeedbackDoor } from './receive'
import { workspaceFacts } from './settings'

export const ROLLOUT: RolloutId = 'rol_000000000001'
export const STAGE: StageId = 'stg_000000000001'

/** Every revision of `checkout` served one stage; other flags are in no rollout. */
export const stages: StageLookup = {
  load: async () => (_, flag) =>
    flag === 'checkout' ? { rolloutId: ROLLOUT, stageId: STAGE, share: 25_000, exposedVariant: 'on' } : null,
  armOf: () => null,
}

export type FeedbackHouse = TestHouse & {
  environmentId: EnvironmentId
  door: FeedbackDoor
  keys: { client: string; server: string; hook: string }
  /** May triage. */
  maria: Person
  ana: Person
  /** Only reads. */
  olu: Person
  /** Posts to the ingest door with the server's key. */
  send(body: unknown, options?: Sent): Promise<{ status: number; json: IngestAnswer & { code?: string } }>
  /** Stores an exposure record of a unit, `agoMs` before now. */
  expose(unit: string, variant: string, agoMs?: number, flag?: string): Promise<void>
  run<Input, Value>(
    verb: Command<Input, Value>,
    input: unknown,
    actor?: Person,
  ): ReturnType<typeof runCommand<Input, Value>>
}
type Sent = { key?: string | null; headers?: Record<string, string>; raw?: string | Uint8Array }

/** A workspace with an environment, keys, a triager, an admin, a reader, and the ingest door. */
export async function aFeedbackHouse(): Promise<FeedbackHouse> {
  const house = await aHouse()
  const { runtime, workspaceId } = house
  const { db, sql } = runtime.database
  const [maria, ana, olu] = [
    await house.member('Maria', 'triage'),
    await house.member('Ana', 'admin'),
    await house.member('Olu', 'viewer'),
  ]
  const input = { workspaceId, key: 'production', name: 'Production', position: 0, fourEyes: 'off' } as const
  const environment = await db.transaction((tx) => createEnvironment(tx, input, runtime.now()))
  const keyOf = async (scope: 'client' | 'server' | 'hook') => {
    const key = mintKey(scope)
    const of = {
      name: scope,
      scope,
      role: 'viewer',
      environmentId: scope === 'hook' ? undefined : environment.id,
    } as const
    await db.transaction((tx) => issueKey(tx, workspaceId, of, key, runtime.now()))
    return key
  }
  const keys = { client: await keyOf('client'), server: await keyOf('server'), hook: await keyOf('hook') }
  const door = openFeedbackDoor(runtime, stages)
  return {
    ...house,
    environmentId: environment.id,
    door,
    keys,
    maria,
    ana,
    olu,
    async send(body, { key = keys.server, headers = {}, raw } = {}) {
      const bytes = new TextEncoder().encode(typeof raw === 'string' ? raw : JSON.stringify(body))
      const answer = await receiveFeedback(door, aRequest(raw instanceof Uint8Array ? raw : bytes, key, headers))
      return { status: answer.status, json: JSON.parse(String(answer.body)) }
    },
    async expose(unit, variant, agoMs = 60_000, flag = 'checkout') {
      const facts = await workspaceFacts(runtime, workspaceId)
      if (!facts) throw new Error('the workspace is gone')
      const at = instant(toMs(runtime.now()) - agoMs)
      const hex = pseudonym(facts.unitKey, unit)
      await sql`
        insert into telemetry_event (workspace_id, environment_id, arrived_at, occurred_at, kind, unit, name, variant, revision)
        values (${workspaceId}, ${environment.id}, ${at}, ${at}, 'exposure', decode(${hex}, 'hex'), ${flag}, ${variant}, 7)`
      if (flag !== 'checkout') return
      await sql`
        insert into unit_stage (workspace_id, rollout_id, unit, stage_id, arm, coin, share, entered_at, arrived_at, metrics, crossed)
        values (${workspaceId}, ${ROLLOUT}, decode(${hex}, 'hex'), ${STAGE}, ${variant === 'on' ? 'exposed' : 'control'}, 0, 25000, ${at}, ${at}, 0, false)
        on conflict do nothing`
    },
    run: (verb, given, actor = maria) => runCommand(runtime, verb, given, actor),
    close: async () => {
      await door.close()
      await house.close()
    },
  }
}

/** A request as the gateway hands it over. */
export function aRequest(bytes: Uint8Array, key: string | null, headers: Record<string, string> = {}): HotRequest {
  const all = new Map(Object.entries({ ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers }))
  return {
    method: 'POST',
    path: '/api/ingest/v1/feedback',
    query: new URLSearchParams(),
    header: (name) => all.get(name) ?? null,
    body: async (most) => (bytes.length > most ? 'too-large' : bytes),
    signal: new AbortController().signal,
    remoteAddress: '127.0.0.1',
  }
}
