import { type Outcome } from '@/lib/kernel/result'
import { type DraftForm, type DraftPart, type DraftView, type RolloutView } from '@/lib/rollouts/core/schema'

/** What a plan can be made of: everything that exists and may be chosen. */
export type Choices = {
  flags: readonly { key: string; name: string; owner: string; others: readonly string[] }[]
  environments: readonly { key: string; name: string }[]
  segments: readonly { key: string; name: string }[]
  /** `unit` in which a limit of one's own is; null: per 1,000 people. */
  metrics: readonly { key: string; name: string; limit: string; owner: string; unit: string | null }[]
  policies: readonly { key: string; name: string }[]
}

/** A draft as the server has it. */
export type KeptDraft = Pick<DraftView, 'id' | 'version'>

export type DraftActions = {
  save: (input: unknown) => Promise<Outcome<DraftView>>
  finish: (input: unknown) => Promise<Outcome<RolloutView>>
  discard: (input: unknown) => Promise<Outcome<{ discarded: true }>>
  start: (input: unknown) => Promise<Outcome<RolloutView>>
  requestApproval: (input: unknown) => Promise<Outcome<RolloutView>>
}

/** One part of the form: what is written, how to write, and what is wrong with a field once it may be said. */
export type PartProps = {
  form: DraftForm
  set: (change: Partial<DraftForm>) => void
  errorOf: (field: string) => string | null
  choices: Choices
}

export const PARTS: readonly { part: DraftPart; name: string }[] = [
  { part: 'why', name: 'Why' },
  { part: 'who', name: 'Who' },
  { part: 'how', name: 'How' },
  { part: 'safety', name: 'Safety' },
  { part: 'review', name: 'Review' },
]
