import { z } from 'zod'

/** What an item is, exactly one of these. */
export const FeedbackType = z.enum(['bug', 'feature_request', 'usability', 'praise', 'question', 'other'])
export type FeedbackType = z.infer<typeof FeedbackType>

/** Tags that a workspace begins with; it may add, rename and switch off. Keys are stable. */
export const DEFAULT_TAGS = [
  'bug',
  'crash',
  'slow',
  'confusing',
  'ui',
  'functionality',
  'billing',
  'login',
  'data-loss',
  'security',
  'accessibility',
  'content',
  'praise',
  'question',
] as const

export const TagKey = z
  .string()
  .max(40)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'A tag is small letters, digits and dashes.')

export const SentimentLabel = z.enum(['negative', 'neutral', 'positive'])
export type SentimentLabel = z.infer<typeof SentimentLabel>

/** Baseline never includes `unknown`; `mixed` met both arms within 72 hours. */
export const Cohort = z.enum(['exposed', 'baseline', 'mixed', 'unknown'])
export type Cohort = z.infer<typeof Cohort>

export const StateKind = z.enum([
  'new',
  'triaged',
  'in_progress',
  'waiting',
  'done',
  'closed',
  'duplicate',
  'declined',
  'spam',
])
export type StateKind = z.infer<typeof StateKind>

export const DoneOutcome = z.enum(['answered', 'fixed', 'shipped', 'known', 'no-action'])
export const Priority = z.enum(['urgent', 'high', 'normal', 'low'])

export const Channel = z
  .string()
  .max(40)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'A channel is small letters, digits and dashes.')

/** One line of an additive reason: the lines and the start sum to the logit. `span` is [from, to) in the text. */
export const Because = z.object({
  what: z.string(),
  weight: z.number(),
  source: z.enum(['rule', 'lexicon', 'model', 'start', 'person', 'assistant']),
  span: z.tuple([z.int(), z.int()]).nullable(),
})
export type Because = z.infer<typeof Because>

/** Pictures that browsers make and show without harm; no drawing with scripts in it, such as SVG. */
export const PictureType = z.enum(['image/png', 'image/jpeg', 'image/webp'])
export type PictureType = z.infer<typeof PictureType>
