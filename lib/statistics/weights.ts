import { checkCount, checkSome, checkWeight } from './checks'

/** Shares of false-alarm budget, fixed at Start; guardrails, slices and reserve sum to 1 (statistics §2f). */
export type Weights = { guardrails: number[]; slices: number[]; reserve: number }

const WHOLE_AUDIENCE = 0.75
const PLANNED_SLICES = 0.2
const RESERVE = 0.05
const CRITICAL_SHARES = 3

/**
 * Weights w_k of Ē (statistics §2f): .75 to the guardrails over the whole audience, critical ones three shares, others
 * one; .20 to the planned slices in equal parts; .05 in reserve. Without planned slices .95 and .05. Goals have none.
 */
export function weightsOf(plan: { guardrails: readonly { critical: boolean }[]; slices: number }): Weights {
  checkSome(plan.guardrails.length, 'guardrails')
  checkCount(plan.slices, 'slices')
  const whole = plan.slices === 0 ? WHOLE_AUDIENCE + PLANNED_SLICES : WHOLE_AUDIENCE
  return {
    guardrails: inShares(whole, plan.guardrails),
    slices: Array.from({ length: plan.slices }, () => PLANNED_SLICES / plan.slices),
    reserve: RESERVE,
  }
}

/**
 * Metrics and slices added after Start, from the next stage start on: half of the reserve left, in the same shares, each
 * with a process of its own that begins at E = 1. Running weights never change (statistics §2f).
 */
export function laterWeights(
  reserveLeft: number,
  added: readonly { critical: boolean }[],
): { weights: number[]; reserve: number } {
  checkWeight(reserveLeft, 'reserveLeft')
  if (added.length === 0) return { weights: [], reserve: reserveLeft }
  return { weights: inShares(reserveLeft / 2, added), reserve: reserveLeft / 2 }
}

function inShares(budget: number, parts: readonly { critical: boolean }[]): number[] {
  const shares = parts.map(({ critical }) => (critical ? CRITICAL_SHARES : 1))
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => (budget * share) / total)
}
