import { z } from 'zod'
import { Condition } from '@/lib/flags/core/schema'
import { RolloutDraftId, RolloutId } from '@/lib/kernel/id'
import { Discipline } from '@/lib/kernel/permissions'
import { Instant } from '@/lib/kernel/time'
import { type DiffLine } from './plan-words'
import { type Representative } from './representative'
import { type LearningView } from './schema-review'
import { type ReadinessCheck } from './schema-view'

const Short = z.string().max(100)
const Long = z.string().max(2000)

/** What people wrote so far, as they wrote it: half a number is kept too, and said to be one at the end. */
export const DraftForm = z.strictObject({
  flag: Short,
  environment: Short,
  exposedVariant: Short,
  /** "We believe … for … will …, because …" */
  change: z.string().max(300),
  people: z.string().max(200),
  effect: z.string().max(300),
  because: z.string().max(500),
  /** A hypothesis in one's own words wins over the sentence. */
  hypothesis: Long,
  objective: z.string().max(1000),
  acceptance: Long,
  audience: z.enum(['everybody', 'segment', 'attribute', 'kept']),
  segment: Short,
  attribute: Short,
  attributeValues: z.string().max(500),
  /** A rule that this form cannot write; kept as it is. */
  kept: Condition.nullable(),
  excluded: z.array(Short).max(20),
  /** Attribute that says a person opted in; empty: everybody in the audience may get it. */
  consent: Short,
  minExposure: Short,
  preset: z.enum(['careful', 'standard', 'fast', 'own']),
  stages: z
    .array(
      z.strictObject({
        weight: Short,
        soakH: Short,
        minUnits: Short,
        margin: Short,
        disciplines: z.array(Discipline).max(3),
      }),
    )
    .max(20),
  holdback: Short,
  policy: Short,
  /** An own limit is per 1,000 people; of a mean, ratio or quantile it is in its `unit`. */
  guardrails: z
    .array(z.strictObject({ metric: Short, critical: z.boolean(), limit: Short, unit: Short.optional() }))
    .max(20),
  goals: z.array(Short).max(10),
  rollbackPlan: Long,
  reversible: z.enum(['', 'yes', 'no']),
  lost: z.string().max(1000),
  escalation: z.string().max(1000),
  onCall: z.string().max(200),
  playbook: z.string().max(500).optional(),
  overlapsSeen: z.boolean(),
})
export type DraftForm = z.infer<typeof DraftForm>
export type DraftStage = DraftForm['stages'][number]

/** `draftId` null: a new draft. `rolloutId`: the draft rollout that is being written anew. */
export const SaveDraftInput = z.strictObject({
  draftId: RolloutDraftId.nullable(),
  expectedVersion: z.int().min(0).optional(),
  rolloutId: RolloutId.nullable().default(null),
  form: DraftForm,
})
export type SaveDraftInput = z.infer<typeof SaveDraftInput>

export const DiscardDraftInput = z.strictObject({ draftId: RolloutDraftId })
export type DiscardDraftInput = z.infer<typeof DiscardDraftInput>

/** `expectedVersion` of the draft, so that what was read is what becomes the rollout. */
export const FinishDraftInput = z.strictObject({ draftId: RolloutDraftId, expectedVersion: z.int().min(0) })
export type FinishDraftInput = z.infer<typeof FinishDraftInput>

export const DraftView = z.object({
  id: RolloutDraftId,
  version: z.int(),
  rolloutId: RolloutId.nullable(),
  /** RO-142, of a draft that writes a rollout anew. */
  rollout: z.string().nullable(),
  author: z.string(),
  form: DraftForm,
  updatedAt: Instant,
})
export type DraftView = z.infer<typeof DraftView>

/** The plan's words beside its numbers; absent on rollouts that a program created without it. */
export const Brief = z.strictObject({
  objective: z.string().trim().max(1000).default(''),
  acceptance: z.string().trim().max(2000).default(''),
  /** Whether rolling back loses nothing; null: nobody has said so yet. */
  reversible: z.boolean().nullable().default(null),
  /** What is lost when it is rolled back. */
  lost: z.string().trim().max(1000).default(''),
  escalation: z.string().trim().max(1000).default(''),
  onCall: z.string().trim().max(200).default(''),
  /** Where the steps for a bad day stand. */
  playbook: z
    .string()
    .trim()
    .max(500)
    .regex(/^(?:https?:\/\/\S+)?$/i, { error: 'An address that begins with https:// or http://' })
    .optional(),
  /** Somebody looked at the rollouts that run beside it. */
  overlapsSeen: z.boolean().default(false),
})
export type Brief = z.infer<typeof Brief>

export const DRAFT_PARTS = ['why', 'who', 'how', 'safety', 'review'] as const
export type DraftPart = (typeof DRAFT_PARTS)[number]

/** Everything that can be said about a draft before it is a rollout; what `GET /api/v1/rollouts/drafts/{id}` answers. */
export type DraftCheck = {
  draft: { id: RolloutDraftId; version: number }
  problems: DraftProblem[]
  readiness: ReadinessCheck[]
  /** One sentence a stage: how many people, and how soon harm shows. */
  shows: string[]
  representative: Representative | null
  earlier: { word: string; learnings: LearningView[] } | null
  paragraph: string
  diff: DiffLine[]
}

/** What keeps a draft from becoming a rollout; `field` is the control it is about. */
export type DraftProblem = { part: DraftPart; field: string; message: string }
