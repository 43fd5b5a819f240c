import { combineE } from '@/lib/statistics/combine'
import { logSumExp } from '@/lib/statistics/log-sum-exp'
import { type AnalysisConfig } from './config'
import { type EngineState, type MetricState } from './state'

/** E_m of a metric; E₀ where no limit is set. */
export const logEm = (metric: MetricState): number => (metric.em ?? metric.e0).logE

/**
 * The weight a metric has after people overruled its alarms: a threshold ten times higher is a tenth of the weight;
 * what it gives up counts as E ≡ 1.
 */
export const weightNow = (weight: number, metric: MetricState): number => weight / metric.factor

/** ln Ē over the metrics that count; the others and the reserve stand at E ≡ 1 (statistics.md §2f). */
export function globalLogE(
  state: EngineState,
  config: AnalysisConfig,
  counts: (k: number) => boolean = () => true,
): number {
  const terms = config.metrics.flatMap((own, k) => {
    const metric = state.metrics[k]
    if (!metric || own.weight === 0 || !counts(k)) return []
    return [{ logE: logEm(metric), weight: weightNow(own.weight, metric) }]
  })
  const rest = 1 - terms.reduce((sum, { weight }) => sum + weight, 0)
  return combineE([...terms, { logE: 0, weight: Math.max(0, rest) }]).logE
}

/** ln G: whole-audience guardrails alone. */
export function guardrailLogE(state: EngineState, config: AnalysisConfig): number {
  return logSumExp(
    config.metrics.flatMap((own, k) => {
      const metric = state.metrics[k]
      return metric && own.weight > 0 ? [Math.log(weightNow(own.weight, metric)) + logEm(metric)] : []
    }),
  )
}

const isFirstEvent = (config: AnalysisConfig, k: number): boolean => config.metrics[k]?.aggregation === 'first-event'

/** Alarms read the running maximum (Ville's inequality is about the supremum). */
export function latch(state: EngineState, config: AnalysisConfig): EngineState {
  const { latched } = state
  return {
    ...state,
    metrics: state.metrics.map((metric) =>
      logEm(metric) > metric.supEm ? { ...metric, supEm: logEm(metric) } : metric,
    ),
    latched: {
      all: Math.max(latched.all, globalLogE(state, config)),
      guardrails: Math.max(latched.guardrails, guardrailLogE(state, config)),
      firstEvents: Math.max(
        latched.firstEvents,
        globalLogE(state, config, (k) => isFirstEvent(config, k)),
      ),
    },
  }
}

/** How much stronger an alarm must be after a person overruled it. */
const OVERRULED = 10

/**
 * A person answered an alarm by going on: these metrics must now bring ten times the evidence. Their e-values are kept,
 * never reset; the running maxima begin again at what the evidence is worth now.
 */
export function overrule(state: EngineState, config: AnalysisConfig, keys: readonly string[]): EngineState {
  const raised = {
    ...state,
    metrics: state.metrics.map((metric, k) => {
      const isMeant = keys.includes(config.metrics[k]?.key ?? '')
      return { ...metric, supEm: logEm(metric), factor: isMeant ? metric.factor * OVERRULED : metric.factor }
    }),
    latched: { all: -Infinity, guardrails: -Infinity, firstEvents: -Infinity },
  }
  return latch(raised, config)
}
