import { etaToDecision } from '@/lib/statistics/eta'
import { informationRate } from '@/lib/statistics/information'

/** One guardrail as a plan knows it before Start. Rates are per person. */
export type PlannedMetric = {
  baseline: number
  /** The harm that the rollout tolerates, as a rate. */
  limit: number
  direction: 'lower' | 'higher'
  /** Its part of the error that may be spent, 0 to 1. */
  weight: number
}

export type ShowsIn = {
  /** People who meet the flag in a day, and those of them who get the new version. */
  peopleADay: number
  exposedADay: number
  /** Hours until harm of the limit's size shows, on average; null: not within a year, or nobody comes. */
  hours: number | null
  /** Smallest harm that shows within `days` of this stage; null: none. */
  smallest: number | null
}

/** What mixing over ratios costs, in nats (statistics.md §2j). */
const MIXTURE_COST = 0.7
const YEAR_H = 366 * 24

/**
 * How soon a stage would show harm of the limit's size, and what would stay hidden (statistics.md §2j, §2k): the people
 * that the evidence needs against those who come.
 * @param share part of the people who get it, 0 to 1 @param soakH hours that the stage lasts
 */
export function showsIn(
  metric: PlannedMetric,
  { peopleADay, share, soakH }: { peopleADay: number; share: number; soakH: number },
): ShowsIn {
  const exposedADay = peopleADay * share
  const compared = Math.min(share, 0.999)
  const threshold = 20 / metric.weight
  const at = (harm: number) => driftOf(metric, harm, compared)
  const drift = at(metric.limit)
  const eta =
    drift <= 0 || peopleADay <= 0
      ? null
      : etaToDecision({
          logE: -MIXTURE_COST,
          threshold,
          drift,
          arrivalsPerHour: peopleADay / 24,
          share: compared,
        })
  const hours = eta?.foreseeable === true && eta.hours.mean <= YEAR_H ? eta.hours.mean : null
  const people = (exposedADay / 24) * soakH
  const needed = Math.log(threshold) + MIXTURE_COST
  return { peopleADay, exposedADay, hours, smallest: smallestHarm(metric, (harm) => people * at(harm) >= needed) }
}

function driftOf({ baseline, direction }: PlannedMetric, harm: number, share: number): number {
  const p1 = direction === 'lower' ? Math.min(0.999, baseline + harm) : Math.max(0.0001, baseline - harm)
  return informationRate({ p1, p0: baseline, share })
}

/** By halving: evidence grows with harm. */
function smallestHarm({ baseline, direction }: PlannedMetric, shows: (harm: number) => boolean): number | null {
  const worst = direction === 'lower' ? 0.999 - baseline : baseline - 0.0001
  if (!shows(worst)) return null
  let [hidden, shown] = [0, worst]
  for (let i = 0; i < 40; i += 1) {
    const middle = (hidden + shown) / 2
    if (shows(middle)) shown = middle
    else hidden = middle
  }
  return shown
}
