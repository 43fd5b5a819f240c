import { type StageId } from '@/lib/kernel/id'
import { type Grid } from '@/lib/statistics/grid'
import { extendCurve } from '@/lib/statistics/ratio-curve'
import { firstEventLogrank, type RiskSet } from '@/lib/statistics/risk-sets'
import { type StratumBucket } from './bucket'
import { type RateConfig } from './config'
import { gridsOf, gridState, type Process, processOf } from './process'
import { type ArmCounts, type RateState, noCounts } from './state'

type Tick = {
  strata: readonly StratumBucket[]
  k: number
  settle: (key: string, value: number) => number
  /** The present stage: proceed-E, the band and what is shown read it alone. */
  stageId: StageId
}

/** One tick of one stratum: who came to be at risk in it, and the first events among all who were. */
type Seen = { isPresent: boolean; entered: ArmCounts; set: RiskSet }

/**
 * One tick of a first-event metric: the logrank e-process of statistics.md §2b, stratified as [TG23] and §2d do. Hazards
 * fall fast after a first visit, so after a ramp the many who came once under a small share would drown the newcomers
 * under the large one, and one share at risk for all would call every ramp harmful. A stratum holds people who met the
 * same stage with the same past (telemetry's `riskStratum`): its two arms came concurrently, at one ratio, and it has
 * a share at risk of its own. The logs of all strata add in one process; its declared starts are the rollout's.
 */
export function stepFirstEvent(metric: RateState, config: RateConfig, tick: Tick): RateState {
  const { seen, risk } = gather(metric.risk, tick)
  if (seen.length === 0) return metric
  const present = seen.filter(({ isPresent }) => isPresent)
  const counted: RateState = {
    ...metric,
    risk,
    units: sum(
      metric.units,
      present.map(({ entered }) => entered),
    ),
    events: sum(
      metric.events,
      present.map(({ set }) => ({ exposed: set.dT, control: set.dC })),
    ),
  }
  return bet(counted, config, { all: setsOf(seen), present: setsOf(present) })
}

/** The risk set of a tick holds its entrants and lacks earlier exits and events; an empty stratum is forgotten. */
function gather(before: RateState['risk'], tick: Tick): { seen: Seen[]; risk: RateState['risk'] } {
  const risk = new Map(Object.entries(before))
  const seen = tick.strata.flatMap((stratum): Seen[] => {
    const entered = stratum.riskEnter[tick.k] ?? noCounts
    const exited = stratum.riskExit[tick.k] ?? noCounts
    const happened = stratum.firstEvents[tick.k] ?? noCounts
    if (isNothing(entered) && isNothing(exited) && isNothing(happened)) return []
    const key = `${stratum.stageId} ${stratum.coin}`
    const atRisk = sum(risk.get(key) ?? noCounts, [entered])
    const dT = Math.min(tick.settle(`first ${tick.k} ${key} exposed`, happened.exposed), atRisk.exposed)
    const dC = Math.min(tick.settle(`first ${tick.k} ${key} control`, happened.control), atRisk.control)
    const left = sum(atRisk, [{ exposed: -exited.exposed - dT, control: -exited.control - dC }])
    if (isNothing(left)) risk.delete(key)
    else risk.set(key, left)
    const set = { riskT: atRisk.exposed, riskC: atRisk.control, dT, dC }
    return [{ isPresent: stratum.stageId === tick.stageId, entered, set }]
  })
  return { seen, risk: Object.fromEntries(risk) }
}

type Sets = { all: readonly RiskSet[]; present: readonly RiskSet[] }

const setsOf = (some: readonly Seen[]): RiskSet[] => some.map(({ set }) => set).filter(({ dT, dC }) => dT + dC > 0)

const advanced = (process: Process | null, sets: readonly RiskSet[], grid: Grid, nullRatio: number): Process =>
  processOf(firstEventLogrank(gridState(process), sets, grid, nullRatio))

function bet(metric: RateState, config: RateConfig, { all, present }: Sets): RateState {
  if (all.length === 0) return metric
  const { harm, proceed } = gridsOf(config)
  const limit = config.ratioLimit
  const next = {
    ...metric,
    e0: advanced(metric.e0, all, harm, 1),
    em: metric.em && advanced(metric.em, all, harm, limit),
    lead: { ...metric.lead, growth: advanced(metric.lead.growth, all, harm, limit) },
  }
  if (present.length === 0) return next
  return {
    ...next,
    proceed: advanced(metric.proceed, present, proceed, config.proceedRatio),
    curve: extendCurve(metric.curve, present),
  }
}

const isNothing = (counts: ArmCounts): boolean => counts.exposed === 0 && counts.control === 0

/** Never below nobody: a correction may take back more than is there. */
const sum = (before: ArmCounts, more: readonly ArmCounts[]): ArmCounts => ({
  exposed: Math.max(
    0,
    more.reduce((all, { exposed }) => all + exposed, before.exposed),
  ),
  control: Math.max(
    0,
    more.reduce((all, { control }) => all + control, before.control),
  ),
})
