import { type StageId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type VerdictCode } from '@/lib/rollouts/core/schema'
import { emptyCurve, type RatioCurve } from '@/lib/statistics/ratio-curve'
import { type ScoreSums } from '@/lib/statistics/score'
import { type Moments } from '@/lib/telemetry/core/model'
import { type Bearing } from './bearing'
import { type FrozenTail } from './freeze-tail'
import { type Process } from './process'
import { type Size } from './schema'

/** People and events of both arms in the present stage, and who is at risk in the rollout. */
export type ArmCounts = { exposed: number; control: number }

/**
 * Which declared start carries the evidence. For every bet r_j: L_j, its growth since the rollout began, and the start
 * after which it has grown most, as L_j − ln ω then (`floor`) and the moment (unix ms). Page's CUSUM, one per bet.
 */
export type Lead = { growth: Process | null; floor: readonly number[]; at: readonly number[] }

/** The band as last drawn: bounds of the ratio of the counted thing, and its raw estimate. */
export type Band = {
  at: Instant
  events: number
  lower: number
  upper: number | null
  estimate: number | null
  resolution: number | null
}

/**
 * Proportions: θ of the running epoch, the control people that the next one will be made from, and the number of
 * booked people at which it begins. `units` are people who entered: a "yes" is booked at once and a "no" only when its
 * window closes, so a rate over booked people would be far too high at first.
 */
export type Theta = {
  value: number
  control: { units: number; booked: number; yes: number }
  booked: number
  nextAt: number
}

/** What every form of evidence has: its logs, the answers of people, and who was counted in the present stage. */
type CommonState = {
  /** Running maximum of ln E_m since the last answer of a person. */
  supEm: number
  /** How much stronger evidence must be since a person overruled an alarm of this metric (statistics.md §2f). */
  factor: number
  units: ArmCounts
  events: ArmCounts
}

/** A rate of people: first events and proportions. Stored since the beginning, so it alone carries no `form`. */
export type RateState = CommonState & {
  form?: undefined
  /** E₀ tests "no harm", E_m "harm within the limit"; null where no limit is set and both are one. */
  e0: Process
  em: Process | null
  /** Rules harm past the limit out: the present stage only. */
  proceed: Process | null
  lead: Lead
  curve: RatioCurve
  /** Who is at risk of a first event, by `<stage> <coin class>`; strata without anybody are not kept. */
  risk: Record<string, ArmCounts>
  theta: Theta | null
  band: Band | null
}

/**
 * What the score of a mean or ratio goes by (statistics.md §2d). The first line is fixed once learnt; the second is
 * renewed at doublings of people, from earlier ones alone.
 */
export type Learnt = {
  baseline: number
  sigma2: number
  meanD: number
  mde: number
  ruled: Size
  mu: number
  ratio: number
  theta: number
  xBar: number
}

/** The difference in the metric's own unit, exposed minus baseline, as last drawn. */
export type ValueBand = {
  at: Instant
  events: number
  low: number | null
  high: number | null
  estimate: number | null
  resolution: number | null
}

type Log = { logE: number }

/** Where only people with a value count: who they are, and whether the arms were found to differ in that; then for good. */
type Bearers = { bearing: Bearing; uneven: boolean }

/** A mean or a ratio: score martingales against no harm, against the limit, and for ruling it out. */
export type ValueState = CommonState &
  Bearers & {
    form: 'value'
    e0: Log
    em: Log | null
    proceed: Log | null
    zero: ScoreSums
    past: ScoreSums
    /** Sums at each declared start, and the exposed people counted until then. */
    starts: { omega: number; at: Instant; zero: ScoreSums; past: ScoreSums; people: number }[]
    stage: { zero: ScoreSums; ruled: ScoreSums; people: number }
    learnt: Learnt | null
    /** Everybody with a fresh coin so far: what the next epoch is learnt from. */
    pool: { exposed: Moments; control: Moments }
    /** Exposed people counted as evidence. */
    counted: Moments
    shown: { exposed: Moments; control: Moments }
    nextAt: number
    /** The start that carries most. */
    since: Instant | null
    band: ValueBand | null
  }

type Logs = { per: Process[]; logE: number }

/** A quantile: exceedances of five thresholds, their e-values averaged (statistics.md §2c). */
export type TailState = CommonState &
  Bearers & {
    form: 'tail'
    e0: Logs
    em: Logs | null
    proceed: Logs | null
    leads: Lead[]
    frozen: FrozenTail | null
    /** People with a value, and those above each threshold: in the present stage, and all control people so far. */
    shown: { exposed: number[]; control: number[] }
    control: number[]
    theta: number[]
    booked: number
    nextAt: number
    /** Of the threshold that stands for the level, in the present stage. */
    curve: RatioCurve
    band: Band | null
  }

export type MetricState = RateState | ValueState | TailState

/** Fresh coins of one stage and coin class. */
export type Stratum = { stageId: StageId; share: number; coin: number; exposed: number; control: number }

export type StageState = {
  id: StageId
  share: number
  position: number
  since: Instant
  omega: number
  /** Exposed people of earlier strata of the same stage: they have it still, though they are compared apart. */
  before?: number
}

/** The engine's whole memory of a rollout: plain JSON, so that it is stored, read back and replayed unchanged. */
export type EngineState = {
  startedAt: Instant
  at: Instant
  stage: StageState
  /** Hourly starts opened so far, and what is left for stages. */
  hours: number
  stageOmegaLeft: number
  opened: StageId[]
  metrics: MetricState[]
  strata: Stratum[]
  /** People who entered the present stage. */
  units: ArmCounts
  entered: number
  crossed: number
  lag: { exposed: { sum: number; count: number }; control: { sum: number; count: number } }
  /** Exposed people per hour: exponentially weighted over an hour. */
  arrivals: { weighted: number; since: Instant; at: Instant }
  lastDataAt: Instant | null
  /** Running maxima of ln Ē, of its whole-audience part G, and of Ē counting first-event processes alone. */
  latched: { all: number; guardrails: number; firstEvents: number }
  /** Corrections larger than what they correct in their tick: taken from the next ones. */
  debts: Record<string, number>
  /** The code that leads, and since when. */
  word: { code: VerdictCode; since: Instant }
}

export const HOUR_MS = 3_600_000
export const OMEGA = { start: 0.5, onlyStart: 0.9, stages: 0.4, hours: 0.1, hourCount: 240 }

export const noCounts: ArmCounts = { exposed: 0, control: 0 }
export const freshCurve: RatioCurve = emptyCurve
