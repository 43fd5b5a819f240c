import { type AnalysisConfig } from './config'
import { judgeQuality } from './quality'
import { type VerdictFacts } from './facts'
import { logEm, weightNow } from './harm'
import { type EngineState } from './state'
import { isPastHardLimit } from './verdict-rows'

/** The parts of Ē as they are at this tick: what a policy reads. */
export type Harm = {
  metrics: { key: string; weight: number; logE: number }[]
  /** Weight that stands at E ≡ 1: the reserve, what overruled metrics gave up, and what a broken comparison silences. */
  restWeight: number
  /** Running maximum of ln Ē over what counts now. */
  latched: number
  /** Names of guardrails past their hard limit. */
  hardLimits: string[]
}

/**
 * With a broken comparison only first-event processes count, because shares at risk tolerate missing people
 * (statistics.md §7 row 1).
 */
export function harmNow(state: EngineState, config: AnalysisConfig, facts: VerdictFacts): Harm {
  const isBroken = judgeQuality(state, facts).red !== null
  const metrics = config.metrics.flatMap((own, k) => {
    const metric = state.metrics[k]
    if (!metric || own.weight === 0 || (isBroken && own.aggregation !== 'first-event')) return []
    return [{ key: own.key, weight: weightNow(own.weight, metric), logE: logEm(metric) }]
  })
  const hardLimits = config.metrics.flatMap((own, k) => {
    const metric = state.metrics[k]
    return metric && isPastHardLimit({ key: own.key, config: own, metric, counts: true }) ? [own.name] : []
  })
  return {
    metrics,
    restWeight: Math.max(0, 1 - metrics.reduce((sum, { weight }) => sum + weight, 0)),
    latched: isBroken ? state.latched.firstEvents : state.latched.all,
    hardLimits,
  }
}
