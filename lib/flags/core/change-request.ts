import { z } from 'zod'
import type { Member } from '@/lib/kernel/actor'
import type { Json } from '@/lib/kernel/hash'
import { ChangeRequestId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'

/** A change that waits for approval, and what became of it. */
export const ChangeState = z.enum(['waiting', 'done', 'declined', 'withdrawn', 'outdated'])
export type ChangeState = z.infer<typeof ChangeState>

const Line = z.object({ kind: z.enum(['gone', 'new', 'same']), text: z.string() })
/** What a change does, as it was told to whoever signs. */
export const ToldChange = z.object({
  fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
  environments: z.array(z.object({ key: z.string(), name: z.string(), lines: z.array(Line).readonly() })),
})
export type ToldChange = z.infer<typeof ToldChange>

export const Signature = z.object({ by: z.string(), name: z.string(), at: Instant, note: z.string() })
export type Signature = z.infer<typeof Signature>

export const ChangeSubject = z.object({ kind: z.enum(['flag', 'segment']), key: z.string() })
export type ChangeSubject = z.infer<typeof ChangeSubject>

/** Which verb waits. */
export const ChangeKind = z.enum(['edit', 'resume', 'restore-version', 'copy-rules', 'unarchive', 'edit-segment'])
export type ChangeKind = z.infer<typeof ChangeKind>

/** Whoever asked for a change: it is told to be by them, also when somebody else's approval carries it out. */
export type Author = { kind: Member['kind']; id: Member['id']; name: string }

/** The verb as it is kept: read again, by the verb's own schema, when it is carried out. */
export type KeptChange = { kind: ChangeKind; input: Json }

export const ChangeRequestView = z.object({
  id: ChangeRequestId,
  subject: ChangeSubject,
  kind: ChangeKind,
  /** Version of the flag or segment that it was written against; an edit meanwhile makes it outdated. */
  subjectVersion: z.int(),
  /** Environments that ask for approval of it. */
  environments: z.array(z.object({ key: z.string(), name: z.string() })),
  told: ToldChange,
  note: z.string(),
  author: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  state: ChangeState,
  signatures: z.array(Signature),
  /** People who must sign in all. */
  needed: z.int(),
  /** Whether whoever asked may not sign. */
  fourEyes: z.boolean(),
  createdAt: Instant,
  answeredBy: z.string().nullable(),
  answeredAt: Instant.nullable(),
  reason: z.string(),
})
export type ChangeRequestView = z.infer<typeof ChangeRequestView>
