import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { sequentialSrm } from '@/lib/statistics/srm'
import { coinShare } from './bucket'
import { type VerdictFacts } from './facts'
import { type EngineState } from './state'
import { arrivalsPerHour } from './step'

export type Red = 'uneven-split' | 'cross-exposure' | 'old-data' | 'uneven-lag' | 'redefined'

export type Quality = {
  red: Red | null
  srm: {
    logE: number
    exposed: number
    baseline: number
    expectedShare: number
    level: 'ok' | 'warn' | 'alarm'
  }
  ageS: number | null
  /** Part of the people who entered that was seen in an arm not theirs. */
  crossed: number
}

const CROSSED_MAX = 0.01
const CROSSED_MIN = 10
const QUIET_MS = 5 * 60_000
/** A gap this many times the usual one between arrivals is no accident: e⁻³⁰ if people come independently. */
const QUIET_GAPS = 30
const LAG = { records: 200, ms: 10_000, times: 2 }

/** The data gates of a verdict (statistics.md §7 row 2): is this still a fair comparison of the two arms? */
export function judgeQuality(state: EngineState, facts: VerdictFacts): Quality {
  const srm = judgeSplit(state)
  const ageMs = state.lastDataAt === null ? null : Math.max(0, elapsedMs(state.lastDataAt, facts.now))
  const crossed = state.entered > 0 ? state.crossed / state.entered : 0
  const reds: [Red, boolean][] = [
    ['uneven-split', srm.level === 'alarm'],
    ['cross-exposure', state.crossed >= CROSSED_MIN && crossed >= CROSSED_MAX],
    ['redefined', facts.redefined.length > 0],
    ['old-data', facts.exposed && ageMs !== null && ageMs > quietMs(state)],
    ['uneven-lag', isLagUneven(state)],
  ]
  return {
    red: reds.find(([, holds]) => holds)?.[0] ?? null,
    srm,
    ageS: ageMs === null ? null : ageMs / 1000,
    crossed,
  }
}

/** When arrivals stop although people usually come: the later of five minutes and thirty usual gaps. */
function quietMs(state: EngineState): number {
  const perHour = arrivalsPerHour(state.arrivals)
  return perHour > 0 ? Math.max(QUIET_MS, (QUIET_GAPS * 3_600_000) / perHour) : Infinity
}

function judgeSplit(state: EngineState): Quality['srm'] {
  const strata = state.strata.flatMap((s) => {
    const share = coinShare(s)
    return share === null ? [] : [{ ...s, expected: share }]
  })
  const { logE, level } = sequentialSrm(
    strata.map((s) => ({ counts: [s.exposed, s.control], shares: [s.expected, 1 - s.expected] })),
  )
  const exposed = strata.reduce((sum, s) => sum + s.exposed, 0)
  const baseline = strata.reduce((sum, s) => sum + s.control, 0)
  const expected = strata.reduce((sum, s) => sum + s.expected * (s.exposed + s.control), 0)
  const all = exposed + baseline
  return { logE, level, exposed, baseline, expectedShare: all > 0 ? expected / all : state.stage.share / 100_000 }
}

/** Order of arrival stands in for order of events, so reports must not come later from one arm (statistics.md §2b). */
function isLagUneven({ lag }: EngineState): boolean {
  if (Math.min(lag.exposed.count, lag.control.count) < LAG.records) return false
  const means = [lag.exposed.sum / lag.exposed.count, lag.control.sum / lag.control.count]
  const [less, more] = [Math.max(0, Math.min(...means)), Math.max(...means)]
  return more - less > LAG.ms && more > LAG.times * less
}

/** Whether nobody is left to compare with: everyone is exposed. */
export const isComparisonOver = (state: EngineState): boolean => state.stage.share >= 100_000

/** Where the running stage stands in time. */
export const stageAgeMs = (state: EngineState, now: Instant): number => Math.max(0, elapsedMs(state.stage.since, now))
