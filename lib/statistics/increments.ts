import { checkFinite } from './checks'

/** One user's running totals in one metric: numerator, denominator, and both before the rollout (statistics §3). */
export type UserTotals = { y: number; d: number; x: number; z: number }

/** How the totals are counted: `cap` on the user's y (baseline p99.9), and shifts that keep sums from cancelling. */
export type Counting = { cap?: number; shift?: { y: number; d: number } }

/** What one event, or the entry, adds to the sums of a delta row. Increments of the second moments may be negative. */
export type MomentDelta = {
  y: number
  yy: number
  d: number
  dd: number
  yd: number
  yx: number
  yz: number
  dx: number
  dz: number
}

/**
 * Increments that take the sums from a user's old totals to the new ones (statistics §3): Δs_y = δ,
 * Δs_yy = δ(2y + δ), Δs_yd = (y + δ)(d + γ) − yd, Δs_yx = δx, … of capped, shifted values. `before: null` is the entry,
 * which brings the shifts in. They telescope: however events fall into ticks, Σ is the moments of the totals of now.
 * x and z do not change after entry.
 */
export function momentDelta(before: UserTotals | null, after: UserTotals, o: Counting = {}): MomentDelta {
  for (const field of ['y', 'd', 'x', 'z'] as const) checkFinite(after[field], field)
  const to = counted(after, o)
  const from = before === null ? { y: 0, d: 0 } : counted(before, o)
  const [delta, gamma] = [to.y - from.y, to.d - from.d]
  return {
    y: delta,
    yy: delta * (2 * from.y + delta),
    d: gamma,
    dd: gamma * (2 * from.d + gamma),
    yd: to.y * to.d - from.y * from.d,
    yx: delta * after.x,
    yz: delta * after.z,
    dx: gamma * after.x,
    dz: gamma * after.z,
  }
}

/** Cap first, then shift: a capped user must stay where the cap puts them. */
function counted(totals: UserTotals, { cap = Infinity, shift }: Counting): { y: number; d: number } {
  return { y: Math.min(totals.y, cap) - (shift?.y ?? 0), d: totals.d - (shift?.d ?? 0) }
}
