import { z } from 'zod'
import { RolloutId, StageId } from '@/lib/kernel/id'
import { Discipline } from '@/lib/kernel/permissions'
import { Instant } from '@/lib/kernel/time'
import { Brief } from './schema-draft'
import { GuardrailSpec, StageSpec, Verb, Version } from './schema-input'
import { MetricEvidence, Verdict, VerdictCode } from './schema-verdict'

export const StateKind = z.enum([
  'draft',
  'awaiting-approval',
  'running',
  'holding',
  'paused',
  'stopped',
  'rolling-back',
  'rolled-back',
  'finished',
  'abandoned',
])
export type StateKind = z.infer<typeof StateKind>

export const GateKind = z.enum([
  'guardrails',
  'enough-data',
  'data-health',
  'even-split',
  'soak',
  'approvals',
  'freeze',
])
export type GateKind = z.infer<typeof GateKind>
/** A question whose answer is met, failing, waiting or blind. */
export const GateView = z.object({
  kind: GateKind,
  state: z.enum(['met', 'failing', 'waiting', 'blind', 'accepted']),
  label: z.string(),
  why: z.string(),
})
export type GateView = z.infer<typeof GateView>

/** What sign-offs bind to: verdict code, gate states, target share, versions; never a measured value (ux §2.4). */
export const Evidence = z.object({
  rollout: z.string(),
  target: z.object({ stage: z.string(), share: z.int() }).nullable(),
  verdict: VerdictCode.nullable(),
  gates: z.array(z.tuple([GateKind, GateView.shape.state])),
  policy: z.tuple([z.string(), z.int()]),
  metrics: z.record(z.string(), z.int()),
})
export type Evidence = z.infer<typeof Evidence>

/** One of the fifteen questions before Start. `fix` names the form that answers it. */
export const ReadinessCheck = z.object({
  key: z.enum([
    'hypothesis',
    'owner',
    'metrics-arriving',
    'exposure-arriving',
    'harm-limits',
    'alerts',
    'rollback-tested',
    'reversible',
    'instrumentation',
    'earlier-rules',
    'sign-offs',
    'incidents',
    'error-budget',
    'freeze',
    'overlap',
  ]),
  state: z.enum(['ok', 'caution', 'block', 'unknown']),
  label: z.string(),
  value: z.string(),
  fix: z
    .enum(['why', 'who', 'how', 'safety', 'approval', 'telemetry', 'flag', 'incidents', 'freezes', 'guide'])
    .nullable(),
})
export type ReadinessCheck = z.infer<typeof ReadinessCheck>

export const DecidedByView = z.object({
  kind: z.enum(['person', 'service', 'policy', 'system']),
  id: z.string(),
  name: z.string(),
})

export const DecisionView = z.object({
  id: z.string(),
  number: z.int(),
  verb: Verb.or(z.enum(['create', 'edit', 'confirm'])),
  at: Instant,
  by: DecidedByView,
  sentence: z.string(),
  note: z.string(),
  verdictCode: VerdictCode.nullable(),
})
export type DecisionView = z.infer<typeof DecisionView>

/** One verb for one viewer now: what button, key and API agree on. */
export const VerbView = z.object({
  verb: Verb,
  enabled: z.boolean(),
  shown: z.boolean(),
  reason: z.string().nullable(),
  confirm: z.boolean(),
})
export type VerbView = z.infer<typeof VerbView>

export const Propagation = z.object({
  revision: z.int(),
  at: Instant,
  seen: z.int(),
  confirmed: z.int(),
  p95S: z.number().nullable(),
  unconfirmed: z.array(
    z.object({
      id: z.string(),
      service: z.string().nullable(),
      version: z.string().nullable(),
      revision: z.int(),
      seenAt: Instant,
    }),
  ),
  silent: z.int(),
  done: z.boolean(),
})
export type Propagation = z.infer<typeof Propagation>

export const StageView = StageSpec.extend({
  id: StageId,
  position: z.int(),
  state: z.enum(['done', 'now', 'next', 'later']),
})
export type StageView = z.infer<typeof StageView>

/** The new signal: whether what hurt people stopped. Counts of one metric's events, whoever they happened to. */
export const Recovery = z.object({ metric: z.string(), name: z.string(), before: z.int(), now: z.int(), at: Instant })
export type Recovery = z.infer<typeof Recovery>

