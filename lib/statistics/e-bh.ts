import { checkFinite, checkRate, checkSome } from './checks'

/**
 * e-BH [WR22] (statistics §2f): of K e-values under any dependence reject the k⋆ largest, k⋆ = the largest k with
 * e_(k) ≥ K/(αk). At most a share `alpha` of what is rejected is false on average. For exploratory tiles, never for
 * stopping a rollout.
 */
export function eBenjaminiHochberg(
  e: readonly { id: string; logE: number }[],
  alpha: number,
): { id: string; rejected: boolean }[] {
  checkSome(e.length, 'e')
  checkRate(alpha, 'alpha')
  e.forEach(({ logE }, k) => checkFinite(logE, `e.${k}.logE`))
  const falling = e.map(({ logE }) => logE).toSorted((a, b) => b - a)
  // A value that meets its threshold in exact arithmetic must not fail by a rounding.
  const last = falling.findLastIndex((logE, i) => logE >= Math.log(e.length / (alpha * (i + 1))) - 1e-12)
  const least = falling[last] ?? Infinity
  return e.map(({ id, logE }) => ({ id, rejected: logE >= least }))
}
