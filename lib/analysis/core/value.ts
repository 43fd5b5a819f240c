import { type ScoreSums, scoreOf } from '@/lib/statistics/score'
import { noScore, scoreLogE, scoreProcessLogE, type ScoreTest } from '@/lib/statistics/score-starts'
import { noMoments, plusMoments } from '@/lib/telemetry/core/model'
import { type Instant } from '@/lib/kernel/time'
import { bearingKey, isUneven, withBearing } from './bearing'
import { type ArmMoments, coinShare, type StratumBucket } from './bucket'
import { type ValueConfig } from './config'
import { absoluteSize, SPREAD_UNITS_MIN } from './freeze-value'
import { learnt } from './learn-value'
import { noCounts, type ValueState } from './state'
import { bucketAgainst, testOf } from './value-nulls'
import { type StageId } from '@/lib/kernel/id'

type Tick = { strata: readonly StratumBucket[]; k: number; stageId: StageId }

/** Booked people after which the first epoch ends; the next at each doubling. */
const FIRST_EPOCH = 100
/** The Gaussian mixture is asymptotic: nothing is said before (statistics.md §2a, start gates). */
const GATE = { people: 100, most: 0.1 }

export function newValue(config: ValueConfig, omega: number, at: Instant): ValueState {
  const empty: ValueState = {
    form: 'value',
    e0: { logE: 0 },
    em: config.margin ? { logE: 0 } : null,
    proceed: null,
    supEm: 0,
    factor: 1,
    units: noCounts,
    events: noCounts,
    zero: noScore,
    past: noScore,
    starts: [],
    stage: { zero: noScore, ruled: noScore, people: 0 },
    learnt: null,
    pool: { exposed: noMoments, control: noMoments },
    counted: noMoments,
    shown: { exposed: noMoments, control: noMoments },
    nextAt: FIRST_EPOCH,
    since: null,
    band: null,
    bearing: {},
    uneven: false,
  }
  return stageOfValue(withValueStart(empty, omega, at), config)
}

/** A declared start: everything from here on, with weight ω. Rollout and stage starts only (statistics.md §2k). */
export function withValueStart(metric: ValueState, omega: number, at: Instant): ValueState {
  const start = { omega, at, zero: metric.zero, past: metric.past, people: metric.counted.n }
  return { ...metric, starts: [...metric.starts, start] }
}

/** What is read per stage begins anew. */
export function stageOfValue(metric: ValueState, config: ValueConfig): ValueState {
  return {
    ...metric,
    proceed: null,
    stage: { zero: noScore, ruled: noScore, people: 0 },
    shown: { exposed: noMoments, control: noMoments },
    units: noCounts,
    events: noCounts,
    learnt: learnt(metric, config),
    band: null,
  }
}

/** One tick of a mean or a ratio: people whose window closed, each stratum judged by its own f', the sums added. */
export function stepValue(metric: ValueState, config: ValueConfig, { strata, k, stageId }: Tick): ValueState {
  let next = metric
  for (const stratum of strata) {
    const share = coinShare(stratum)
    const arms = stratum.moments.get(k)
    if (share === null || !arms) continue
    next = counted(next, config, { arms, share, isPresent: stratum.stageId === stageId })
    if (config.of === 'first')
      next = { ...next, bearing: withBearing(next.bearing, bearingKey(stratum), share, people(arms)) }
  }
  if (next === metric) return metric
  if (!next.uneven && config.of === 'first') next = { ...next, uneven: isUneven(next.bearing) }
  const all = next.pool.exposed.n + next.pool.control.n
  // Until the level is known every tick may bring the last person that it takes.
  const isDue = all >= next.nextAt || (!next.learnt && next.pool.control.n >= SPREAD_UNITS_MIN)
  const renewed = isDue ? { ...next, learnt: learnt(next, config), nextAt: Math.max(FIRST_EPOCH, 2 * all) } : next
  return judged(renewed, config)
}

const people = (arms: ArmMoments) => ({ exposed: arms.exposed.n, control: arms.control.n })

type Fresh = { arms: ArmMoments; share: number; isPresent: boolean }

function counted(metric: ValueState, config: ValueConfig, fresh: Fresh): ValueState {
  const { arms, isPresent } = fresh
  const seen = { ...metric, pool: plusArms(metric.pool, arms) }
  const shown = isPresent ? { ...seen, ...shownWith(metric, arms) } : seen
  return withScores(shown, config, fresh)
}

