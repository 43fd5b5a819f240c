import { analysisPoint, verdictLog } from '@/drizzle/schema/analysis'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { type Verdict } from '@/lib/rollouts/core/schema'
import { type DeltaPosition } from '@/lib/telemetry/server/contract'
import { type VerdictFacts } from '../core/facts'
import { type PolicyMemory } from '../core/policy-action'
import { type EngineState } from '../core/state'
import { type LoggedFacts, type TickMemory } from '../core/stored'
import { LeaseLost } from './leader'
import { logTick, type Stored, updateStored } from './stored-rows'

export type TickResult = {
  before: Stored
  engine: EngineState
  /** Changes applied, by their places in the log. */
  changes: number[]
  watermark: DeltaPosition
  hasData: boolean
  /** What the verdict was judged by, when it is handed over; null: it is kept for nobody. */
  facts: VerdictFacts | null
  verdict: Verdict
  policyMemory: PolicyMemory
}

type Place = { workspaceId: WorkspaceId; rolloutId: RolloutId }

const LEVELS = [20, 100, 1000].map((e) => Math.log(e))
const LOG_EVERY_MS = 60_000
const SAVE_EVERY_MS = 8000
const HOUR_MS = 3_600_000
/** Points of the chart: close together while a stage is young, a minute apart later. */
const POINTS_EVERY_MS = { young: 10_000, old: 60_000 }

/** Writes what a tick found: state, the range it consumed, and now and then the verdict and points of the charts. */
export async function storeTick(
  tx: Tx,
  place: Place,
  result: TickResult,
  { now, epoch }: { now: Instant; epoch: number },
): Promise<Stored> {
  const { before, engine, facts, verdict, watermark, changes } = result
  const memory = before.state.memory
  const data = { kind: 'tick' as const, changes, facts: facts && logged(facts) }
  const tickSeq = await logTick(tx, place, data, {
    at: now,
    from: before.position,
    to: watermark,
    logE: verdict.logE,
    epoch,
  })
  const level = LEVELS.filter((threshold) => verdict.logE >= threshold).length
  const isLogged = facts !== null && isWorthKeeping(result, level, now)
  const isDrawn = facts !== null && result.hasData && arePointsDue(engine, memory, now)
  if (isLogged) await tx.insert(verdictLog).values({ ...place, at: now, code: verdict.code, verdict })
  if (isDrawn) await drawPoints(tx, place, engine, verdict)
  const next: TickMemory = {
    ...memory,
    policy: result.policyMemory,
    changeSeq: Math.max(memory.changeSeq, ...changes),
    tickSeq,
    recordedAt: facts ? now : memory.recordedAt,
    loggedAt: isLogged ? now : memory.loggedAt,
    level: Math.max(memory.level, isLogged ? level : 0),
    pointsAt: isDrawn ? now : memory.pointsAt,
  }
  const stored = { config: before.config, state: { engine, memory: next }, position: watermark, saved: before.saved }
  if (!isSavingDue(result, place, now)) return stored
  const state = { engine, memory: { ...next, savedAt: now } }
  const isMine = await updateStored(tx, place, { before: before.saved, state, position: watermark }, now)
  if (!isMine) throw new LeaseLost()
  return { ...stored, state, saved: watermark }
}

/**
 * The whole state is large and the log holds each tick: it is written when something changed, and now and then, at other
 * moments for each rollout so that they do not fall together.
 */
function isSavingDue({ before, changes, verdict }: TickResult, { rolloutId }: Place, now: Instant): boolean {
  const { memory, engine } = before.state
  if (memory.savedAt === null || changes.length > 0 || verdict.code !== engine.word.code) return true
  const everyMs = SAVE_EVERY_MS + 1000 * ((rolloutId.codePointAt(rolloutId.length - 1) ?? 0) % 8)
  return elapsedMs(memory.savedAt, now) >= everyMs
}

function logged({ policy, ...facts }: VerdictFacts): LoggedFacts {
  return { ...facts, policy: { key: policy.key, version: policy.version } }
}

/** The verdict log keeps every change of the word, every threshold crossed, and a heartbeat while data comes. */
function isWorthKeeping({ before, verdict, hasData }: TickResult, level: number, now: Instant): boolean {
  const { memory, engine } = before.state
  if (memory.loggedAt === null || verdict.code !== engine.word.code || level > memory.level) return true
  return hasData && elapsedMs(memory.loggedAt, now) >= LOG_EVERY_MS
}

function arePointsDue(engine: EngineState, memory: TickMemory, now: Instant): boolean {
  if (memory.pointsAt === null) return true
  const isYoung = elapsedMs(engine.stage.since, now) < HOUR_MS
  return elapsedMs(memory.pointsAt, now) >= (isYoung ? POINTS_EVERY_MS.young : POINTS_EVERY_MS.old)
}

async function drawPoints(tx: Tx, place: Place, engine: EngineState, verdict: Verdict): Promise<void> {
  const points = verdict.metrics.map(({ key, form, exposed, baseline, difference, logEm }) => ({
    ...place,
    metric: key,
    at: verdict.at,
    stageId: engine.stage.id,
    share: engine.stage.share,
    exposedUnits: exposed.units,
    baselineUnits: baseline.units,
    exposedEvents: exposed.events,
    baselineEvents: baseline.events,
    exposedValue: form ? exposed.rate : null,
    baselineValue: form ? baseline.rate : null,
    difference: difference.estimate,
    low: difference.low,
    high: difference.high,
    logEm,
  }))
  if (points.length > 0) await tx.insert(analysisPoint).values(points).onConflictDoNothing()
}
