import { type EnvironmentId, type IncidentId, type RolloutId } from '@/lib/kernel/id'
import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { type Incident } from './model'
import { type Severity } from './schema'
import { FLAPPING_MS, isOpen, REOPEN_MS } from './states'

/** What wants an incident: something that a machine saw. */
export type Trigger = {
  environmentId: EnvironmentId | null
  cause: { kind: 'rollout'; rolloutId: RolloutId } | { kind: 'alert'; service: string; fingerprint: string }
  at: Instant
}

export const keyOf = ({ environmentId, cause }: Trigger): string =>
  cause.kind === 'rollout'
    ? `${environmentId ?? '-'}/rollout/${cause.rolloutId}`
    : `${environmentId ?? '-'}/service/${cause.service}/${cause.fingerprint}`

export type Joining =
  | { kind: 'join'; id: IncidentId; joins: 'cause' | 'service' }
  | { kind: 'reopen'; id: IncidentId }
  | { kind: 'open'; follows: IncidentId | null }

/**
 * One open incident for a cause. In this order: the one with this very cause, the one that resolved less than 15 minutes
 * ago (flapping), the one that the same service or rollout already has, else a new one, which names the old one.
 * @param known incidents of this environment, the newest first
 */
export function joining(trigger: Trigger, known: readonly Incident[]): Joining {
  const key = keyOf(trigger)
  const here = known.filter(({ environmentId }) => environmentId === trigger.environmentId)
  const open = here.filter(({ state }) => isOpen(state))
  const same = open.find(({ dedupeKey }) => dedupeKey === key)
  if (same) return { kind: 'join', id: same.id, joins: 'cause' }
  const over = here.find(({ dedupeKey, state }) => dedupeKey === key && state === 'resolved')
  const sinceMs = over?.resolvedAt ? elapsedMs(over.resolvedAt, trigger.at) : Infinity
  if (over && sinceMs <= FLAPPING_MS) return { kind: 'reopen', id: over.id }
  const related = open.find((incident) => touches(incident, trigger))
  if (related) return { kind: 'join', id: related.id, joins: 'service' }
  return { kind: 'open', follows: over && sinceMs <= 30 * REOPEN_MS ? over.id : null }
}

function touches(incident: Incident, { cause }: Trigger): boolean {
  return cause.kind === 'rollout'
    ? incident.rollouts.includes(cause.rolloutId)
    : incident.service === cause.service || incident.services.includes(cause.service)
}

/** What the gate proposes: money, data, safety or more than 5% of the exposed harmed is SEV1. People set it. */
export function proposedSeverity(harm: { critical: boolean; rate: number | null }): Severity {
  return harm.critical || (harm.rate ?? 0) > 0.05 ? 'SEV1' : 'SEV2'
}

/** SEV1 and SEV2 page at once and stand in the strip. */
export const isLoud = (severity: Severity): boolean => severity === 'SEV1' || severity === 'SEV2'
