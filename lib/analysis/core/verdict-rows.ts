import { type VerdictCode } from '@/lib/rollouts/core/schema'
import { durationMs } from '@/lib/kernel/time'
import { closedTesting } from '@/lib/statistics/combine'
import { proceedDownPrior, proceedUpPrior } from '@/lib/statistics/priors'
import { CURVE_NULL_RATIO, curveLogE } from '@/lib/statistics/ratio-curve'
import { type AnalysisConfig, isRate, isTail, isValue, type MetricConfig } from './config'
import { evidenceOf, rawDifference } from './evidence'
import { LOG_20, type VerdictFacts } from './facts'
import { weightNow } from './harm'
import { type Minimum } from './minimum'
import { isComparisonOver, type Quality, stageAgeMs } from './quality'
import { type EngineState, type MetricState } from './state'
import { valueGainLogE } from './value'

/** One guardrail or goal with all that its rows read. */
export type Judged = { key: string; config: MetricConfig; metric: MetricState; counts: boolean }

export type Case = {
  state: EngineState
  config: AnalysisConfig
  facts: VerdictFacts
  quality: Quality
  minimum: Minimum
  judged: readonly Judged[]
}

export type Row = { code: VerdictCode; holds: boolean; drivers: readonly string[] }

const HARD_LIMIT_EVENTS = 5
const NEAR = 0.3
/**
 * "Ruled out" is said at 20 and taken back below 10: a value that wavers around 20 must not make approvals expire. The
 * claim is covered from the first 20 on [Ville]; going on below is only there to hear of late harm.
 */
const LOG_10 = Math.log(10)

/**
 * The rows of the verdict table in their order (statistics.md §7); the first that holds leads. Rows 4
 * (harmful-for-segment) and 5 (outside-cause) need planned slices and a detector on the baseline alone; neither is
 * measured yet, so neither word is ever said.
 */
export function verdictRows(c: Case): Row[] {
  const guardrails = c.judged.filter(({ config }) => config.role === 'guardrail')
  const { latched } = c.state
  const hard = guardrails.filter(isPastHardLimit)
  const near = guardrails.filter((g) => isNear(g, c.minimum.enough))
  const { word } = c.state
  const wasNeutral = word.code === 'neutral'
  const atHarm = wasNeutral || word.code === 'harm-ruled-out' ? LOG_10 : LOG_20
  const isRuledOut = !isComparisonOver(c.state) && guardrails.every((g) => isHarmRuledOut(g, atHarm))
  const isNeutral = isRuledOut && c.judged.every((one) => isGainRuledOut(one, wasNeutral ? LOG_10 : LOG_20))
  const isOld = stageAgeMs(c.state, c.facts.now) >= durationMs(c.facts.policy.maxDwell)
  const harmDrivers = [...hard.map(({ key }) => key), ...attributed(c, guardrails)]
  return [
    { code: 'harmful', holds: hard.length > 0 || latched.firstEvents >= LOG_20, drivers: unique(harmDrivers) },
    { code: 'comparison-broken', holds: c.quality.red !== null, drivers: c.facts.redefined },
    { code: 'harmful', holds: latched.all >= LOG_20, drivers: unique(harmDrivers) },
    { code: 'close-to-limit', holds: near.length > 0, drivers: near.map(({ key }) => key) },
    { code: 'neutral', holds: isNeutral, drivers: [] },
    { code: 'harm-ruled-out', holds: isRuledOut, drivers: [] },
    { code: 'cannot-tell', holds: isOld, drivers: guardrails.filter((g) => !isHarmRuledOut(g)).map(({ key }) => key) },
    { code: 'too-early', holds: !c.minimum.enough, drivers: c.minimum.slowest === null ? [] : [c.minimum.slowest] },
    { code: 'safe-so-far', holds: true, drivers: [] },
  ]
}

