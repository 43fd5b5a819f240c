import { elapsedMs, type Instant, toMs } from '@/lib/kernel/time'
import { sha256 } from '@/lib/platform/audit'
import { transact } from '@/lib/platform/database'
import { type Rollout } from '@/lib/rollouts/core/model'
import { type Watched } from '@/lib/rollouts/server/contract'
import { readDeltas } from '@/lib/telemetry/server/contract'
import { evaluate, remember } from '../core/evaluate'
import { type VerdictFacts } from '../core/facts'
import { harmNow } from '../core/harm-now'
import { policyAction, type PolicyAction } from '../core/policy-action'
import { applyTick } from '../core/replay'
import { type PolicyView } from '../core/schema'
import { type EngineState } from '../core/state'
import { actByPolicy } from './act-by-policy'
import { closeWindowsFor } from './close-windows-for'
import { freezeThresholds } from './freeze-thresholds'
import { handOver } from './hand-over'
import { type Leader } from './leader'
import { presentStage } from './present-stage'
import { readChanges, type Stored } from './stored-rows'
import { storeTick, type TickResult } from './store-tick'
import { type World } from './world'

/** A verdict is handed over this often while data comes, and while only the clock moves. */
const WITH_DATA_MS = 2000
const WITHOUT_DATA_MS = 5000
/** Deltas taken by one tick; what a long absence has left over comes in the next ones. */
const DELTAS_MAX = 5000

/** One rollout's tick: new deltas and changes → state → verdict → policy. @param newestChange its place in the log */
export async function tickRollout(
  leader: Leader,
  watched: Watched,
  world: World,
  newestChange: number,
  now: Instant,
): Promise<void> {
  const { workspaceId, rollout } = watched
  const place = { workspaceId, rolloutId: rollout.id }
  const loaded = await leader.load(workspaceId, rollout.id)
  if (!loaded) return
  const { db } = leader.runtime.database
  const stored = await closeWindowsFor(leader, place, loaded, now)
  const { config, position, state } = stored
  const changedTo = Math.max(newestChange, await freezeThresholds(leader, place, stored, now))
  const deltas = await readDeltas(db, workspaceId, rollout.id, { after: position, limit: DELTAS_MAX })
  const changes = changedTo > state.memory.changeSeq ? await readChanges(db, place, state.memory.changeSeq) : []
  const idleMs = state.memory.recordedAt === null ? Infinity : elapsedMs(state.memory.recordedAt, now)
  if (deltas.length === 0 && changes.length === 0 && idleMs < WITHOUT_DATA_MS) return

  const engine = applyTick(state.engine, config, { changes: changes.map(({ change }) => change), rows: deltas })
  const watermark = deltas.at(-1)?.position ?? position
  const policy = await world.policy(workspaceId, rollout.policyKey)
  if (!policy) throw new Error(`${rollout.id} has no policy ${rollout.policyKey}`)
  const since = await world.measuredSince(workspaceId)
  const redefined = config.metrics.filter(({ key, version }) => version < (since.get(key) ?? version))
  const facts: VerdictFacts = {
    now,
    ...stageFacts(rollout, engine),
    policy,
    redefined: redefined.map(({ key }) => key),
    watermark,
  }
  const verdict = evaluate(engine, config, facts, sha256)
  const asked = { verdict, harm: harmNow(engine, config, facts), risks: rollout.risks, policy, now }
  const decided = policyAction({ ...asked, state: rollout.state, memory: state.memory.policy })
  const isNews = changes.length > 0 || verdict.code !== engine.word.code || decided.action !== 'none'
  const isHandedOver = isNews || idleMs >= WITH_DATA_MS
  const result: TickResult = {
    before: stored,
    engine: isHandedOver ? remember(engine, verdict) : engine,
    changes: changes.map(({ seq }) => seq),
    watermark,
    hasData: deltas.length > 0,
    facts: isHandedOver ? facts : null,
    verdict,
    policyMemory: decided.memory,
  }
  await keep(leader, watched, result, now)
  await act(leader, watched, decided, policy, now)
}

async function keep(leader: Leader, watched: Watched, result: TickResult, now: Instant): Promise<void> {
  const { workspaceId, rollout } = watched
  const place = { workspaceId, rolloutId: rollout.id }
  const next: Stored = await transact(leader.runtime.database.db, async (tx) => {
    await leader.fence(tx)
    const after = await storeTick(tx, place, result, { now, epoch: leader.lease.epoch })
    if (result.facts) await handOver(leader.runtime, tx, watched, result.verdict, now)
    return after
  })
  leader.keep(rollout.id, next)
}

/** The evidence is committed; the command checks the lease again in its own transaction. */
async function act(
  leader: Leader,
  { workspaceId, rollout }: Watched,
  decided: PolicyAction,
  policy: PolicyView,
  now: Instant,
): Promise<void> {
  if (decided.action === 'none' || !leader.mayAct(rollout.id, toMs(now))) return
  const isDone = await actByPolicy(leader, { workspaceId, rolloutId: rollout.id }, decided, policy, now)
  if (!isDone) leader.wasRefused(rollout.id, toMs(now))
}

/** The engine's stage, or the one that its stratum is part of, as the rollout describes it: begun stages keep their place. */
function stageFacts(rollout: Rollout, engine: EngineState): Pick<VerdictFacts, 'minUnits' | 'margin' | 'exposed'> {
  const stage = rollout.stages[engine.stage.position]
  return {
    minUnits: stage?.minUnits ?? null,
    margin: stage?.margin ?? null,
    exposed: presentStage(rollout) !== null,
  }
}
