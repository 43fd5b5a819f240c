import { type Member } from '@/lib/kernel/actor'
import { type StageId } from '@/lib/kernel/id'
import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { type DecidedBy } from './model'
import { type ReadinessCheck } from './schema'

/** A window in which exposure of an environment must not rise. `until` is outside it. */
export type Freeze = { from: Instant; until: Instant; name: string }

/** What the world looks like to a decision; everything that the rollout itself does not hold. */
export type Facts = {
  now: Instant
  actor: Member
  /** The author of a rollout may not approve it. */
  fourEyes: boolean
  /** The freeze window of the environment that is in force or comes next. */
  freeze: Freeze | null
  /** Least number of people who must sign before exposure rises (environment); 0: only what the stages demand. */
  approvalsMin: number
  /** The policy that goes on by itself when every gate is met; null: a person presses Advance. */
  autoAdvance: DecidedBy | null
  /** Versions that approvals bind to. */
  versions: { policy: number; metrics: Readonly<Record<string, number>> }
  /** People exposed now, for sentences; null: not counted. */
  people: number | null
  /** The last decision in words ("Ana edited the stages"), for whoever comes second. */
  last: { sentence: string; at: Instant } | null
  /** Name of another rollout that is live on the same flag and environment. */
  liveRollout: string | null
  /** Readiness checks that block Start, in words. */
  notReady: readonly string[]
  /** Checks that let it start only with a reason, in words. */
  cautions?: readonly string[] | undefined
  /** The fifteen checks behind both, kept with the decision. */
  readiness?: readonly ReadinessCheck[] | null | undefined
  /** Clients of the revision that takes exposure away. */
  propagation: { seen: number; confirmed: number } | null
}

/** What analysis, time and environment decide alone, without anybody acting. */
export type SettleFacts = Pick<Facts, 'now' | 'freeze' | 'approvalsMin' | 'autoAdvance' | 'versions'>
export type GateFacts = Pick<Facts, 'now' | 'freeze' | 'approvalsMin' | 'versions'>

/** Ids that the server has minted for stages of a new or edited plan. */
export type StageIds = readonly StageId[]

export function decidedBy(actor: Member): DecidedBy {
  return { kind: actor.kind, id: actor.id, name: actor.name }
}

export function isFrozen(freeze: Freeze | null, now: Instant): freeze is Freeze {
  return freeze !== null && elapsedMs(freeze.from, now) >= 0 && elapsedMs(now, freeze.until) > 0
}