function shownWith(metric: ValueState, arms: ArmMoments): Pick<ValueState, 'shown' | 'units' | 'events'> {
  const shown = plusArms(metric.shown, arms)
  return { shown, units: people(shown), events: people(shown) }
}

/** Nothing is bet before level and spread are known. */
function withScores(metric: ValueState, config: ValueConfig, { arms, share, isPresent }: Fresh): ValueState {
  if (!metric.learnt) return metric
  const by = { config, learnt: metric.learnt }
  const zero = bucketAgainst(null, arms, share, by)
  const past = config.margin ? bucketAgainst(config.margin, arms, share, by) : zero
  const ruled = bucketAgainst(metric.learnt.ruled, arms, share, by)
  if (!zero || !past || !ruled) return metric
  const { stage } = metric
  return {
    ...metric,
    zero: plus(metric.zero, scoreOf(zero)),
    past: plus(metric.past, scoreOf(past)),
    counted: plusMoments(metric.counted, arms.exposed),
    stage: isPresent
      ? {
          zero: plus(stage.zero, scoreOf(zero)),
          ruled: plus(stage.ruled, scoreOf(ruled)),
          people: stage.people + arms.exposed.n,
        }
      : stage,
  }
}

/** Why nothing is said yet; null: the gates are open. */
export function waitingFor(metric: ValueState): 'level' | 'people' | 'one-person' | 'uneven' | null {
  if (metric.uneven) return 'uneven'
  if (!metric.learnt) return 'level'
  const { n, yy, most } = metric.counted
  if (n < GATE.people) return 'people'
  return most * most >= GATE.most * yy ? 'one-person' : null
}

/** Whether the present stage alone has people enough for a band and for ruling harm out. */
export const isStageOpen = (metric: ValueState): boolean =>
  metric.stage.people >= GATE.people && waitingFor(metric) === null

function judged(metric: ValueState, config: ValueConfig): ValueState {
  const em = config.margin ? { logE: 0 } : null
  if (!metric.learnt || waitingFor(metric) !== null) return { ...metric, e0: { logE: 0 }, em, proceed: null }
  const e0 = fromStarts(metric, 'zero', testOf(null, config, metric.learnt))
  const past = config.margin ? fromStarts(metric, 'past', testOf(config.margin, config, metric.learnt)) : null
  const { ruled } = metric.learnt
  const test: ScoreTest = { ...testOf(ruled, config, metric.learnt), claim: 'no-harm' }
  return {
    ...metric,
    e0: { logE: e0.logE },
    em: past && { logE: past.logE },
    proceed: isStageOpen(metric) ? { logE: scoreLogE(metric.stage.ruled, test) } : null,
    since: (past ?? e0).since,
  }
}

/** ln E against "it is better by the size that must be ruled out, or more", from the present stage alone. */
export function valueGainLogE(metric: ValueState, config: ValueConfig): number {
  const { learnt: by } = metric
  if (!by || !isStageOpen(metric)) return 0
  const limit = absoluteSize(by.ruled, by.baseline) ?? 0
  const harm = config.harm === 'up' ? 'down' : 'up'
  return scoreLogE(metric.stage.zero, { scale: by.mde / by.sigma2, harm, limit, claim: 'no-harm', arms: 'unlike' })
}

/** A start that has met few people yet still stands at E = 1. */
function fromStarts(metric: ValueState, of: 'zero' | 'past', test: ScoreTest): { logE: number; since: Instant | null } {
  const open = metric.starts.filter(({ people }) => metric.counted.n - people >= GATE.people)
  const starts = open.map((start) => ({ omega: start.omega, from: start[of] }))
  const { logE, top } = scoreProcessLogE({ sums: metric[of], starts }, test)
  return { logE, since: top === null ? null : (open[top]?.at ?? null) }
}

const plusArms = (a: ArmMoments, b: ArmMoments): ArmMoments => ({
  exposed: plusMoments(a.exposed, b.exposed),
  control: plusMoments(a.control, b.control),
})

const plus = (a: ScoreSums, b: ScoreSums): ScoreSums => ({
  S: a.S + b.S,
  V: a.V + b.V,
  W: a.W + b.W,
  armV: a.armV + b.armV,
})
