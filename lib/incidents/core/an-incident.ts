import { type Person } from '@/lib/kernel/actor'
import { type Instant } from '@/lib/kernel/time'
import { type Facts } from './facts'
import { type Incident } from './model'

/** Builders for tests. */
export const at = (clock: string): Instant => `2026-12-17T${clock}.000Z` as Instant

export const sam: Person = {
  kind: 'person',
  id: 'usr_00000000sam0',
  workspaceId: 'wsp_000000000001',
  name: 'Sam',
  role: 'on-call',
  disciplines: [],
  via: 'web',
}

export const facts = (more: Partial<Facts> = {}): Facts => ({ now: at('03:14:00'), actor: sam, last: null, ...more })

export function anIncident(more: Partial<Incident> = {}): Incident {
  return {
    id: 'inc_000000000037',
    number: 37,
    title: 'Payments fail',
    severity: 'SEV1',
    state: 'triage',
    environmentId: 'env_000000000001',
    service: 'payments-api',
    services: ['payments-api'],
    rollouts: ['rol_000000000142'],
    origin: 'gate',
    isDrill: false,
    dedupeKey: 'env_000000000001/rollout/rol_000000000142',
    summary: '',
    lead: null,
    milestones: { impact_started: at('02:55:00'), detected: at('03:02:00') },
    acknowledgedBy: null,
    stopped: null,
    mergedInto: null,
    beforeMerge: null,
    follows: null,
    openedAt: at('03:12:00'),
    resolvedAt: null,
    version: 1,
    ...more,
  }
}
