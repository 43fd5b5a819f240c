import { z } from 'zod'
import { ATTACHMENTS_MAX, Channel, PictureType } from '@/lib/feedback/core/schema'
import { AttachmentId, FeedbackItemId, PersonId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'

const Scalar = z.union([z.string(), z.number(), z.boolean()])

/** An original as it came, before masking. */
export const RevealedItem = z.object({
  messages: z.array(z.object({ text: z.string(), subject: z.string().nullable(), email: z.string().nullable() })),
  /** Pictures at addresses that show them for five minutes. */
  attachments: z.array(z.object({ id: AttachmentId, address: z.string() })),
})

/** All that is kept of a person who wrote. */
export const PersonExport = z.object({
  personId: PersonId,
  identities: z.array(z.object({ kind: z.string(), value: z.string().nullable() })),
  consents: z.array(
    z.object({ purpose: z.string(), granted: z.boolean(), source: z.string(), wording: z.string(), at: Instant }),
  ),
  items: z.array(
    z.object({
      id: FeedbackItemId,
      name: z.string(),
      channel: z.string(),
      occurredAt: Instant,
      text: z.string(),
      subject: z.string().nullable(),
      context: z.record(z.string(), Scalar),
      original: z.array(z.string().nullable()),
      messages: z.array(z.object({ direction: z.string(), text: z.string(), at: Instant })),
      attachments: z.array(z.object({ mediaType: PictureType, address: z.string(), base64: z.string().nullable() })),
      exposure: z.array(z.object({ flagKey: z.string(), variant: z.string(), cohort: z.string() })),
    }),
  ),
})

/** The words of the workspace's privacy settings; empty while nobody wrote any. */
export const ConsentTold = z.object({ text: z.string(), version: z.int() })

/** One thing that somebody said, as a sender writes it; the door reads it member by member. */
export const FeedbackSent = z.object({
  text: z.string().max(100_000).optional(),
  externalId: z.string().min(1).max(200).optional(),
  channel: Channel.optional(),
  subject: z.string().optional(),
  /** As flags know the person. */
  unit: z.string().min(1).max(256).optional(),
  email: z.string().optional(),
  rating: z.number().min(1).max(5).optional(),
  nps: z.number().min(0).max(10).optional(),
  csat: z.number().min(1).max(5).optional(),
  ces: z.number().min(1).max(7).optional(),
  consent: z.union([z.boolean(), z.record(z.string(), z.boolean())]).optional(),
  /** What was shown to them; left out, it is what the workspace's settings say. */
  consentText: z.string().max(2000).optional(),
  attributes: z.record(z.string(), Scalar).optional(),
  context: z.record(z.string(), Scalar).optional(),
  occurredAt: z.union([z.iso.datetime({ offset: true }), z.number()]).optional(),
  inReplyTo: z.string().optional(),
  /** Ids of pictures that were sent before. */
  attachments: z.array(AttachmentId).max(ATTACHMENTS_MAX).optional(),
})