/** The word of one guardrail or goal by the same rows, with its own evidence alone. */
export function ownCode(c: Case, judged: Judged): VerdictCode {
  const { metric, config } = judged
  const isHarmful = config.weight > 0 && Math.log(weightNow(config.weight, metric)) + metric.supEm >= LOG_20
  if (isPastHardLimit(judged) || (isHarmful && judged.counts)) return 'harmful'
  if (c.quality.red !== null || (metric.form && metric.uneven)) return 'comparison-broken'
  if (isNear(judged, c.minimum.enough)) return 'close-to-limit'
  if (isHarmRuledOut(judged)) return isGainRuledOut(judged) ? 'neutral' : 'harm-ruled-out'
  if (stageAgeMs(c.state, c.facts.now) >= durationMs(c.facts.policy.maxDwell)) return 'cannot-tell'
  return c.minimum.enough ? 'safe-so-far' : 'too-early'
}

/** More than the declared level on at least five events, while the baseline keeps to it. */
export function isPastHardLimit({ config, metric }: Judged): boolean {
  const { hardLimit } = config
  if (hardLimit === null || config.role !== 'guardrail') return false
  const { units, events } = metric
  if (units.exposed === 0 || units.control === 0) return false
  const exposed = events.exposed / units.exposed
  const control = events.control / units.control
  if (config.direction === 'lower')
    return events.exposed >= HARD_LIMIT_EVENTS && exposed > hardLimit && control <= hardLimit
  const missed = units.exposed - events.exposed
  return missed >= HARD_LIMIT_EVENTS && exposed < hardLimit && control >= hardLimit
}

const isHarmRuledOut = ({ metric }: Judged, at = LOG_20): boolean => (metric.proceed?.logE ?? 0) >= at

/** Row 6: harm is likely although the limit may hold; or the estimate is on its way and the band does not exclude it. */
function isNear(judged: Judged, isEnough: boolean): boolean {
  const { config, metric } = judged
  const limit = isRate(config) ? config.limit : evidenceOf(metric, config, 'too-early').limit
  if (limit === null || config.weight === 0) return false
  if (Math.log(weightNow(config.weight, metric)) + metric.e0.logE >= LOG_20) return true
  const difference = rawDifference(metric, config)
  if (!isEnough || difference === null || metric.e0.logE <= 0) return false
  const harm = config.direction === 'lower' ? difference : -difference
  return harm >= NEAR * limit && !isHarmRuledOut(judged)
}

/** Row 7: a gain of the limit's size (of the MDE's for goals) is excluded too; impossible gains count as excluded. */
function isGainRuledOut({ config, metric }: Judged, at = LOG_20): boolean {
  if (metric.form === 'value') return isValue(config) && valueGainLogE(metric, config) >= at
  // Nobody is told that values did not fall: exceedances look upward.
  if (metric.form === 'tail' || isValue(config) || isTail(config)) return false
  const { gainRatio } = config
  if (gainRatio === null || gainRatio < CURVE_NULL_RATIO.min) return true
  const bets = config.harm === 'up' ? proceedDownPrior() : proceedUpPrior()
  return curveLogE(metric.curve, bets, Math.min(gainRatio, CURVE_NULL_RATIO.max)) >= at
}

/** Which guardrails closed testing blames; none to blame alone: the one that brings most (statistics.md §2f). */
function attributed(c: Case, guardrails: readonly Judged[]): string[] {
  if (c.state.latched.all < LOG_20 && c.state.latched.firstEvents < LOG_20) return []
  const worst = guardrails
    .filter(({ config }) => config.weight > 0)
    .map(({ key, config, metric }) => ({ id: key, logE: metric.supEm, weight: weightNow(config.weight, metric) }))
    .toSorted((a, b) => Math.log(b.weight) + b.logE - (Math.log(a.weight) + a.logE))
  const blamed = closedTesting([...worst, { id: '', logE: 0, weight: c.config.reserve }], 1 / 20)
    .filter(({ id, rejected }) => rejected && id !== '')
    .map(({ id }) => id)
  return blamed.length > 0 ? blamed : worst.slice(0, 1).map(({ id }) => id)
}

const unique = (keys: readonly string[]): string[] => [...new Set(keys)]
