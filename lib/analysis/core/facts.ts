import { type Instant } from '@/lib/kernel/time'
import { type Policy } from './schema'

/** What a verdict needs to know besides the evidence. */
export type VerdictFacts = {
  now: Instant
  /** The stage's own minimum of exposed people and margin in limits; null: by the policy. */
  minUnits: number | null
  margin: number | null
  policy: Policy
  /** Whether anybody is exposed now; otherwise nobody is expected to send anything. */
  exposed: boolean
  /** Metrics whose definition changed since Start. */
  redefined: readonly string[]
  /** Log position up to which deltas are in the state. */
  watermark: string
}

/** Ē from which harm is called harm; also what "ruled out" and "close to the limit" ask for (statistics.md §7). */
export const LOG_20 = Math.log(20)
