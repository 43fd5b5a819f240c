import { z } from 'zod'
import { RolloutDraftId } from '@/lib/kernel/id'
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
