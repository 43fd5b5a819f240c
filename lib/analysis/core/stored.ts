import { type Instant } from '@/lib/kernel/time'
import { type AnalysisConfig } from './config'
import { type VerdictFacts } from './facts'
import { type PolicyMemory } from './policy-action'
import { type ConfigChange } from './replay'
import { type StageOpening } from './stage'
import { type EngineState } from './state'

/** What the tick remembers of a rollout besides the evidence. */
export type TickMemory = {
  policy: PolicyMemory | null
  /** Last configuration change applied, by its place in the tick log. */
  changeSeq: number
  /** Last line of the tick log that is in the stored state, and when it was stored; later lines are applied on reading. */
  tickSeq: number
  savedAt: Instant | null
  /** When the verdict was last handed over, kept in the log, and drawn as points of the chart. */
  recordedAt: Instant | null
  loggedAt: Instant | null
  pointsAt: Instant | null
  /** Highest threshold that the logged evidence had passed. */
  level: number
  /** Proportion windows: when they were last closed, and the stage whose beginning closed the earlier ones. */
  closedAt: Instant | null
  closedFor: string
}

export type StoredState = { engine: EngineState; memory: TickMemory }

/** Facts as the log keeps them: the policy by name and version. */
export type LoggedFacts = Omit<VerdictFacts, 'policy'> & { policy: { key: string; version: number } }

/** A line of the tick log. `start` and other changes wait there until the tick applies them. */
export type TickData =
  | { kind: 'start'; config: AnalysisConfig; stage: StageOpening }
  | ConfigChange
  | { kind: 'tick'; changes: number[]; facts: LoggedFacts | null }

export const freshMemory = (stageId: string): TickMemory => ({
  policy: null,
  changeSeq: 0,
  tickSeq: 0,
  savedAt: null,
  recordedAt: null,
  loggedAt: null,
  pointsAt: null,
  level: 0,
  closedAt: null,
  closedFor: stageId,
})
