import { and, eq } from 'drizzle-orm'
import { policy, policyVersion } from '@/drizzle/schema/analysis'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { sha256 } from '@/lib/platform/audit'
import { type Db } from '@/lib/platform/database'
import { type Verdict } from '@/lib/rollouts/core/schema'
import { type DeltaPosition } from '@/lib/telemetry/server/contract'
import { type AnalysisConfig } from '../core/config'
import { evaluate, remember } from '../core/evaluate'
import { applyTick, type ConfigChange } from '../core/replay'
import { Policy } from '../core/schema'
import { startEngine } from '../core/stage'
import { type EngineState } from '../core/state'
import { type LoggedFacts } from '../core/stored'
import { DeltaReader } from './delta-reader'
import { readChanges, readLog } from './stored-rows'

/** From where a replay goes on: a stored state, or nothing (then from Start). */
export type ReplayFrom = {
  config: AnalysisConfig
  engine: EngineState
  position: DeltaPosition
  /** Last line of the log that is in the state, and last change. */
  tickSeq: number
  changeSeq: number
}

/** One line of the log applied again; `verdict` when it was handed over then. */
export type ReplayedTick = {
  seq: number
  position: DeltaPosition
  changes: number[]
  config: AnalysisConfig
  engine: EngineState
  verdict: Verdict | null
}

type Place = { workspaceId: WorkspaceId; rolloutId: RolloutId }
const LINES = 500

/** Applies the logged ticks again to the stored deltas, in order; the same functions as the live tick. */
export async function* replayLog(db: Db, place: Place, from: ReplayFrom | null): AsyncGenerator<ReplayedTick> {
  const reader = new DeltaReader(db, place, from?.position ?? '')
  const policies = new Map<string, Policy>()
  const waiting = new Map<number, ConfigChange>()
  for (const { seq, change } of await readChanges(db, place, from?.changeSeq ?? 0)) waiting.set(seq, change)
  let run: { config: AnalysisConfig; engine: EngineState } | null = from
  let after = from?.tickSeq ?? 0
  for (;;) {
    const lines = await readLog(db, place, after, LINES)
    if (lines.length === 0) return
    for (const { seq, data, from: start, to } of lines) {
      after = seq
      if (data.kind === 'start') run = { config: data.config, engine: startEngine(data.config, data.stage) }
      if (data.kind !== 'tick' || !run) continue
      const changes = data.changes.flatMap((change) => waiting.get(change) ?? [])
      const { config } = run
      const applied = applyTick(run.engine, config, { changes, rows: await reader.take(start, to) })
      let verdict: Verdict | null = null
      if (data.facts) {
        const facts = { ...data.facts, policy: await policyOf(db, place.workspaceId, data.facts.policy, policies) }
        verdict = evaluate(applied, config, facts, sha256)
      }
      run = { config, engine: verdict ? remember(applied, verdict) : applied }
      yield { seq, position: to, changes: data.changes, ...run, verdict }
    }
  }
}

/** A policy in the version that judged; it may have been edited since. */
async function policyOf(
  db: Db,
  workspaceId: WorkspaceId,
  wanted: LoggedFacts['policy'],
  known: Map<string, Policy>,
): Promise<Policy> {
  const name = `${wanted.key} ${wanted.version}`
  const found = known.get(name)
  if (found) return found
  const [row] = await db
    .select({ rules: policyVersion.rules })
    .from(policyVersion)
    .innerJoin(policy, and(eq(policy.workspaceId, policyVersion.workspaceId), eq(policy.id, policyVersion.policyId)))
    .where(
      and(
        eq(policyVersion.workspaceId, workspaceId),
        eq(policy.key, wanted.key),
        eq(policyVersion.version, wanted.version),
      ),
    )
  if (!row) throw new Error(`policy ${name} is gone`)
  const rules = Policy.parse(row.rules)
  known.set(name, rules)
  return rules
}
