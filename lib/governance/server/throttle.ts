/** So many attempts at once, then one more each `refillMs`. */
export type Limit = { burst: number; refillMs: number }

type Bucket = { tokens: number; atMs: number }

/**
 * Token buckets by name, in the memory of one process: several processes allow so many times more. Bounded: beyond
 * `most` names the one that was quiet longest is forgotten.
 */
export class Throttle {
  readonly #buckets = new Map<string, Bucket>()
  readonly #limit: Limit
  readonly #most: number

  constructor(limit: Limit, most = 10_000) {
    this.#limit = limit
    this.#most = most
  }

  get size(): number {
    return this.#buckets.size
  }

  /** Takes one attempt. @returns milliseconds to wait when there is none; 0 when it was taken */
  take(name: string, nowMs: number): number {
    const tokens = this.#tokens(name, nowMs)
    this.#put(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs })
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) * this.#limit.refillMs)
  }

  /** Gives an attempt back, as after a right password. */
  refund(name: string, nowMs: number): void {
    this.#put(name, { tokens: Math.min(this.#limit.burst, this.#tokens(name, nowMs) + 1), atMs: nowMs })
  }

  #tokens(name: string, nowMs: number): number {
    const bucket = this.#buckets.get(name)
    if (!bucket) return this.#limit.burst
    const earned = Math.max(0, nowMs - bucket.atMs) / this.#limit.refillMs
    return Math.min(this.#limit.burst, bucket.tokens + earned)
  }

  #put(name: string, bucket: Bucket): void {
    this.#buckets.delete(name) // a Map keeps the order of insertion: the first is the one that was quiet longest
    this.#buckets.set(name, bucket)
    const quietest = this.#buckets.keys().next()
    if (this.#buckets.size > this.#most && !quietest.done) this.#buckets.delete(quietest.value)
  }
}
