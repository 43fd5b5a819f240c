import { type Member, type Person } from '@/lib/kernel/actor'
import { type StageId, type UserId } from '@/lib/kernel/id'
import { type Discipline } from '@/lib/kernel/permissions'
import { hours, Instant, instant, toMs } from '@/lib/kernel/time'
import { type Facts } from './facts'
import { type Approval, type Rollout, type Stage } from './model'
import { type MetricEvidence, type Verdict, type VerdictCode } from './schema'

/** Builders of rollouts, verdicts, people and facts for tests; `t` counts minutes from Thursday 02:00 UTC. */
export const t = (min: number): Instant => instant(toMs(Instant.parse('2026-12-17T02:00:00.000Z')) + min * 60_000)

const workspaceId = 'wsp_000000000001'
const person = (n: number, name: string, disciplines: Discipline[]): Person => {
  const id: UserId = `usr_00000000000${n}`
  return { kind: 'person', id, workspaceId, name, role: 'admin', disciplines, via: 'web' }
}
export const maria = person(1, 'Maria', ['product'])
export const ana = person(2, 'Ana', ['product'])
export const sam = person(3, 'Sam', ['engineering', 'data'])
export const careful: Member = { kind: 'policy', id: 'pol_000000000001', workspaceId, name: 'Careful', version: 1 }
export const robot: Member = { kind: 'service', id: 'key_000000000001', workspaceId, name: 'CI', role: 'admin' }
export const system: Member = { kind: 'system', id: 'system', workspaceId, name: 'Soundings' }

export const stageId = (n: number): StageId => `stg_00000000000${n}`

/** Stages of one hour at the given shares, with a wide margin so that safe-so-far may go on. */
export function stagesAt(weights: number[], each: (n: number) => Partial<Stage> = () => ({})): Stage[] {
  return weights.map((weight, position) => ({
    weight,
    minSoak: hours(1),
    disciplines: [],
    minUnits: null,
    margin: 2,
    id: stageId(position + 1),
    position,
    ...each(position + 1),
  }))
}

/** RO-142, a draft of checkout-v2 by Maria with three stages and no sign-offs. */
export function aRollout(change: Partial<Rollout> = {}): Rollout {
  return {
    id: 'rol_000000000142',
    number: 142,
    flagKey: 'checkout-v2',
    environmentKey: 'production',
    authorId: maria.id,
    hypothesis: 'The new checkout completes more orders',
    rollbackPlan: 'Roll back; carts are kept',
    salt: 'salt-142',
    exposedVariant: 'on',
    safeVariant: 'off',
    audience: null,
    holdback: 0,
    policyKey: 'careful',
    stages: stagesAt([1, 25, 100]),
    guardrails: [
      { metric: 'payment_errors', critical: true, limit: null },
      { metric: 'p95', critical: false, limit: null },
    ],
    goals: [],
    state: { kind: 'draft' },
    version: 7,
    startedAt: null,
    stageSince: null,
    enteredAt: null,
    approvals: [],
    declined: null,
    risks: [],
    verdict: null,
    latched: false,
    answered: null,
    policyActedAt: null,
    ...change,
  }
}

/** The same, running at stage `n` since minute 0. */
export function running(n: number, change: Partial<Rollout> = {}): Rollout {
  const at = t(0)
  const state = { kind: 'running', stageId: stageId(n), since: at } as const
  return aRollout({ state, startedAt: at, stageSince: at, enteredAt: at, ...change })
}

export function aVerdict(code: VerdictCode, change: Partial<Verdict> = {}): Verdict {
  const harmful = code === 'harmful' || code === 'harmful-for-segment'
  return {
    code,
    since: t(1),
    at: t(1),
    logE: harmful ? 4 : 0,
    logG: harmful ? 4 : 0,
    drivers: harmful || code === 'close-to-limit' ? ['payment_errors'] : [],
    alsoHolds: [],
    cause: code === 'comparison-broken' ? 'old-data' : null,
    metrics: [paymentErrors],
    srm: { logE: 0, exposed: 1940, baseline: 5820, expectedShare: 0.25, level: 'ok' },
    data: { lastEventAt: t(1), ageS: 2, crossed: 0 },
    eta: null,
    unitsExposed: 1940,
    unitsBaseline: 5820,
    enough: code !== 'too-early' && code !== 'cannot-tell',
    watermark: '1',
    inputHash: 'hash',
    ...change,
  }
}

const paymentErrors: MetricEvidence = {
  key: 'payment_errors',
  name: 'Payment errors',
  unit: 'payments',
  direction: 'lower',
  role: 'guardrail',
  code: 'safe-so-far',
  weight: 0.75,
  exposed: { units: 1940, events: 17, rate: 0.009 },
  baseline: { units: 5820, events: 17, rate: 0.003 },
  difference: { estimate: 0.006, low: 0.003, high: 0.009 },
  limit: 0.003,
  ratioLimit: 2,
  baselineFrozen: 0.003,
  baselineMoved: false,
  logE0: 0,
  logEm: 0,
  logProceed: 0,
  since: null,
  resolution: 0.003,
}

/** Sam looks at minute 2; four eyes, no freeze, nothing demanded by the environment. */
export function facts(change: Partial<Facts> = {}): Facts {
  return {
    now: t(2),
    actor: sam,
    fourEyes: true,
    freeze: null,
    approvalsMin: 0,
    autoAdvance: null,
    versions: { policy: 1, metrics: { payment_errors: 1 } },
    people: 5900,
    last: null,
    liveRollout: null,
    notReady: [],
    propagation: null,
    ...change,
  }
}

/** A sign-off of a stage for the given evidence. */
export function anApproval(stage: number, by: Person, evidenceHash: string, change: Partial<Approval> = {}): Approval {
  const { id, name, disciplines } = by
  const given = { stageId: stageId(stage), by: id, name, disciplines, at: t(1), evidenceHash }
  return { ...given, note: '', expiredAt: null, ...change }
}
