import { type Grid } from '@/lib/statistics/grid'
import { logRatioIncrement } from '@/lib/statistics/null-ratio'
import { ratioBound } from '@/lib/statistics/ratio-bound'
import { sharesAtRisk, type RiskSet } from '@/lib/statistics/risk-sets'
import { logSumExp } from '@/lib/statistics/log-sum-exp'
import { isSmall } from './small-groups'

const POINTS = 30
/** E ≥ 20: one false alarm in twenty, however often it is looked at. */
const THRESHOLD = 20

/** Bets on r from 1.1 to 30, evenly in ln r, most on a doubling. `down`: the same on 1/r. */
function gridOf(side: 'up' | 'down'): Grid {
  const logs = Array.from(
    { length: POINTS },
    (_, i) => Math.log(1.1) + (i * (Math.log(30) - Math.log(1.1))) / (POINTS - 1),
  )
  const raw = logs.map((log) => -Math.abs(log - Math.log(2)))
  const total = logSumExp(raw)
  const logW = raw.map((weight) => weight - total)
  return { r: logs.map((log) => Math.exp(side === 'up' ? log : -log)), logW }
}
const UP = gridOf('up')
const DOWN = gridOf('down')

export type ComplaintRatio = { value: number | null; low: number; high: number; logE: number }

/**
 * How many times as often exposed people complain: first complaint per person against the people at risk, with a band
 * that holds however often it is looked at. Null while one side has nobody.
 */
export function complaintRatio(sets: readonly RiskSet[]): ComplaintRatio | null {
  const events = sharesAtRisk(sets)
  const [dT, dC] = [sum(events.map((event) => event.dT)), sum(events.map((event) => event.dC))]
  if (dT + dC === 0) return null
  const odds = sum(events.map(({ share, dT: t, dC: c }) => (t + c) * (share / (1 - share)))) / (dT + dC)
  const logE = logSumExp(
    UP.r.map((r, j) => (UP.logW[j] ?? 0) + sum(events.map((event) => logRatioIncrement(event, r, 1)))),
  )
  return {
    value: dC === 0 ? null : dT / dC / odds,
    low: ratioBound(sets, { grid: UP, threshold: THRESHOLD, side: 'lower' }),
    high: ratioBound(sets, { grid: DOWN, threshold: THRESHOLD, side: 'upper' }),
    logE,
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export type Rate = {
  complainants: number
  people: number
  perThousand: number | null
  low: number | null
  high: number | null
}

/** People who complained per 1,000, with the 95 % band of Wilson (1927). */
export function ratePerThousand(complainants: number, people: number): Rate {
  if (people === 0) return { complainants, people, perThousand: null, low: null, high: null }
  const z = 1.959964
  const p = Math.min(1, complainants / people)
  const middle = (p + (z * z) / (2 * people)) / (1 + (z * z) / people)
  const half = (z / (1 + (z * z) / people)) * Math.sqrt((p * (1 - p)) / people + (z * z) / (4 * people * people))
  return {
    complainants,
    people,
    perThousand: shown(p),
    low: shown(Math.max(0, middle - half)),
    high: shown(Math.min(1, middle + half)),
  }
}

const shown = (value: number): number => Math.round(value * 1e6) / 1000
const times = (value: number): string => (value >= 100 ? 'over 100' : value >= 10 ? value.toFixed(0) : value.toFixed(1))

/** Below so many people who complain, nothing is said about a difference. */
export const ENOUGH_PEOPLE = 8

/** The sentence on the rollout's page. Of cohorts smaller than `minimumGroup` it tells no number. */
export function complaintSentence(
  exposed: Rate,
  baseline: Rate,
  ratio: ComplaintRatio | null,
  minimumGroup = 0,
): string {
  if (exposed.people === 0) return 'Nobody is exposed yet, so nobody could complain about it.'
  if (isSmall(exposed.people, minimumGroup))
    return `Fewer than ${minimumGroup} people are exposed, so their complaints are not shown apart.`
  const hides = isSmall(baseline.people, minimumGroup)
  const all = exposed.complainants + (hides ? 0 : baseline.complainants)
  if (exposed.complainants === 0) return `None of the ${exposed.people} exposed people complained.`
  const rates = `${exposed.perThousand?.toFixed(1)} of 1,000 exposed people complained, ${hides ? `and the baseline has fewer than ${minimumGroup} people` : baseline.perThousand === null ? 'and there is no baseline' : `${baseline.perThousand.toFixed(1)} of 1,000 baseline people`}.`
  if (hides) return `${rates} Nothing is compared.`
  if (!ratio || all < ENOUGH_PEOPLE) return `${rates} Not enough data to compare (${all} of ${ENOUGH_PEOPLE} people).`
  const band = `${times(ratio.low)}× to ${ratio.high === Infinity ? 'over 100' : times(ratio.high)}×`
  const often = ratio.value === null ? 'more often' : `${times(ratio.value)}× as often`
  if (ratio.low > 1) return `People on the new version complain ${often} (${band}). ${rates}`
  return `No rise found (${band}). ${rates}`
}
