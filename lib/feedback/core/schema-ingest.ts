import { z } from 'zod'
import { AttachmentId, FeedbackItemId } from '@/lib/kernel/id'
import { Channel, PictureType } from './schema-words'

/** Why an item was not taken: a closed set, counted. */
export const ItemRefusal = z.enum([
  'not-an-object',
  'no-text',
  'text-too-long',
  'bad-text',
  'bad-channel',
  'bad-external-id',
  'bad-unit',
  'bad-email',
  'bad-score',
  'bad-time',
  'bad-attributes',
  'bad-consent',
  'bad-attachments',
  'duplicate-id',
  'too-many-items',
  'source-paused',
  'empty-line',
  'malformed',
])
export type ItemRefusal = z.infer<typeof ItemRefusal>

export const IngestItemAnswer = z.object({
  index: z.int(),
  status: z.enum(['created', 'duplicate', 'rejected']),
  id: FeedbackItemId.nullable(),
  name: z.string().nullable(),
  code: ItemRefusal.nullable(),
  message: z.string().nullable(),
  /** What was sent and not kept: members that nobody knows, and pictures that are not there or belong to another item. */
  ignored: z.array(z.string()),
})
export type IngestItemAnswer = z.infer<typeof IngestItemAnswer>

export const IngestAnswer = z.object({
  created: z.int(),
  duplicate: z.int(),
  rejected: z.int(),
  items: z.array(IngestItemAnswer),
})
export type IngestAnswer = z.infer<typeof IngestAnswer>

/** One item after its shape was checked; texts are clean of NUL and lone surrogates, and not masked yet. */
export const IncomingItem = z.object({
  externalId: z.string().nullable(),
  channel: Channel,
  text: z.string(),
  subject: z.string().nullable(),
  /** As the sender knows the person; pseudonymised before it is stored. */
  unit: z.string().nullable(),
  email: z.string().nullable(),
  /** Unix ms; null: now. */
  occurredMs: z.number().nullable(),
  scores: z.array(
    z.object({
      kind: z.enum(['stars', 'nps', 'csat', 'ces']),
      value: z.number(),
      min: z.number(),
      max: z.number(),
      highIsGood: z.boolean(),
    }),
  ),
  consent: z.array(z.object({ purpose: z.enum(['reply', 'quote', 'session', 'prompts']), granted: z.boolean() })),
  /** What they were told when they agreed; null: the sender does not say. */
  consentText: z.string().nullable(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** The external id of the item, or of a message, that this answers. */
  inReplyTo: z.string().nullable(),
  /** Pictures that were sent before it. */
  attachments: z.array(AttachmentId),
  ignored: z.array(z.string()),
})
export type IncomingItem = z.infer<typeof IncomingItem>

/** Of one item. */
export const ATTACHMENTS_MAX = 3

/** A picture that waits for its item. */
export const AttachmentAnswer = z.object({
  id: AttachmentId,
  mediaType: PictureType,
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
})
export type AttachmentAnswer = z.infer<typeof AttachmentAnswer>

export type Score = IncomingItem['scores'][number]
