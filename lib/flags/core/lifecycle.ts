import { elapsedMs, type Instant } from '@/lib/kernel/moments'
import type { FlagDefinition, FlagTargeting } from './schema'
import { servedToAll, servingWords } from './sentences'

/** The way of a flag, in its order; `permanent` stands beside it. */
export const LIFECYCLE = [
  'draft',
  'rolling-out',
  'fully-on',
  'ready-to-remove',
  'removed-from-code',
  'archived',
  'permanent',
] as const
export type LifecycleState = (typeof LIFECYCLE)[number]

export const LIFECYCLE_WORDS: Readonly<Record<LifecycleState, string>> = {
  draft: 'Draft',
  'rolling-out': 'Rolling out',
  'fully-on': 'Fully on',
  'ready-to-remove': 'Ready to remove',
  'removed-from-code': 'Removed from code',
  archived: 'Archived',
  permanent: 'Permanent',
}

/** Why a flag should go. */
export type StaleReason = { kind: 'past-end' | 'one-variant' | 'not-asked' | 'fully-on'; text: string }
/** A state with the rule that gave it, as the tooltip says it. */
export type Lifecycle = { state: LifecycleState; why: string; stale: StaleReason[] }

/** When one variant was answered in one environment. */
export type Seen = { environment: string; variant: string; firstAt: Instant; lastAt: Instant }

export type LifecycleFacts = {
  definition: Pick<FlagDefinition, 'permanent' | 'endsOn' | 'removedOn' | 'defaultVariant'>
  archivedAt: Instant | null
  createdAt: Instant
  /** In the order of the workspace, with the moment of the last change. */
  environments: readonly { key: string; name: string; targeting: FlagTargeting; changedAt: Instant }[]
  seen: readonly Seen[]
  now: Instant
}

export const STALE_DAYS = 30
const DAY_MS = 86_400_000
const days = (from: Instant, to: Instant): number => Math.floor(elapsedMs(from, to) / DAY_MS)

/** The environment whose people count: production, or else the last one. */
export function mainEnvironment<T extends { key: string }>(environments: readonly T[]): T | undefined {
  return environments.find(({ key }) => key === 'production') ?? environments.at(-1)
}

/** Where a flag stands, computed from what it serves and who asks for it; never set by hand but for three declarations. */
export function lifecycleOf(facts: LifecycleFacts): Lifecycle {
  const { definition, archivedAt } = facts
  const stale = staleReasons(facts)
  if (archivedAt) return { state: 'archived', why: 'It is served nowhere; its history stays.', stale: [] }
  if (definition.removedOn) {
    const why = `Its owner said on ${definition.removedOn} that no code asks for it. Archive it next.`
    return { state: 'removed-from-code', why, stale }
  }
  if (definition.permanent) {
    return { state: 'permanent', why: 'Declared to stay: it is never asked to be removed.', stale: [] }
  }
  const rollingOut = facts.environments.find(({ targeting }) => hasLiveRollout(targeting))
  if (rollingOut) {
    return { state: 'rolling-out', why: `A rollout is live in ${rollingOut.name}.`, stale: [] }
  }
  const main = mainEnvironment(facts.environments)
  const all = main && servedToAll(main.targeting)
  const isOn = all !== null && all !== undefined && all !== definition.defaultVariant
  if (stale.some(({ kind }) => kind !== 'past-end' || isOn)) {
    return { state: 'ready-to-remove', why: stale.map(({ text }) => text).join(' '), stale }
  }
  if (!main || all === definition.defaultVariant || main.targeting.state === 'DISABLED') {
    return {
      state: 'draft',
      why: `Nobody in ${main?.name ?? 'any environment'} gets anything but the safe variant.`,
      stale,
    }
  }
  if (all === null || all === undefined) {
    const why = `Some people in ${main.name} get another variant than others: ${servingWords(main.targeting)}.`
    return { state: 'rolling-out', why, stale }
  }
  const since = days(main.changedAt, facts.now)
  const why = `Everyone in ${main.name} gets ${all}, for ${since === 1 ? '1 day' : `${since} days`}. After ${STALE_DAYS} days it is ready to remove.`
  return { state: 'fully-on', why, stale }
}

/** A rollout that stopped or rolled back leaves its rule behind the stop, and is not under way. */
export const hasLiveRollout = ({ rules, stopped }: FlagTargeting): boolean =>
  stopped === null && rules.some((rule) => rule.kind === 'rollout')

function staleReasons({ definition, environments, seen, createdAt, now }: LifecycleFacts): StaleReason[] {
  if (definition.permanent) return []
  const main = mainEnvironment(environments)
  if (!main) return []
  const reasons: StaleReason[] = []
  if (definition.endsOn && definition.endsOn < now.slice(0, 10)) {
    reasons.push({ kind: 'past-end', text: `Its end date ${definition.endsOn} has passed.` })
  }
  const all = servedToAll(main.targeting)
  const unchanged = days(main.changedAt, now)
  if (all !== null && all !== definition.defaultVariant && unchanged >= STALE_DAYS) {
    reasons.push({ kind: 'fully-on', text: `Everyone in ${main.name} has had ${all} for ${unchanged} days.` })
  }
  const here = seen.filter(({ environment, variant }) => environment === main.key && variant !== '')
  const recent = here.filter(({ lastAt }) => days(lastAt, now) < STALE_DAYS)
  const [only] = recent
  if (only && recent.length === 1 && days(only.firstAt, now) >= STALE_DAYS && all !== definition.defaultVariant) {
    reasons.push({
      kind: 'one-variant',
      text: `Only ${only.variant} was given in ${main.name} for ${STALE_DAYS} days.`,
    })
  }
  const asked = seen.some(({ lastAt }) => days(lastAt, now) < STALE_DAYS)
  if (!asked && days(createdAt, now) >= STALE_DAYS) {
    reasons.push({ kind: 'not-asked', text: `No client has asked for it for ${STALE_DAYS} days.` })
  }
  return reasons
}
