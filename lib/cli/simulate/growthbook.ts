import { type Met } from './traffic'

/** GrowthBook's default: 5,000 people of both arms. */
const TUNED_FOR = 5000
const ALPHA = 0.05
/** ρ of [W24] eq. 161, for one side (2α). */
const RHO_SQUARED = (-2 * Math.log(2 * ALPHA) + Math.log(-2 * Math.log(2 * ALPHA) + 1)) / TUNED_FOR

/**
 * Half of the always-valid interval of GrowthBook's one-sided sequential test ([W24] eq. 134): what others run, to
 * compare with (statistics.md §6). `variance` of the difference, `n` people of both arms.
 */
export function referenceHalfWidth(variance: number, n: number): number {
  const k = n * RHO_SQUARED + 1
  return Math.sqrt((variance * n * 2 * k * Math.log(1 + Math.sqrt(k) / (2 * ALPHA))) / (n * n * RHO_SQUARED))
}

/** Whether it calls harm by now: difference of two rates, each arm with its own variance. */
export function isFoundByReference(met: Omit<Met, 'values'>, better: 'lower' | 'higher'): boolean {
  const { exposed, control, exposedYes, controlYes } = met
  if (exposed < 2 || control < 2) return false
  const [pT, pC] = [exposedYes / exposed, controlYes / control]
  const [vT, vC] = [pT * (1 - pT), pC * (1 - pC)]
  if (vT <= 0 || vC <= 0) return false
  const harm = better === 'lower' ? pT - pC : pC - pT
  return harm > referenceHalfWidth(vT / exposed + vC / control, exposed + control)
}
