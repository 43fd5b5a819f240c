import { murmur32 } from './murmur'

/** The largest sum of weights that flagd accepts (2^31 − 1). */
export const WEIGHT_MAX = 2_147_483_647

/**
 * Where a bucketing key falls among `total` equal slots: `(hash · total) >> 32` in 64 bits, flagd's v2 algorithm, in
 * two halves that stay below 2^53 so that no BigInt is needed.
 * @param total whole number in [0, 2^31 − 1]
 * @returns whole number in [0, total), or 0 for total 0
 */
export function bucketOf(key: string, total: number): number {
  const hash = murmur32(key)
  const high = hash >>> 16
  const low = hash & 0xffff
  return Math.floor((high * total + Math.floor((low * total) / 65_536)) / 65_536)
}
