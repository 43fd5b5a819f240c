import { type Instant, instant, toMs } from '@/lib/kernel/time'
import { type Grid } from '@/lib/statistics/grid'
import { type Lead } from './state'

export function firstLead(bets: number, omega: number, at: Instant): Lead {
  const each = Array.from({ length: bets })
  return { growth: null, floor: each.map(() => -Math.log(omega)), at: each.map(() => toMs(at)) }
}

/** A start opens: it leads for every bet that would have grown more from here, weight of the start included. */
export function withStart(lead: Lead, omega: number, at: Instant): Lead {
  const level = lead.floor.map((_, j) => (lead.growth?.logR[j] ?? 0) - Math.log(omega))
  const isBetter = level.map((x, j) => x < (lead.floor[j] ?? Infinity))
  return {
    growth: lead.growth,
    floor: lead.floor.map((x, j) => (isBetter[j] ? (level[j] ?? x) : x)),
    at: lead.at.map((x, j) => (isBetter[j] ? toMs(at) : x)),
  }
}

/** The start that carries most of the evidence (statistics.md §2k); null without bets. */
export function leadingStart(lead: Lead, grid: Grid): Instant | null {
  const gained = lead.floor.map((floor, j) => (lead.growth?.logR[j] ?? 0) - floor)
  const worth = gained.map((gain, j) => (grid.logW[j] ?? 0) + gain)
  const best = worth.indexOf(Math.max(...worth))
  const at = lead.at[best]
  return at === undefined ? null : instant(at)
}
