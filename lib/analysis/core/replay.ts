import { assertNever } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { drawBands } from './band'
import { type AnalysisConfig, isTail } from './config'
import { type FrozenTail } from './freeze-tail'
import { overrule } from './harm'
import { type ArrivedDelta, splitRange } from './split-range'
import { openStage, type StageOpening } from './stage'
import { type EngineState } from './state'
import { step } from './step'
import { withThresholds } from './tail'

/** What changed in a running analysis besides its deltas, as logged when it was applied. */
export type ConfigChange =
  | { kind: 'stage'; stage: StageOpening }
  | { kind: 'overruled'; metrics: string[]; at: Instant }
  | { kind: 'thresholds'; metric: string; frozen: FrozenTail; at: Instant }
  | { kind: 'ended'; at: Instant }

/** One tick of the log: the changes applied first, then the range of deltas it consumed. */
export type LoggedTick = { changes: readonly ConfigChange[]; rows: readonly ArrivedDelta[] }

/** One tick: what changed, then the deltas, second by second. The live tick and replay are this same function. */
export function applyTick(state: EngineState, config: AnalysisConfig, tick: LoggedTick): EngineState {
  const changed = tick.changes.reduce((before, change) => applyChange(before, config, change), state)
  const stepped = splitRange(tick.rows).reduce((before, { rows, at }) => step(before, rows, at, config), changed)
  return drawBands(stepped, config)
}

/** The state after the logged ticks: bit for bit the one that was live then. */
export function replay(start: EngineState, config: AnalysisConfig, ticks: readonly LoggedTick[]): EngineState {
  return ticks.reduce((state, tick) => applyTick(state, config, tick), start)
}

function applyChange(state: EngineState, config: AnalysisConfig, change: ConfigChange): EngineState {
  switch (change.kind) {
    case 'stage':
      return openStage(state, config, change.stage)
    case 'overruled':
      return overrule(state, config, change.metrics)
    case 'thresholds':
      return thresholdsFrozen(state, config, change)
    case 'ended':
      return state
    default:
      return assertNever(change)
  }
}

function thresholdsFrozen(
  state: EngineState,
  config: AnalysisConfig,
  { metric: key, frozen }: Extract<ConfigChange, { kind: 'thresholds' }>,
): EngineState {
  const metrics = state.metrics.map((metric, k) => {
    const own = config.metrics[k]
    const isMeant = own?.key === key && isTail(own) && metric.form === 'tail'
    return isMeant ? withThresholds(metric, own, frozen) : metric
  })
  return { ...state, metrics }
}
