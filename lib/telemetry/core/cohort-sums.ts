import { type StageId } from '@/lib/kernel/id'
import { layoutOfPlan } from './layout'
import { type StageEntry, type TimedDelta } from './model'
import { type CohortDelta, type MeasurementPlan } from './schema'

type Cohort = Pick<StageEntry, 'stageId' | 'share' | 'coin' | 'arm'>

/**
 * Adds up the deltas of one commit: one row per rollout, stage, coin class and arm. A commit holds one arrival; under a
 * simulated clock it may hold hours, and then each second has rows of its own, as a bucket never spans more than one.
 */
export class CohortSums {
  readonly #rows: TimedDelta[] = []
  /** Those of this second, by stage: a handful each. */
  readonly #open = new Map<StageId, CohortDelta[]>()
  #arrivedMs = 0

  /** Moves to the arrival of the record that is counted next. */
  at(arrivedMs: number): void {
    if (Math.floor(arrivedMs / 1000) === Math.floor(this.#arrivedMs / 1000)) return
    this.#arrivedMs = arrivedMs
    this.#open.clear()
  }

  /** The row of a cohort: of an entry's, or of a risk set. */
  row(plan: MeasurementPlan, cohort: Cohort): CohortDelta {
    const { stageId, share, arm } = cohort
    const coin = cohort.coin === 'crossed' ? 'known' : cohort.coin
    const open = this.#open.get(stageId) ?? []
    const found = open.find((delta) => delta.arm === arm && delta.coin === coin)
    if (found) return found
    const zeros = (): number[] => plan.metrics.map(() => 0)
    const delta: CohortDelta = {
      rolloutId: plan.rolloutId,
      stageId,
      share,
      coin,
      arm,
      nEnter: 0,
      nCrossed: 0,
      riskEnter: zeros(),
      riskExit: zeros(),
      firstEvents: zeros(),
      booked: zeros(),
      bookedYes: zeros(),
      events: zeros(),
      lagMsSum: 0,
      lagCount: 0,
    }
    this.#rows.push({ arrivedMs: this.#arrivedMs, delta })
    this.#open.set(stageId, [...open, delta])
    return delta
  }

  /** A row's sums of means and ratios, and its exceedances: most rows have neither. */
  momentsOf(plan: MeasurementPlan, cohort: Cohort): number[] {
    const row = this.row(plan, cohort)
    return (row.moments ??= Array.from({ length: layoutOfPlan(plan).size.moments }, () => 0))
  }

  tailsOf(plan: MeasurementPlan, cohort: Cohort): number[] {
    const row = this.row(plan, cohort)
    return (row.tails ??= Array.from({ length: layoutOfPlan(plan).size.tails }, () => 0))
  }

  /** In the order in which cohorts were first touched, so equal input gives equal output. */
  deltas(): TimedDelta[] {
    return [...this.#rows]
  }
}

/** Adds to one metric's count in a row's array. */
export function add(counts: number[], metric: number, n = 1): void {
  counts[metric] = (counts[metric] ?? 0) + n
}
