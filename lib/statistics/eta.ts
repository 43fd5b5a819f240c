import cdf from '@stdlib/stats-base-dists-normal-cdf'
import logcdf from '@stdlib/stats-base-dists-normal-logcdf'
import { lastTrue } from './bisect'
import { checkAbove, checkFinite, checkNotNegative, checkShare } from './checks'

/** How many more, or how much longer: mean, and the points by which 10, 50 and 90 % of such rollouts have decided. */
export type Spread = { mean: number; p10: number; p50: number; p90: number }

export type Eta = { foreseeable: true; users: Spread; hours: Spread } | { foreseeable: false }

/**
 * Exposed users and hours until ln E reaches ln(threshold): first passage of a Gaussian walk with drift D and variance
 * 2D per exposed user, i.e. inverse Gaussian [Wald45] (statistics §2j). `drift` = `informationRate` at the effect in
 * question. Nothing is foreseeable without drift or arrivals. Closed form, so it replays.
 */
export function etaToDecision(o: {
  logE: number
  threshold: number
  drift: number
  arrivalsPerHour: number
  share: number
}): Eta {
  checkFinite(o.logE, 'logE')
  checkAbove(o.threshold, 0, 'threshold')
  checkFinite(o.drift, 'drift')
  checkNotNegative(o.arrivalsPerHour, 'arrivalsPerHour')
  checkShare(o.share, 'share')
  const exposedPerHour = o.arrivalsPerHour * o.share
  if (o.drift <= 0 || exposedPerHour === 0) return { foreseeable: false }
  const distance = Math.max(0, Math.log(o.threshold) - o.logE)
  const users = mapSpread(passage(distance), (information) => information / o.drift)
  return { foreseeable: true, users, hours: mapSpread(users, (n) => n / exposedPerHour) }
}

/** Information u = D·n to cover `distance` b: P(u ≤ x) = Φ((x−b)/√(2x)) + e^b Φ(−(x+b)/√(2x)). */
function passage(distance: number): Spread {
  if (distance === 0) return { mean: 0, p10: 0, p50: 0, p90: 0 }
  const chance = (x: number): number => {
    const spread = Math.sqrt(2 * x)
    // e^b alone overflows for a distant threshold; the product never does.
    return cdf((x - distance) / spread, 0, 1) + Math.exp(distance + logcdf(-(x + distance) / spread, 0, 1))
  }
  const quantile = (p: number): number => {
    let far = distance
    while (chance(far) < p) far *= 2
    return lastTrue((x) => x === 0 || chance(x) < p, 0, far)
  }
  return { mean: distance, p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9) }
}

function mapSpread(s: Spread, f: (x: number) => number): Spread {
  return { mean: f(s.mean), p10: f(s.p10), p50: f(s.p50), p90: f(s.p90) }
}
