import { type MetricId, type RolloutId, type StageId } from '@/lib/kernel/id'
import { type Instant, instant, toMs } from '@/lib/kernel/time'
import { type CohortDelta } from '@/lib/telemetry/core/schema'
import { careful } from './careful'
import {
  type AnalysisConfig,
  freezeConfig,
  isRate,
  type MetricChoice,
  type MetricConfig,
  type RateConfig,
} from './config'
import { evaluate } from './evaluate'
import { type VerdictFacts } from './facts'
import { type MetricDefinition } from './schema'
import { type StageOpening } from './stage'
import { type EngineState, type RateState } from './state'

/** Builders for tests: what a test does not name is ordinary. */
export const ROLLOUT: RolloutId = 'rol_000000000001'
export const [S1, S2, S3, S4, S5]: readonly [StageId, StageId, StageId, StageId, StageId] = [
  'stg_000000000001',
  'stg_000000000002',
  'stg_000000000003',
  'stg_000000000004',
  'stg_000000000005',
]
const METRIC: MetricId = 'met_000000000001'
/** Ten minutes past an hour, so that the hourly starts stay out of short tests. */
export const T0: Instant = instant(Date.UTC(2026, 0, 5, 10, 10))
export const after = (ms: number): Instant => instant(toMs(T0) + ms)
export const DAY = 86_400_000
export const HOUR = 3_600_000

export function aDefinition(changes: Partial<MetricDefinition> = {}): MetricDefinition {
  return {
    key: 'errors',
    name: 'Errors',
    source: { kind: 'event', event: 'error', where: null, atLeast: null },
    aggregation: 'first-event',
    direction: 'lower',
    unit: 'people',
    harmLimit: null,
    hardLimit: null,
    mde: null,
    window: null,
    owner: 'web',
    declaredRate: 0.01,
    ...changes,
  }
}

export function aChoice(changes: Partial<MetricChoice> = {}): MetricChoice {
  return {
    metricId: METRIC,
    version: 1,
    definition: aDefinition(),
    role: 'guardrail',
    critical: false,
    limit: null,
    history: null,
    ...changes,
  }
}

/** A frozen configuration; `overrides` by place force what a test needs exactly. */
export function aConfig(
  metrics: MetricChoice[] = [aChoice()],
  stages: StageId[] = [S1, S2, S3, S4, S5],
  overrides: (Partial<RateConfig> | Partial<MetricConfig>)[] = [],
): AnalysisConfig {
  const frozen = freezeConfig({ rolloutId: ROLLOUT, at: T0, stages, metrics })
  if (!frozen.ok) throw new Error(frozen.message)
  return { ...frozen.value, metrics: frozen.value.metrics.map((m, k) => Object.assign(m, overrides[k])) }
}

export function aStage(changes: Partial<StageOpening> = {}): StageOpening {
  return { id: S1, share: 5000, position: 0, at: T0, ...changes }
}

export function aDelta(changes: Partial<CohortDelta> = {}): CohortDelta {
  return {
    rolloutId: ROLLOUT,
    stageId: S1,
    share: 5000,
    coin: 0,
    arm: 'exposed',
    nEnter: 0,
    nCrossed: 0,
    riskEnter: [],
    riskExit: [],
    firstEvents: [],
    booked: [],
    bookedYes: [],
    events: [],
    lagMsSum: 0,
    lagCount: 0,
    ...changes,
  }
}

/** Of a metric that counts a rate of people. */
export function rateOf(state: EngineState, k = 0): RateState | undefined {
  const metric = state.metrics[k]
  return metric && !metric.form ? metric : undefined
}
export function rateConfigOf(config: AnalysisConfig, k = 0): RateConfig | undefined {
  const own = config.metrics[k]
  return own && isRate(own) ? own : undefined
}

/** Both arms of one tick. */
export function bothArms(exposed: Partial<CohortDelta>, control: Partial<CohortDelta>): CohortDelta[] {
  return [aDelta({ ...exposed, arm: 'exposed' }), aDelta({ ...control, arm: 'control' })]
}

export function someFacts(changes: Partial<VerdictFacts> = {}): VerdictFacts {
  return {
    now: after(HOUR),
    minUnits: 0,
    margin: null,
    exposed: true,
    policy: careful,
    redefined: [],
    watermark: '1/1',
    ...changes,
  }
}

export const verdictOf = (state: EngineState, config: AnalysisConfig, facts: Partial<VerdictFacts> = {}) =>
  evaluate(state, config, someFacts({ now: state.at, ...facts }), (text) => `${text.length}`)

/** Small seeded generator (mulberry32): tests are the same on every machine. */
export function random(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
