import { checkFinite, checkRate, checkSome, checkWeight } from './checks'
import { StatsInputError } from './errors'
import { logAddExp, logSumExp } from './log-sum-exp'

export type WeightedE = { logE: number; weight: number }

/**
 * ln Ē = ln Σ w_k E_k (statistics §2f): valid under any dependence [VW21]. The reserve is an entry like any other,
 * `{ logE: 0, weight }`. `top` = index of the largest w·E. Throws WEIGHTS unless the weights sum to 1.
 */
export function combineE(e: readonly WeightedE[]): { logE: number; top: number } {
  const terms = weightedLogs(e)
  const total = e.reduce((sum, { weight }) => sum + weight, 0)
  if (Math.abs(total - 1) > 1e-9) throw new StatsInputError('WEIGHTS', 'weight', `must sum to 1, got ${total}`)
  return { logE: logSumExp(terms), top: terms.indexOf(Math.max(...terms)) }
}

export type Attribution = { id: string; adjustedLogE: number; rejected: boolean }

/**
 * Which metric is it? Closed testing over weighted means (statistics §2f): E⋆_k = min over subsets A ∋ k of
 * Σ_A wE / Σ_A w. The minimum lies among {k} ∪ the m smallest others, so O(K²). A weight of 0 has not begun: its own
 * e-value counts as 1.
 */
export function closedTesting(e: readonly ({ id: string } & WeightedE)[], alpha: number): Attribution[] {
  checkRate(alpha, 'alpha')
  weightedLogs(e)
  const logThreshold = -Math.log(alpha)
  const ascending = e.filter(({ weight }) => weight > 0).toSorted((a, b) => a.logE - b.logE)
  return e.map((own) => {
    const adjustedLogE = smallestMean(own, ascending)
    // Means are sums of roundings; a value that meets the threshold in exact arithmetic must not fail by one of them.
    return { id: own.id, adjustedLogE, rejected: own.weight > 0 && adjustedLogE >= logThreshold - 1e-12 }
  })
}

function smallestMean(own: WeightedE, ascending: readonly WeightedE[]): number {
  let logSum = Math.log(own.weight) + own.logE
  let weights = own.weight
  let smallest = own.weight > 0 ? own.logE : 0
  for (const other of ascending) {
    if (other === own) continue
    logSum = logAddExp(logSum, Math.log(other.weight) + other.logE)
    weights += other.weight
    smallest = Math.min(smallest, logSum - Math.log(weights))
  }
  return smallest
}

function weightedLogs(e: readonly WeightedE[]): number[] {
  checkSome(e.length, 'e')
  return e.map(({ logE, weight }, k) => {
    checkFinite(logE, `e.${k}.logE`)
    checkWeight(weight, `e.${k}.weight`)
    return Math.log(weight) + logE
  })
}
