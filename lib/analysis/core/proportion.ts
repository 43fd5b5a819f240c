import { type StageId } from '@/lib/kernel/id'
import { type Grid } from '@/lib/statistics/grid'
import { extendCurveByEvents } from '@/lib/statistics/ratio-curve'
import { eProcess2x2, eProcessEvents, type TwoByTwo } from '@/lib/statistics/two-by-two'
import { coinShare, type StratumBucket } from './bucket'
import { type RateConfig } from './config'
import { gridsOf, gridState, type Process, processOf } from './process'
import { renewedTheta } from './stage'
import { type ArmCounts, type RateState, type Theta } from './state'

type Tick = {
  strata: readonly StratumBucket[]
  k: number
  settle: (key: string, value: number) => number
  /** The present stage: proceed-E and the band read it alone. */
  stageId: StageId
  /** Control people with a fresh coin so far, and people of both arms who got theirs in the present stage. */
  controlUnits: number
  inStage: ArmCounts
}

/**
 * One tick of a proportion (statistics.md §2b, §2d): every stratum (stage, coin class) is judged by its own f', and the
 * logs add. E₀ is the 2×2 form with the epoch's θ; what has a margin counts events alone, by the assigned share.
 */
export function stepProportion(metric: RateState, config: RateConfig, tick: Tick): RateState {
  const { theta } = metric
  if (!theta) return metric
  const outcomes = tick.strata.flatMap((stratum) => outcomesOf(stratum, config, tick))
  const moved = outcomes.reduce((next, { c, isPresent }) => bet(next, config, c(theta.value), isPresent), metric)
  const present = outcomes.filter(({ isPresent }) => isPresent)
  const booked = {
    units: tick.controlUnits,
    booked: theta.control.booked + total(outcomes.map(({ nC }) => nC)),
    yes: theta.control.yes + total(outcomes.map(({ yesC }) => yesC)),
  }
  const people = total(outcomes.map(({ nT, nC }) => nT + nC))
  return {
    ...moved,
    units: tick.inStage,
    events: {
      exposed: metric.events.exposed + total(present.map(({ yesT }) => yesT)),
      control: metric.events.control + total(present.map(({ yesC }) => yesC)),
    },
    theta: epoch({ ...theta, control: booked, booked: theta.booked + people }, config),
  }
}

type Outcomes = {
  nT: number
  nC: number
  yesT: number
  yesC: number
  c: (baseline: number) => TwoByTwo
  isPresent: boolean
}

/** What was booked for one stratum in this tick, as the metric counts it; nothing for coins that were known before. */
function outcomesOf(stratum: StratumBucket, config: RateConfig, { k, settle, stageId }: Tick): Outcomes[] {
  const share = coinShare(stratum)
  const n = stratum.booked[k]
  const yes = stratum.yes[k]
  if (share === null || !n || !yes) return []
  const key = `booked ${k} ${stratum.stageId} ${stratum.share} ${stratum.coin}`
  const nT = settle(`${key} nT`, n.exposed)
  const nC = settle(`${key} nC`, n.control)
  const yesT = Math.min(nT, settle(`${key} sT`, yes.exposed))
  const yesC = Math.min(nC, settle(`${key} sC`, yes.control))
  if (nT + nC === 0) return []
  const [sT, sC] = config.counts === 'event' ? [yesT, yesC] : [nT - yesT, nC - yesC]
  const c = (baseline: number): TwoByTwo => ({ nT, sT, nC, sC, share, baseline })
  return [{ nT, nC, yesT, yesC, c, isPresent: stratum.stageId === stageId }]
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0)

/** θ stands still inside an epoch, so that the order of outcomes inside it cannot matter. */
const epoch = (theta: Theta, config: RateConfig): Theta =>
  theta.booked >= theta.nextAt ? renewedTheta(theta, config) : theta

function bet(metric: RateState, config: RateConfig, c: TwoByTwo, isPresent: boolean): RateState {
  const { harm, proceed } = gridsOf(config)
  const { growth } = metric.lead
  const full = (process: Process | null): Process => processOf(eProcess2x2(gridState(process), c, harm))
  const e0 = full(metric.e0)
  if (metric.em === null) {
    const next = { ...metric, e0, lead: { ...metric.lead, growth: full(growth) } }
    return isPresent ? inPresentStage(next, config, c, proceed) : next
  }
  // What counts events alone has nothing to learn from people without one.
  if (c.sT + c.sC === 0) return { ...metric, e0 }
  const atLimit = (process: Process | null): Process =>
    processOf(eProcessEvents(gridState(process), c, harm, config.ratioLimit))
  const next = { ...metric, e0, em: atLimit(metric.em), lead: { ...metric.lead, growth: atLimit(growth) } }
  return isPresent ? inPresentStage(next, config, c, proceed) : next
}

function inPresentStage(metric: RateState, config: RateConfig, c: TwoByTwo, proceed: Grid): RateState {
  if (c.sT + c.sC === 0) return metric
  return {
    ...metric,
    proceed: processOf(eProcessEvents(gridState(metric.proceed), c, proceed, config.proceedRatio)),
    curve: extendCurveByEvents(metric.curve, c),
  }
}