/** Everything the rollout page and `GET /api/v1/rollouts/{id}` show. */
export const RolloutView = z.object({
  id: RolloutId,
  name: z.string(), // RO-142
  flag: z.string(),
  environment: z.string(),
  environmentName: z.string(),
  author: z.string(),
  owner: z.string(),
  hypothesis: z.string(),
  rollbackPlan: z.string(),
  policy: z.object({ key: z.string(), version: z.int() }),
  brief: Brief.nullable(),
  guardrails: z.array(GuardrailSpec),
  goals: z.array(z.string()),
  /** The audience in words. */
  audience: z.string(),
  holdback: z.number(),
  state: StateKind,
  stateSentence: z.string(),
  version: Version,
  /** Exposed share now, in percent. */
  weight: z.number(),
  /** 1-based number of the present stage; 0 before the first. */
  stage: z.int(),
  stages: z.array(StageView),
  startedAt: Instant.nullable(),
  stageSince: Instant.nullable(),
  next: z.object({ weight: z.number().nullable(), when: z.string() }),
  verdict: Verdict.nullable(),
  latched: z.boolean(),
  gates: z.array(GateView),
  approvals: z.array(
    z.object({
      name: z.string(),
      disciplines: z.array(Discipline),
      at: Instant,
      note: z.string(),
      expired: z.boolean(),
    }),
  ),
  /** Disciplines that the next stage demands, signed or not. */
  approvalsNeeded: z.array(Discipline),
  evidenceHash: z.string(),
  /** What the sign-offs that were asked for or given no longer rest on, in words. */
  changed: z.array(z.string()),
  /** The fifteen checks; null once people have had it. */
  readiness: z.array(ReadinessCheck).nullable(),
  /** Whether an ended rollout has its review. */
  reviewed: z.boolean(),
  /** The stage that an approval would be for. */
  approvalStageId: StageId.nullable(),
  risks: z.array(z.object({ what: z.string(), by: z.string(), at: Instant, until: Instant, reason: z.string() })),
  /** The decision that can be undone now, and until when. */
  undo: z.object({ decisionId: z.string(), verb: Verb, until: Instant }).nullable(),
  lastDecision: DecisionView.nullable(),
  /** After exposure was taken away: what the driver counted in the minute before, and in the last full minute. */
  recovery: Recovery.nullable(),
  propagation: Propagation.nullable(),
  propagationS: z.number().nullable(),
  peopleExposed: z.int(),
  now: Instant,
  /** Why the viewer may not edit or comment; null: they may. */
  rights: z.object({ edit: z.string().nullable(), comment: z.string().nullable() }),
  /** What the viewer may do; absent for API keys. */
  verbs: z.array(VerbView),
})
export type RolloutView = z.infer<typeof RolloutView>

/** A row of the rollouts list: exposure now → next → when. */
export const RolloutRow = RolloutView.pick({
  id: true,
  name: true,
  flag: true,
  environment: true,
  environmentName: true,
  owner: true,
  state: true,
  stateSentence: true,
  version: true,
  weight: true,
  stage: true,
  next: true,
}).extend({
  stagesTotal: z.int(),
  verdictCode: VerdictCode.nullable(),
  gatesMet: z.int(),
  gatesTotal: z.int(),
  awaitingSince: Instant.nullable(),
  /** The viewer could approve it now. */
  awaitsViewer: z.boolean(),
})
export type RolloutRow = z.infer<typeof RolloutRow>

/** Series behind the difference chart of one metric: one point per evaluation kept. */
export const CohortSeries = z.object({
  metric: MetricEvidence,
  points: z.array(
    z.object({
      at: Instant,
      exposed: z.number().nullable(),
      baseline: z.number().nullable(),
      exposedUnits: z.int(),
      baselineUnits: z.int(),
      exposedEvents: z.int(),
      baselineEvents: z.int(),
      difference: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      share: z.number(),
    }),
  ),
  from: Instant,
  to: Instant,
  method: z.string(),
})
export type CohortSeries = z.infer<typeof CohortSeries>

export const RolloutEventView = z.object({
  id: z.string(),
  kind: z.string(),
  at: Instant,
  by: DecidedByView.nullable(),
  title: z.string(),
  note: z.string(),
})
export type RolloutEventView = z.infer<typeof RolloutEventView>
