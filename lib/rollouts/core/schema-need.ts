import { type Instant } from '@/lib/kernel/time'
import { type GateView, type RolloutRow } from './schema-view'

/** One live rollout, or one that a policy just ended, as the overview needs it. */
export type RolloutNeed = RolloutRow & {
  /** Who paused, stopped or rolled it back; null while nothing did. */
  halted: { by: 'person' | 'service' | 'policy' | 'system'; name: string; verb: string; at: Instant } | null
  /** The guardrail the verdict is about, in the reader's words. */
  driver: string | null
  gates: GateView[]
  /** Since when it is in its state. */
  since: Instant
  peopleExposed: number
}
