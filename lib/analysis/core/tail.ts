import { type StageId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { predictableBaseline } from '@/lib/statistics/baseline'
import { EXCEEDANCE_LEVELS, quantileExceedance } from '@/lib/statistics/exceedance'
import { type Grid } from '@/lib/statistics/grid'
import { logSumExp } from '@/lib/statistics/log-sum-exp'
import { exceedancePrior, proceedUpPrior } from '@/lib/statistics/priors'
import { extendCurveByEvents } from '@/lib/statistics/ratio-curve'
import { type TwoByTwo } from '@/lib/statistics/two-by-two'
import { bearingKey, isUneven, withBearing } from './bearing'
import { coinShare, type StratumBucket } from './bucket'
import { type TailConfig } from './config'
import { placeOf, type FrozenTail } from './freeze-tail'
import { firstLead, withStart } from './lead'
import { gridState, opened, type Process, processOf } from './process'
import { freshCurve, noCounts, type TailState } from './state'

type Tick = { strata: readonly StratumBucket[]; k: number; stageId: StageId }
type Logs = TailState['e0']

/** First doubling of booked people at which θ is renewed, and how many people of before Start weigh in it. */
const FIRST_EPOCH = 64
const HISTORY_UNITS_MAX = 2000
const FIVE = EXCEEDANCE_LEVELS.length

export const tailGrids: readonly Grid[] = EXCEEDANCE_LEVELS.map((level) => exceedancePrior(level))
const proceedGrids: readonly Grid[] = EXCEEDANCE_LEVELS.map(() => proceedUpPrior())

/** Without a limit the change worth finding must be ruled out: the centre of each threshold's bets. */
const worthFinding = EXCEEDANCE_LEVELS.map((level) => 1 + 0.4 * level)

/** What is judged by: frozen at Start, or later from the first control people. */
export const frozenOf = (metric: TailState, config: TailConfig): FrozenTail | null => config.frozen ?? metric.frozen

export function newTail(config: TailConfig, omega: number, at: Instant): TailState {
  const fresh = (): Logs => mean(tailGrids.map((grid) => opened(null, omega, grid)))
  const metric: TailState = {
    form: 'tail',
    e0: fresh(),
    em: config.margin ? fresh() : null,
    proceed: null,
    leads: tailGrids.map((grid) => firstLead(grid.r.length, omega, at)),
    supEm: 0,
    factor: 1,
    units: noCounts,
    events: noCounts,
    frozen: null,
    shown: { exposed: [], control: [] },
    control: [],
    theta: [],
    booked: 0,
    nextAt: FIRST_EPOCH,
    curve: freshCurve,
    band: null,
    bearing: {},
    uneven: false,
  }
  return stageOfTail(metric, config)
}

/** A declared start opens in all five processes. */
export function withTailStart(metric: TailState, omega: number, at: Instant): TailState {
  const open = ({ per }: Logs): Logs =>
    mean(
      per.map((process, j) => {
        const grid = tailGrids[j]
        return grid ? opened(process, omega, grid) : process
      }),
    )
  const started = {
    ...metric,
    e0: open(metric.e0),
    em: metric.em && open(metric.em),
    leads: metric.leads.map((lead) => withStart(lead, omega, at)),
  }
  return silencedWhere(started, metric.uneven)
}

export function stageOfTail(metric: TailState, config: TailConfig): TailState {
  return renewed(
    {
      ...metric,
      proceed: null,
      shown: { exposed: [], control: [] },
      units: noCounts,
      events: noCounts,
      curve: freshCurve,
      band: null,
    },
    config,
  )
}

/** Thresholds were made from the first control people: whoever enters from now on is counted against them. */
export const withThresholds = (metric: TailState, config: TailConfig, frozen: FrozenTail): TailState =>
  frozenOf(metric, config) ? metric : renewed({ ...metric, frozen }, config)

/** One tick of a quantile: people's first values against the thresholds, each stratum by its own f' (statistics.md §2c). */
export function stepTail(metric: TailState, config: TailConfig, { strata, k, stageId }: Tick): TailState {
  const frozen = frozenOf(metric, config)
  if (!frozen) return metric
  let next = metric
  for (const stratum of strata) {
    const share = coinShare(stratum)
    const arms = stratum.tails.get(k)
    if (share === null || !arms) continue
    const [t, c] = [within(arms.exposed), within(arms.control)]
    const counts = countsOf({ t, c, share, theta: metric.theta })
    next = bet(next, frozen, counts, stratum.stageId === stageId)
    next = { ...next, control: added(next.control, c), booked: next.booked + (t[0] ?? 0) + (c[0] ?? 0) }
    const people = { exposed: t[0] ?? 0, control: c[0] ?? 0 }
    next = { ...next, bearing: withBearing(next.bearing, bearingKey(stratum), share, people) }
    if (stratum.stageId === stageId) next = inPresentStage(next, config, { t, c, counts })
  }
  if (next === metric) return metric
  const silenced = silencedWhere(next, metric.uneven || isUneven(next.bearing))
  return silenced.booked >= silenced.nextAt ? renewed(silenced, config) : silenced
}

const silent = (logs: Logs | null): Logs | null => logs && { ...logs, logE: 0 }

/** Of people who cannot be compared nothing is said: the e-values stand at 1, what they are made of goes on. */
function silencedWhere(metric: TailState, uneven: boolean): TailState {
  if (!uneven) return metric
  return { ...metric, uneven, e0: { ...metric.e0, logE: 0 }, em: silent(metric.em), proceed: silent(metric.proceed) }
}

/** Never more above a threshold than people, nor fewer than nobody. */
const within = (counts: readonly number[]): number[] => {
  const n = Math.max(0, counts[0] ?? 0)
  return [n, ...counts.slice(1).map((s) => Math.min(n, Math.max(0, s)))]
}

const added = (before: readonly number[], more: readonly number[]): number[] => more.map((n, i) => (before[i] ?? 0) + n)

type Counts = { plain: TwoByTwo[]; stretched: TwoByTwo[] }

function countsOf(o: { t: number[]; c: number[]; share: number; theta: readonly number[] }): Counts {
  const at = (j: number, from: number): TwoByTwo => ({
    nT: o.t[0] ?? 0,
    sT: o.t[1 + from + j] ?? 0,
    nC: o.c[0] ?? 0,
    sC: o.c[1 + from + j] ?? 0,
    share: o.share,
    baseline: o.theta[j] ?? 1 - (EXCEEDANCE_LEVELS[j] ?? 0.5),
  })
  const five = EXCEEDANCE_LEVELS.map((_, j) => j)
  return { plain: five.map((j) => at(j, 0)), stretched: five.map((j) => at(j, FIVE)) }
}

function bet(metric: TailState, frozen: FrozenTail, { plain, stretched }: Counts, isPresent: boolean): TailState {
  const { stretched: limit } = frozen
  const e0 = advanced(metric.e0, plain, tailGrids)
  const em = metric.em && limit ? advanced(metric.em, stretched, tailGrids, limit.ratios) : metric.em
  const growths = metric.leads.map(({ growth }) => growth)
  const [counts, ratios] = metric.em && limit ? [stretched, limit.ratios] : [plain, undefined]
  const { per } = advanced(growths.includes(null) ? null : logsOf(growths), counts, tailGrids, ratios)
  const leads = metric.leads.map((lead, j) => Object.assign({}, lead, { growth: per[j] ?? null }))
  const next = { ...metric, e0, em, leads }
  if (!isPresent) return next
  const ruled = limit ? advanced(next.proceed, stretched, proceedGrids, limit.ratios) : null
  return { ...next, proceed: ruled ?? advanced(next.proceed, plain, proceedGrids, worthFinding) }
}

const logsOf = (per: readonly (Process | null)[]): Logs => mean(per.flatMap((process) => process ?? []))

function advanced(
  before: Logs | null,
  counts: readonly TwoByTwo[],
  grids: readonly Grid[],
  ratios?: readonly number[],
): Logs {
  const states = before?.per.flatMap((process) => gridState(process) ?? []) ?? null
  const step = quantileExceedance(states, counts, grids, ratios)
  const per = step.states.map((state, j) => processOf({ state, logE: step.per[j] ?? 0 }))
  return { per, logE: step.logE }
}

const mean = (per: Process[]): Logs => ({
  per,
  logE: logSumExp(per.map(({ logE }) => logE)) - Math.log(per.length),
})

function inPresentStage(
  metric: TailState,
  config: TailConfig,
  { t, c, counts }: { t: number[]; c: number[]; counts: Counts },
): TailState {
  const shown = { exposed: added(metric.shown.exposed, t), control: added(metric.shown.control, c) }
  const people = { exposed: shown.exposed[0] ?? 0, control: shown.control[0] ?? 0 }
  const at = counts.plain[placeOf(config.level)]
  const isEvent = at && at.sT + at.sC > 0
  return {
    ...metric,
    shown,
    units: people,
    events: people,
    curve: isEvent ? extendCurveByEvents(metric.curve, at) : metric.curve,
  }
}

/** A new epoch of θ (stage start, doubling of people): made from earlier control people alone. */
function renewed(metric: TailState, config: TailConfig): TailState {
  const frozen = frozenOf(metric, config)
  if (!frozen) return metric
  const units = Math.min(frozen.units, HISTORY_UNITS_MAX)
  const past = metric.control[0] ?? 0
  return {
    ...metric,
    theta: frozen.usual.map((share, j) =>
      predictableBaseline(
        { units, events: Math.round(share * units) },
        { units: past, events: metric.control[1 + j] ?? 0 },
      ),
    ),
    nextAt: Math.max(FIRST_EPOCH, 2 * metric.booked),
  }
}
