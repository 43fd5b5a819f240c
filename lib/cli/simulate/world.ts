import { careful } from '@/lib/analysis/core/careful'
import { type AnalysisConfig, freezeConfig, isTail, type MetricChoice } from '@/lib/analysis/core/config'
import { type VerdictFacts } from '@/lib/analysis/core/facts'
import { countedThresholds } from '@/lib/analysis/core/freeze-tail'
import { type StageOpening } from '@/lib/analysis/core/stage'
import { type EnvironmentId, type MetricId, type RolloutId, type StageId } from '@/lib/kernel/id'
import { duration, instant, type Instant } from '@/lib/kernel/time'
import { type ServedStage } from '@/lib/telemetry/core/model'
import { type MeasurementPlan, type PlanMetric } from '@/lib/telemetry/core/schema'
import { type Dice } from './dice'
import { latencyMs } from './latency'

/** What happens in one repetition. Plain data, so that it goes to other threads and is changed from the command line. */
export type World = {
  /** Errors and crashes are first events, more is worse; conversion is a proportion, less is worse; latency is p95. */
  metric: 'errors' | 'crashes' | 'conversion' | 'latency'
  /** Rate of the control at the beginning, and what the exposed have: its multiple. */
  baseline: number
  effect: number
  /** Latency: whose requests take `effect` times as long. */
  slower: 'all' | 'slowest-fifth'
  /** The baseline at the end, as a multiple of that at the beginning; it moves in a straight line. */
  drift: number
  /** Relative harm limit; null: any harm counts. */
  limit: number | null
  /** Exposed shares of the stages in percent; stages are equally long. */
  shares: readonly number[]
  /** People who really are exposed, as a multiple of the declared share. */
  split: number
  perDay: number
  days: number
  /** Something that happens to both arms. */
  outside: { fromDay: number; hours: number; times: number } | null
  /** The same people come again; null: everybody comes once. */
  people: People | null
  /** Outcomes come up to this long after the visit (0: with it), and count within the window (proportions). */
  delayHours: number
  windowHours: number
  /** The engine sees a bucket this often; what happens in between arrives together. */
  lookMinutes: number
}

export type People = {
  count: number
  /** Spread of the logarithm of how often people come. */
  spread: number
  /** A fifth of the people has this many times the rate of the others. */
  unlucky: number
  /** `by-and-by`: they come for the first time over the first four fifths of the run. */
  entry: 'at-once' | 'by-and-by'
  /** `each-stage`: everybody once in every stage, and the outcome stays what it was the first time. */
  visits: 'again-and-again' | 'each-stage'
}

export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000
/** A Monday, midnight. */
export const T0 = Date.UTC(2026, 0, 5)
export const EVENT = 'outcome'
export const FLAG = 'simulated'
export const ENVIRONMENT: EnvironmentId = 'env_000000000001'
export const ROLLOUT: RolloutId = 'rol_simulated000'
const METRIC: MetricId = 'met_000000000001'
const VARIANT = 'on'

export const looksOf = ({ days, lookMinutes }: World): number => Math.round((days * 1440) / lookMinutes)
export const stageAt = (world: World, look: number): number =>
  Math.min(Math.floor((look * world.shares.length) / looksOf(world)), world.shares.length - 1)
export const msOf = ({ lookMinutes }: World, look: number): number => T0 + look * lookMinutes * MINUTE_MS

/** Visits begin a second after the look, so that nobody arrives at the very moment of a stage change. */
export const arrivalMs = (world: World, look: number): number => msOf(world, look) + 1000

const stageId = (place: number): StageId => `stg_${String(place + 1).padStart(12, '0')}`
const declared = (world: World, place: number): number => Math.round((world.shares[place] ?? 0) * 1000)

/** What a revision serves: revisions are the places of the stages. */
export const servedOf = (world: World, place: number): ServedStage => ({
  rolloutId: ROLLOUT,
  stageId: stageId(place),
  share: declared(world, place),
  exposedVariant: VARIANT,
})

export const openingOf = (world: World, place: number, at: Instant): StageOpening => ({
  id: stageId(place),
  share: declared(world, place),
  position: place,
  at,
})

const windowMs = ({ metric, windowHours }: World): number | null =>
  metric === 'conversion' ? windowHours * 60 * MINUTE_MS : null

const aggregationOf = ({ metric }: World): 'first-event' | 'proportion' | 'quantile' =>
  metric === 'latency' ? 'quantile' : metric === 'conversion' ? 'proportion' : 'first-event'

/** What ingest is told to measure. */
export function planOf(world: World, config: AnalysisConfig): MeasurementPlan {
  const [frozen] = config.metrics
  const tail = frozen && isTail(frozen) ? frozen : null
  const thresholds = tail?.frozen ? countedThresholds(tail.frozen) : null
  const measure: PlanMetric['measure'] = tail ? { kind: 'tail', size: tail.size, thresholds, afterMs: null } : undefined
  return {
    rolloutId: ROLLOUT,
    environmentId: ENVIRONMENT,
    flagKey: FLAG,
    version: 1,
    exposedVariant: VARIANT,
    baselineVariant: 'control',
    metrics: [
      {
        metricId: METRIC,
        key: world.metric,
        version: 1,
        aggregation: aggregationOf(world),
        event: EVENT,
        where: null,
        atLeast: null,
        windowMs: windowMs(world),
        ...(measure ? { measure } : {}),
      },
    ],
  }
}

/** People of before Start, from whom a quantile's thresholds are frozen. */
const HISTORY = 2000

/** One guardrail, frozen as a rollout's Start freezes it: the declared rate, and the default of the change to find. */
export function configOf(world: World, dice: Dice): AnalysisConfig {
  const window = windowMs(world)
  const isLatency = world.metric === 'latency'
  const choice: MetricChoice = {
    metricId: METRIC,
    version: 1,
    definition: {
      key: world.metric,
      name: world.metric,
      source: { kind: 'event', event: EVENT, where: null, atLeast: null },
      aggregation: aggregationOf(world),
      direction: world.metric === 'conversion' ? 'higher' : 'lower',
      unit: isLatency ? 'ms' : 'people',
      harmLimit: world.limit === null ? null : { kind: 'relative', value: world.limit },
      hardLimit: null,
      mde: null,
      window: window === null ? null : duration(window),
      owner: '',
      declaredRate: isLatency ? null : world.baseline,
      ...(isLatency ? { level: 0.95 } : {}),
    },
    role: 'guardrail',
    critical: false,
    limit: null,
    history: null,
    ...(isLatency ? { values: Array.from({ length: HISTORY }, () => latencyMs(dice)) } : {}),
  }
  const stages = world.shares.map((_, place) => stageId(place))
  const frozen = freezeConfig({ rolloutId: ROLLOUT, at: instant(T0), stages, metrics: [choice] })
  if (!frozen.ok) throw new Error(frozen.message)
  return frozen.value
}

export const factsAt = (now: Instant): VerdictFacts => ({
  now,
  minUnits: null,
  margin: null,
  exposed: true,
  policy: careful,
  redefined: [],
  watermark: '',
})
