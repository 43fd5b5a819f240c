import { shortTime } from '@/lib/kernel/format-time'
import { plural } from '@/lib/kernel/format'
import { canonicalJson, type Json } from '@/lib/kernel/hash'
import { elapsedMs, type Instant } from '@/lib/kernel/moments'
import { refuse, type Refusal } from '@/lib/kernel/result'
import type { FlagDefinition, FlagTargeting } from './schema'

type Definition = Pick<FlagDefinition, 'variants'>

/** What keeps the answers of one environment as they are: a freeze window that is in force, or approvals that are asked for. */
export type Hold = {
  frozen: { name: string; until: Instant } | null
  /** People who must sign before what is served changes; 0: none. */
  approvals: number
  /** Whoever asked may not sign. */
  fourEyes: boolean
}

type Settings = { approvalsMin: number; fourEyes: 'demanded' | 'off' }

/** @param windows freeze windows in force or to come, the earliest first */
export function holdOf(
  { approvalsMin, fourEyes }: Settings,
  windows: readonly { name: string; from: Instant; until: Instant }[],
  now: Instant,
): Hold {
  const inForce = windows.filter(({ from, until }) => elapsedMs(from, now) >= 0 && elapsedMs(now, until) > 0)
  const [last] = inForce.toSorted((a, b) => elapsedMs(a.until, b.until))
  const frozen = last ? { name: last.name, until: last.until } : null
  return { frozen, approvals: approvalsMin, fourEyes: fourEyes === 'demanded' }
}

/** What is served in an environment, as far as anybody who asks could tell: rules, stops, and the values they give. */
function servedText({ variants }: Definition, targeting: FlagTargeting | undefined): string {
  if (!targeting) return ''
  const { state, rules, otherwise, stopped, handStop } = targeting
  const given = [
    otherwise,
    stopped?.variant ?? otherwise,
    handStop?.variant ?? otherwise,
    ...rules.flatMap((rule) =>
      rule.kind === 'serve'
        ? [rule.variant]
        : rule.kind === 'split'
          ? rule.weights.map(([variant]) => variant)
          : [rule.serving.exposedVariant, rule.serving.safeVariant],
    ),
  ]
  const values = Object.fromEntries(given.map((name) => [name, variants[name]]))
  return canonicalJson(asJson({ state, rules, otherwise, stopped, handStop: handStop?.variant ?? null, values }))
}

type Side = { definition: Definition; targeting: FlagTargeting | undefined }

/** Whether somebody who asks could get another answer in this environment; owner, purpose and dates change none. */
export const answersOtherwise = (before: Side, after: Side): boolean =>
  servedText(before.definition, before.targeting) !== servedText(after.definition, after.targeting)

/** Why what an environment serves may not change now; null: it may. Stops are never asked this. */
export function holdRefusal(
  place: { name: string; hold: Hold },
  { now, isSigned }: { now: Instant; isSigned: boolean },
): Refusal | null {
  const { frozen, approvals } = place.hold
  if (frozen)
    return refuse('frozen', frozenWords(place.name, frozen, now), { remedy: `${frozen.name} ends then; ${DOWN}` })
  if (approvals === 0 || isSigned) return null
  return refuse('approval-needed', asksWords(place.name, approvals), { remedy: 'Request approval' })
}

const DOWN = 'Stop exposure is always open'

export const frozenWords = (name: string, { until }: NonNullable<Hold['frozen']>, now: Instant): string =>
  `${name} is frozen until ${shortTime(until, now, 'UTC')} UTC`

export const asksWords = (name: string, approvals: number): string =>
  `${name} asks for ${plural(approvals, 'approval', 'approvals')} before what it serves changes`

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value))
