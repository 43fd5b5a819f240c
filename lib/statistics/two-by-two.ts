import { checkCount, checkRate, checkShare } from './checks'
import { StatsInputError } from './errors'
import { advance, type EStep, type Grid, type GridState } from './grid'
import { logRatioIncrement } from './null-ratio'

/** Fresh users of one epoch and how many of them had the outcome, per arm; `baseline` = predictable θ. */
export type TwoByTwo = { nT: number; sT: number; nC: number; sC: number; share: number; baseline: number }

/** Events of one epoch per arm; `share` = chance that a fresh user is in T. */
export type EventCounts = { sT: number; sC: number; share: number }

const THETA_MIN = 1e-6
const THETA_MAX = 0.999

/**
 * 2×2 assignment e-process (statistics §2b; the k-sample e-variable of [TLG24] with the design share).
 * Exact martingale for any θ that was fixed before the epoch: only the randomisation is trusted. Linear in the
 * counts inside an epoch, so their order is free. `form: 'events'` ignores n and baseline and alone may carry a
 * `nullRatio` (the harm limit R0): the full form's y = 0 terms would need the true θ. `prev: null` = one start.
 */
export function eProcess2x2(
  prev: GridState | null,
  c: TwoByTwo,
  grid: Grid,
  form: 'full' | 'events' = 'full',
  nullRatio = 1,
): EStep {
  if (form === 'events') return eProcessEvents(prev, c, grid, nullRatio)
  if (nullRatio !== 1) throw new StatsInputError('RATE', 'nullRatio', "only the form 'events' has a null ratio")
  checkShare(c.share, 'share')
  checkRate(c.baseline, 'baseline')
  checkCount(c.nT, 'nT')
  checkCount(c.nC, 'nC')
  checkCount(c.sT, 'sT', c.nT)
  checkCount(c.sC, 'sC', c.nC)
  return advance(prev, grid, (r) => fullIncrement(c, r))
}

/**
 * Event-only form [LM22]: T | event ~ Bernoulli(q). Needs no denominators. With `nullRatio` R0 it is exact for all
 * true ratios ≤ R0 when betting on r > 1, and for all ≥ R0 when betting on r < 1 (statistics §2b, §2k).
 */
export function eProcessEvents(prev: GridState | null, c: EventCounts, grid: Grid, nullRatio = 1): EStep {
  checkShare(c.share, 'share')
  checkCount(c.sT, 'sT')
  checkCount(c.sC, 'sC')
  return advance(prev, grid, (r) => logRatioIncrement({ share: c.share, dT: c.sT, dC: c.sC }, r, nullRatio))
}

function fullIncrement(c: TwoByTwo, r: number): number {
  const theta = Math.min(Math.max(c.baseline, THETA_MIN), THETA_MAX)
  const thetaT = Math.min(r * theta, THETA_MAX)
  const p1 = c.share * thetaT + (1 - c.share) * theta
  const logP0 = Math.log1p(-p1)
  return (
    c.sT * Math.log(thetaT / p1) +
    c.sC * Math.log(theta / p1) +
    (c.nT - c.sT) * (Math.log1p(-thetaT) - logP0) +
    (c.nC - c.sC) * (Math.log1p(-theta) - logP0)
  )
}
