import { z } from 'zod'
import { Condition, Key } from '@/lib/flags/core/schema'
import { RolloutId, StageId } from '@/lib/kernel/id'
import { Discipline } from '@/lib/kernel/permissions'
import { Duration, Instant } from '@/lib/kernel/time'
import { Brief } from './schema-draft'

export const VERBS = [
  'request-approval',
  'start',
  'approve',
  'decline',
  'pause',
  'keep-paused',
  'resume',
  'advance',
  'accept-risk',
  'stop',
  'roll-back',
  'finish',
  'abandon',
  'undo',
] as const
export const Verb = z.enum(VERBS)
export type Verb = z.infer<typeof Verb>

/** A stage as people write it: share in percent with at most three decimals. */
export const StageSpec = z.strictObject({
  weight: z
    .number()
    .min(0.001)
    .max(100)
    .refine((w) => Number.isInteger(Math.round(w * 1e6) / 1e3), { error: 'at most three decimals' }),
  minSoak: Duration,
  /** Sign-offs that this stage demands before it begins; empty: none. */
  disciplines: z.array(Discipline).max(3),
  /** Extra exposed people that this stage waits for; null: what the stage margin needs. */
  minUnits: z.int().min(0).max(1e9).nullable(),
  /** Widest harm, as a multiple of the metric's limit, that this stage may leave not ruled out (statistics.md §2f). */
  margin: z.number().min(1).max(100).nullable(),
})
export type StageSpec = z.infer<typeof StageSpec>

export const GuardrailSpec = z.strictObject({
  metric: Key,
  critical: z.boolean(),
  /** Overrides the metric's own harm limit for this rollout; null: the metric's. */
  limit: z.number().positive().nullable(),
})
export type GuardrailSpec = z.infer<typeof GuardrailSpec>

const Note = z.string().trim().max(2000)
export const Version = z.int().min(0)

/** Body of `POST /api/v1/rollouts`; short forms are filled in by the schema. */
export const CreateRolloutInput = z.strictObject({
  flag: Key,
  environment: Key,
  hypothesis: z.string().trim().min(1).max(2000),
  rollbackPlan: z.string().trim().min(1).max(2000),
  policy: Key.default('careful'),
  stages: z
    .array(
      z.strictObject({
        weight: StageSpec.shape.weight,
        minSoak: Duration.optional(),
        disciplines: StageSpec.shape.disciplines.optional(),
        minUnits: StageSpec.shape.minUnits.optional(),
        margin: StageSpec.shape.margin.optional(),
        gates: z
          .strictObject({ minUnits: StageSpec.shape.minUnits.optional(), margin: StageSpec.shape.margin.optional() })
          .optional(),
      }),
    )
    .min(1)
    .max(20),
  guardrails: z
    .array(
      z.union([
        Key,
        z.strictObject({
          metric: Key,
          critical: z.boolean().optional(),
          weight: z.number().positive().optional(),
          limit: z.number().positive().optional(),
        }),
      ]),
    )
    .min(1)
    .max(20),
  goals: z.array(Key).max(10).default([]),
  audience: Condition.nullable().default(null),
  exposedVariant: z.string().max(50).optional(),
  safeVariant: z.string().max(50).optional(),
  /** Percent kept on the safe variant at the last stage. */
  holdback: z.number().min(0).max(5).default(0),
  /** Objective, acceptance and what was declared about the way back; left out: nobody was asked. */
  brief: Brief.nullable().default(null),
})
export type CreateRolloutInput = z.infer<typeof CreateRolloutInput>

const written = CreateRolloutInput.shape
/** Body of `PATCH /api/v1/rollouts/{id}`: what is left out stays. `stages` is the whole list, also for later stages. */
export const EditRolloutInput = z.strictObject({
  rolloutId: RolloutId,
  expectedVersion: Version.optional(),
  hypothesis: written.hypothesis.optional(),
  rollbackPlan: written.rollbackPlan.optional(),
  policy: Key.optional(),
  stages: written.stages.optional(),
  guardrails: written.guardrails.optional(),
  goals: written.goals.unwrap().optional(),
  audience: Condition.nullable().optional(),
  exposedVariant: written.exposedVariant,
  safeVariant: written.safeVariant,
  holdback: written.holdback.unwrap().optional(),
  brief: Brief.optional(),
})
export type EditRolloutInput = z.infer<typeof EditRolloutInput>

/** Input of every verb. Protective verbs ignore `expectedVersion`; the command says which fields it demands. */
export const VerbInput = z.strictObject({
  rolloutId: RolloutId,
  expectedVersion: Version.optional(),
  note: Note.optional(),
  stageId: StageId.optional(),
  /** approve: the evidence the approver saw. */
  evidenceHash: z.string().max(100).optional(),
  /** accept-risk: which gate or guardrail, and until when. */
  what: z.string().max(100).optional(),
  until: Instant.optional(),
})
export type VerbInput = z.infer<typeof VerbInput>
