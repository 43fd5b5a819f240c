import { z } from 'zod'
import { LearningId, RolloutId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { StateKind } from './schema-view'

const Text = z.string().trim().max(4000)

/** What a rollout was hoped to do, what it did, and what stays true beyond it. */
export const Review = z.strictObject({
  expected: Text.min(1, { error: 'Say what you expected.' }),
  observed: Text.min(1, { error: 'Say what you saw.' }),
  good: Text.default(''),
  unintended: Text.default(''),
  quotes: z.array(z.string().trim().min(1).max(500)).max(10).default([]),
  /** The claim others can use; empty: nothing to learn from it. */
  learning: z.string().trim().max(300).default(''),
  holdsFor: z.string().trim().max(300).default(''),
  confidence: z.enum(['sure', 'likely', 'hunch']).default('likely'),
  /** When to ask whether the learning is still true. */
  checkBy: z.iso.date().nullable().default(null),
  /** When the flag is to be gone from code. */
  flagEndsOn: z.iso.date().nullable().default(null),
})
export type Review = z.infer<typeof Review>

export const WriteReviewInput = Review.extend({
  rolloutId: RolloutId,
  /** Of the review as it was read; 0: there was none. */
  expectedVersion: z.int().min(0),
})
export type WriteReviewInput = z.infer<typeof WriteReviewInput>

export const ReviewView = Review.extend({
  version: z.int(),
  author: z.string(),
  updatedAt: Instant,
  /** LRN-9, when the review has a learning. */
  learningName: z.string().nullable(),
})
export type ReviewView = z.infer<typeof ReviewView>

export const LearningView = z.object({
  id: LearningId,
  name: z.string(), // LRN-9
  claim: z.string(),
  effect: z.string(),
  holdsFor: z.string(),
  confidence: Review.shape.confidence,
  checkBy: z.string().nullable(),
  rollout: z.string(),
  flag: z.string(),
  state: StateKind,
  author: z.string(),
  at: Instant,
})
export type LearningView = z.infer<typeof LearningView>

const CommentText = z.string().trim().min(1, { error: 'Write something first.' }).max(2000)
export const CommentInput = z.strictObject({ rolloutId: RolloutId, text: CommentText })
export type CommentInput = z.infer<typeof CommentInput>

/** A note on the chart, at a moment that has been. */
export const AnnotateInput = CommentInput.extend({ at: Instant })
export type AnnotateInput = z.infer<typeof AnnotateInput>
