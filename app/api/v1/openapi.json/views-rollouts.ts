import { z } from 'zod'
import { RolloutDraftId } from '@/lib/kernel/id'
import { type PlanPreview } from '@/lib/rollouts/core/plan-preview'
import { DRAFT_PARTS, LearningView, ReadinessCheck, type DraftCheck as Check } from '@/lib/rollouts/core/schema'

const Representative = z.discriminatedUnion('known', [
  z.object({ known: z.literal(false), why: z.string() }),
  z.object({
    known: z.literal(true),
    people: z.int(),
    inAudience: z.int(),
    rows: z.array(z.object({ trait: z.string(), value: z.string(), audience: z.number(), everybody: z.number() })),
    unknownTraits: z.array(z.string()),
  }),
])

/** What can be said about a draft before it is a rollout. */
export const DraftCheck: z.ZodType<Check> = z.object({
  draft: z.object({ id: RolloutDraftId, version: z.int() }),
  problems: z.array(z.object({ part: z.enum(DRAFT_PARTS), field: z.string(), message: z.string() })),
  readiness: z.array(ReadinessCheck),
  shows: z.array(z.string()),
  representative: Representative.nullable(),
  earlier: z.object({ word: z.string(), learnings: z.array(LearningView) }).nullable(),
  paragraph: z.string(),
  diff: z.array(z.object({ sign: z.enum([' ', '+', '-']), text: z.string() })),
})

const count = z.int().min(0)
/** Whom a draft would have reached on the days behind us. */
export const DraftPreview = z.object({
  preview: z.discriminatedUnion('known', [
    z.object({ known: z.literal(false), why: z.string() }),
    z.object({
      known: z.literal(true),
      of: z.enum(['flag', 'any-flag']),
      days: count,
      asked: count,
      usual: count,
      least: count,
      most: count,
      comes: count,
      earlier: z.array(z.object({ line: z.string(), people: count })),
      outside: count,
      stages: z.array(z.object({ weight: z.number(), exposed: count, baseline: count })),
      unknown: z.array(z.string()),
    }),
  ]) satisfies z.ZodType<PlanPreview>,
})
